"""Run the embedded AWS: `.waymark/emulator/bin/python -m infra.local.ministack --port 4566 --state DIR`.

One process, one port on the loopback interface. SIGTERM and SIGINT take a last snapshot and end it.
The settings go into the environment because ministack reads them when it is imported.
"""

import argparse
import asyncio
import os
import secrets
import shutil
import signal
import socket
import sys
from pathlib import Path

from infra.local.ministack import readdress
from infra.local.ministack.disk import Disk
from infra.local.ministack.generations import Generations
from infra.local.ministack.snapshots import Snapshots

HOST = "127.0.0.1"
# What emulators share needs nothing but Python, and is not installed beside ministack.
WIRE = Path(__file__).parents[2] / "emulators/wire"


def main() -> None:
    options = _options()
    sys.path.append(str(WIRE))
    if _is_in_use(options.port):
        raise SystemExit(f"Port {options.port} is in use. End what listens there, or choose another with --port.")
    generations = Generations(options.state / "generations")
    generations.drop_others()
    readdress.follow_port(options.state / "port", generations.current, options.port)
    # Unpacked functions; ministack leaves them behind.
    shutil.rmtree(options.state / "tmp", ignore_errors=True)
    (options.state / "tmp").mkdir()
    os.environ.update(_settings(options.port, options.state))
    asyncio.run(_serve(options, generations))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local.ministack", description="Run the embedded AWS.")
    parser.add_argument("--port", type=int, default=4566)
    parser.add_argument(
        "--state", type=Path, default=Path(".waymark/state/ministack"), help="folder of its data (default: %(default)s)"
    )
    parser.add_argument(
        "--reserve", type=int, default=100, help="megabytes of disk space that writes leave free (default: %(default)s)"
    )
    parser.add_argument(
        "--quiet-seconds",
        type=float,
        default=2.0,
        help="seconds from the last write to the snapshot (default: %(default)s)",
    )
    parser.add_argument(
        "--origin", action="append", default=[], help="the origin of pages that may call it; others are refused"
    )
    parser.add_argument(
        "--token",
        default=os.environ.get("WAYMARK_TOKEN") or secrets.token_urlsafe(),
        help="what a caller of /_waymark/credentials or /_waymark/events must send as its bearer token",
    )
    return parser.parse_args()


def _settings(port: int, state: Path) -> dict[str, str]:
    folder = state.resolve()
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "services"),
        "S3_PERSIST": "1",
        "TMPDIR": str(folder / "tmp"),
        "S3_DATA_DIR": str(folder / "objects"),
        "MINISTACK_REGION": "us-east-1",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        # Functions see what their template says and this, nothing of the developer's own AWS settings.
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _is_in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


async def _serve(options: argparse.Namespace, generations: Generations) -> None:
    from hypercorn.asyncio import serve  # noqa: PLC0415 (lives in the emulator's own environment, as all below)
    from hypercorn.config import Config  # noqa: PLC0415

    # After the settings are in the environment.
    from infra.local.ministack import (  # noqa: PLC0415
        cognito_challenges,
        cognito_rotation,
        cognito_rules,
        firewall,
        invocation,
        pruning,
        rest_api_import,
        state,
    )
    from infra.local.ministack.gateway import Gateway  # noqa: PLC0415
    from infra.local.ministack.guard import Guard  # noqa: PLC0415

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    config = Config()
    config.bind = [f"{HOST}:{options.port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 3
    config.loglevel = "WARNING"
    guard = Guard(options.port, frozenset(options.origin))
    state.use(generations.current, options.state / "services")
    disk = Disk(options.state, options.reserve)
    snapshots = Snapshots(generations, disk, state.write, pruning.prune, options.quiet_seconds)
    cognito_rules.install()
    cognito_challenges.install()
    cognito_rotation.install()
    firewall.install()
    invocation.install()
    rest_api_import.install()
    state.save_by(snapshots.save_last)
    await serve(Gateway(options.token, snapshots, guard), config, shutdown_trigger=stop.wait)


if __name__ == "__main__":
    main()
