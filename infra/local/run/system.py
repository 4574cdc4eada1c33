"""The whole system on this machine: its parts, the stacks deployed between them, and what clients are told.

`make run` starts it on the known ports, the tests on free ones with a state of their own.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from infra import templates
from infra.local import media, payments, vectors
from infra.local.database.orders import migrate, recover_stock
from infra.local.database.server import read_url
from infra.local.deploy import Deployed, Origins, deploy
from infra.local.deploy.secrets import put_secret
from infra.local.parts import DATABASE_VARIABLE, DEPLOY, PARTS
from infra.local.run import state
from infra.local.run.launcher import Launcher, Task
from infra.local.run.workspace import Workspace
from infra.local.world import account, demo_accounts


class System:
    """`start` brings every part up and deploys, `stop` ends them in reverse order."""

    def __init__(
        self,
        ports: Mapping[str, int],
        home: Path,
        say: Callable[[str], None],
        note: Callable[[Iterable[int]], None] = lambda _: None,
        overrides: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.workspace = Workspace(home, ports)
        self.say = say
        self.launcher = Launcher(self.workspace, PARTS, say, note)
        self._overrides = overrides
        self._deployed: Deployed | None = None

    @property
    def ports(self) -> Mapping[str, int]:
        return self.workspace.ports

    @property
    def logs(self) -> Path:
        return self.workspace.logs

    @property
    def config(self) -> Path:
        """The file that tells clients where everything is."""
        return self.workspace.client_config

    @property
    def ministack_url(self) -> str:
        return self.workspace.url("ministack")

    @property
    def graphql_url(self) -> str:
        return self.workspace.url("appsync", "/graphql")

    @property
    def realtime_url(self) -> str:
        return self.workspace.url("appsync", "/graphql/realtime", scheme="ws")

    @property
    def site_url(self) -> str:
        return self.workspace.url("site")

    def start(self) -> Deployed:
        """Start every part and deploy; raises `ChildError` or `DeployError`, and leaves what runs to `stop`."""
        state.stamp(self.workspace.state)
        needs = ("ministack", "database", "payments", "s3vectors", "ivs")
        self.launcher.start({DEPLOY: Task(needs=needs, run=self._deploy)})
        assert self._deployed is not None
        return self._deployed

    def deploy(self) -> Deployed:
        """Bring the stacks of the running system up to date with the working tree; raises `DeployError`."""
        deployed = deploy(
            self.ministack_url,
            graphql_endpoint=self.graphql_url,
            rekognition_endpoint=self.workspace.url("rekognition"),
            mediaconvert_endpoint=self.workspace.url("mediaconvert"),
            transcribe_endpoint=self.workspace.url("transcribe"),
            polly_endpoint=self.workspace.url("polly"),
            ivs_endpoint=self.workspace.url("ivs"),
            chat_endpoint=self.workspace.url("ivschat"),
            origins=Origins(site=self.site_url, development=self.workspace.url("dev")),
            overrides={
                **self._prepare_orders(),
                **self._prepare_payments(),
                **self._prepare_search(),
                "MediaKeySecretArn": media.prepare_secret(self.ministack_url),
                **self._overrides,
            },
            say=self.say,
        )
        payments.register_webhook(self.ministack_url, self.workspace.url("payments"))
        frontend = templates.compose()["frontend"]
        distribution = media.describe_distribution(self.ministack_url, deployed.media_bucket, frontend)
        self.workspace.distribution.write_text(json.dumps(distribution, indent=2))
        return deployed

    def stop(self) -> None:
        """Stop every part, the embedded AWS last and with its snapshot; clients are told nothing any more."""
        self.workspace.client_config.unlink(missing_ok=True)
        self.launcher.stop()

    def _prepare_orders(self) -> Mapping[str, str]:
        """Bring the orders' tables up to date, and return the parameter that names their database, if there is one."""
        given = os.environ.get(DATABASE_VARIABLE)
        if not given and not self.launcher.is_running("database"):
            return {}
        data, port = self.workspace.state / "database", self.ports["database"]
        for name in migrate(given or read_url(data, port, "migrator")):
            self.say(f"the database: {name}")
        return {"DatabaseSecretArn": put_secret(self.ministack_url, "waymark-orders", given or read_url(data, port))}

    def _prepare_payments(self) -> Mapping[str, str]:
        """Return the parameters that name the local payment provider."""
        return {
            "PaymentsEndpoint": self.workspace.url("payments"),
            "PaymentsSecretArn": payments.prepare_secret(self.ministack_url),
        }

    def _prepare_search(self) -> Mapping[str, str]:
        """Return the parameters that name the local model and the index; without the model nothing is searched."""
        found = {
            "BedrockEndpoint": self.workspace.url("bedrock"),
            "BedrockJudgeModel": "waymark.tutor-v1:0",
            "S3VectorsEndpoint": self.workspace.url("s3vectors"),
            "VectorIndexArn": vectors.prepare_index(self.workspace.url("s3vectors")),
        }
        return found if self.launcher.is_running("bedrock") else found | {"EmbeddingModel": "", "BedrockJudgeModel": ""}

    def _deploy(self) -> None:
        self._deployed = self.deploy()
        if self.launcher.is_running("database") or os.environ.get(DATABASE_VARIABLE):
            recover_stock(self.ministack_url)
        self.workspace.client_config.write_text(json.dumps(self.client_config(self._deployed), indent=2))

    def client_config(self, deployed: Deployed) -> dict[str, Any]:
        """Return what the site, the demo world and the story need to know."""
        return {
            "region": deployed.region,
            "graphqlUrl": self.graphql_url,
            "realtimeUrl": self.realtime_url,
            "chatUrl": self.workspace.url("ivschat").replace("http", "ws", 1),
            "apiKey": deployed.api_key,
            "userPoolId": deployed.user_pool_id,
            "userPoolClientId": deployed.web_client_id,
            "cognitoEndpoint": self.ministack_url,
            "playbackEndpoint": self.workspace.url("ivs"),
            "whipUrl": self.workspace.url("ivs", "/whip"),
            "confirmationCode": account.CODE,
            "demoAccounts": demo_accounts(),
        }
