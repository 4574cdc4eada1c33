"""The whole system on this machine: emulator, deployed stacks, Rekognition, the AppSync data plane and the site.

`make run` starts it on the known ports, the tests on free ones with a state of their own.
"""

import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from infra.bundle import EMULATOR_PYTHON
from infra.local.deploy import Deployed, Origins, deploy
from infra.local.run import accounts
from infra.local.run.child import Child
from infra.local.world import account

HOST: Final = "127.0.0.1"
MODELS: Final = Path(".waymark/models")


@dataclass(frozen=True)
class Ports:
    """Where each part listens on the loopback interface."""

    appsync: int = 4000
    emulator: int = 4566
    rekognition: int = 4600
    site: int = 8080
    dev: int = 5173
    """The hot-reloading frontend, which a developer starts: allowed to upload, nothing of ours listens there."""

    def named(self) -> dict[str, int]:
        return {"appsync": self.appsync, "emulator": self.emulator, "rekognition": self.rekognition, "site": self.site}


@dataclass
class System:
    """The parts in the order they need each other; `start` brings them up, `stop` ends them, the emulator last."""

    ports: Ports
    home: Path
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    token: str = field(default_factory=secrets.token_urlsafe)

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def config(self) -> Path:
        """The file that says where everything is; the site serves it as /config.json."""
        return self.home / "config.json"

    @property
    def emulator_url(self) -> str:
        return f"http://{HOST}:{self.ports.emulator}"

    @property
    def rekognition_url(self) -> str:
        return f"http://{HOST}:{self.ports.rekognition}"

    @property
    def graphql_url(self) -> str:
        return f"http://{HOST}:{self.ports.appsync}/graphql"

    @property
    def realtime_url(self) -> str:
        return f"ws://{HOST}:{self.ports.appsync}/graphql/realtime"

    @property
    def site_url(self) -> str:
        return f"http://{HOST}:{self.ports.site}"

    @property
    def origins(self) -> Origins:
        return Origins(site=self.site_url, development=f"http://{HOST}:{self.ports.dev}")

    def start(self) -> Deployed:
        """Start every part and deploy; raises `ChildError` or `DeployError`, and leaves what runs to `stop`."""
        self.say("starting the embedded AWS, Rekognition and AppSync")
        emulator = self._emulator()
        rekognition = self._rekognition()
        emulator.wait_until_ready(f"{self.emulator_url}/_waymark/health", 60)
        self.say(f"the embedded AWS answers at {self.emulator_url}")
        deployed = deploy(
            self.emulator_url,
            graphql_endpoint=self.graphql_url,
            rekognition_endpoint=self.rekognition_url,
            origins=self.origins,
            say=self.say,
        )
        credentials = f"{self.emulator_url}/_waymark/credentials"
        arguments = ("--endpoint", self.emulator_url, "--credentials-url", credentials)
        appsync = self._python("appsync", "infra.local.appsync", *arguments)
        appsync.wait_until_ready(f"http://{HOST}:{self.ports.appsync}/_appsync/health", 60)
        self.say(f"AppSync answers at {self.graphql_url}")
        self._await_rekognition(rekognition)
        self.say(f"Rekognition answers at {self.rekognition_url}")
        self._start_site(deployed)
        return deployed

    def _start_site(self, deployed: Deployed) -> None:
        self.config.write_text(json.dumps(self.told(deployed), indent=2))
        site = self._python("site", "infra.local.site", "--config", str(self.config))
        site.wait_until_ready(f"{self.site_url}/config.json", 60)

    def told(self, deployed: Deployed) -> dict[str, Any]:
        """Return what the site, the demo world and the story need to know."""
        return {
            "region": deployed.region,
            "graphqlUrl": self.graphql_url,
            "realtimeUrl": self.realtime_url,
            "apiKey": deployed.api_key,
            "userPoolId": deployed.user_pool_id,
            "userPoolClientId": deployed.web_client_id,
            "cognitoEndpoint": self.emulator_url,
            "confirmationCode": account.CODE,
            "demoAccounts": accounts.demo(),
        }

    def start_rekognition(self) -> None:
        """Start Rekognition again where it had ended, and return once it answers."""
        self._await_rekognition(self._rekognition())

    def end(self, name: str) -> None:
        """End one part, as a service does that breaks; the others go on."""
        part = next(child for child in self.children if child.name == name)
        part.stop(seconds=5)
        self.children.remove(part)

    def parts(self) -> list[str]:
        """Return the names of the parts that were started and not ended."""
        return [child.name for child in self.children]

    def stop(self) -> None:
        """End every part, the emulator last and with its snapshot; what says where they are goes first."""
        self.config.unlink(missing_ok=True)
        for child in reversed(self.children):
            child.stop(seconds=15 if child.name == "emulator" else 5)
        self.children.clear()

    def _rekognition(self) -> Child:
        return self._python("rekognition", "infra.local.rekognition", "--models", str(MODELS))

    def _await_rekognition(self, started: Child) -> None:
        started.wait_until_ready(f"{self.rekognition_url}/_rekognition/health", 180)

    def _emulator(self) -> Child:
        options = ("--port", str(self.ports.emulator), "--state", str(self.home / "state/emulator"))
        command = (str(EMULATOR_PYTHON), "-m", "infra.local.emulator", *options)
        return self._add(Child("emulator", command, self.environment() | {"WAYMARK_TOKEN": self.token}, self.logs))

    def _python(self, name: str, module: str, *arguments: str) -> Child:
        command = (sys.executable, "-m", module, "--port", str(self.ports.named()[name]), *arguments)
        return self._add(Child(name, command, self.environment(), self.logs))

    def _add(self, child: Child) -> Child:
        self.children.append(child)
        return child

    def environment(self) -> dict[str, str]:
        """Return what a part sees: this machine's environment without its AWS settings, and the emulator's instead."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
        return own | {
            "AWS_ENDPOINT_URL": self.emulator_url,
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "APPSYNC_CREDENTIALS_TOKEN": self.token,
            "PYTHONUNBUFFERED": "1",
        }
