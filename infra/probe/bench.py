"""The API under question: how it is asked by key, by signature, by token and over a socket."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
import urllib3
from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from infra.deploy.account import Clients
from infra.deploy.errors import DeployError
from infra.probe import line

SECONDS: Final = 40.0  # AppSync itself gives up after 30
TRIED_SECONDS: Final = 60.0
READY_SECONDS: Final = 120.0
OK: Final = 200
PLAIN: Final = "type Query { marker: String }"


@dataclass(frozen=True)
class Reply:
    """Status and body of an answer."""

    status: int
    body: Any

    @property
    def error(self) -> dict[str, Any]:
        """The first error, or nothing."""
        errors = self.body.get("errors") if isinstance(self.body, dict) else None
        return dict(errors[0]) if errors else {}

    def value(self, name: str) -> Any:
        """Return a root field's value, None where there is none."""
        return ((self.body.get("data") if isinstance(self.body, dict) else None) or {}).get(name)


@dataclass(frozen=True)
class Bench:
    """The stack's outputs, and where its APIs are; `served` is URL of a local data plane to ask instead of AWS."""

    outputs: Mapping[str, str]
    region: str
    clients: Clients
    served: str = ""
    # How long something that should not arrive is waited for, after what was sent later has arrived.
    settle: float = 1.5
    _http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=SECONDS))

    @property
    def url(self) -> str:
        return f"{self.served}/apis/{self.outputs['ApiId']}/graphql" if self.served else self.outputs["GraphqlUrl"]

    @property
    def realtime_url(self) -> str:
        if self.served:
            return f"{self.url}/realtime".replace("http", "ws", 1)
        return self.url.replace("https:", "wss:", 1).replace(".appsync-api.", ".appsync-realtime-api.", 1)

    @property
    def key(self) -> dict[str, str]:
        return {"x-api-key": self.outputs["Key"]}

    def require_ready(self) -> None:
        """Wait until both APIs know their keys and schemas; raise `DeployError` where they never do."""
        end = time.monotonic() + READY_SECONDS
        while (first := self.ask("{ note { tag } }")).error or (second := self.ask_second_api("{ marker }")).error:
            if time.monotonic() > end:
                refused = first.error or second.error
                raise DeployError(f"The probe's API does not answer at {self.url}: {refused.get('message')}")
            time.sleep(0.2)

    def ask(self, query: str, headers: Mapping[str, str] | None = None, **variables: Any) -> Reply:
        """Send an operation, by the API's key where no headers are given."""
        return self._post(self.url, json.dumps({"query": query, "variables": variables}), headers or self.key)

    def ask_signed(
        self, query: str, credentials: Credentials | None = None, *, age: float = 0, with_key: bool = False
    ) -> Reply:
        """Send a signed operation: `age` seconds ago by its date, with the API's key beside it if that is asked."""
        body = json.dumps({"query": query})
        own = credentials or boto3.session.Session(region_name=self.region).get_credentials()
        request = AWSRequest("POST", self.url, {"content-type": "application/json"}, body)
        _Dated(own, "appsync", self.region, timedelta(seconds=age)).add_auth(request)
        return self._post(self.url, body, {**dict(request.headers.items()), **(self.key if with_key else {})})

    def ask_nobody(self) -> Reply:
        """Ask an API that does not exist."""
        host = urlsplit(self.url).netloc.partition(".")[2]
        url = f"{self.served}/apis/nobody/graphql" if self.served else f"https://{'a' * 26}.{host}/graphql"
        return self._post(url, json.dumps({"query": "{ note { tag } }"}), self.key)

    def preflight(self, *headers: str) -> str:
        """Return which headers a browser is allowed that asks for these."""
        asked = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}
        sent = {**asked, "access-control-request-headers": ",".join(headers)}
        answer = self._http.request("OPTIONS", self.url, headers=sent)
        return str(answer.headers.get("access-control-allow-headers", "nothing"))

    def _post(self, url: str, body: str, headers: Mapping[str, str]) -> Reply:
        sent = {"content-type": "application/json", **headers}
        answer = self._http.request("POST", url, body=body, headers=sent)
        try:
            return Reply(answer.status, json.loads(answer.data))
        except ValueError:
            return Reply(answer.status, {"text": answer.data.decode(errors="replace")})

    @contextmanager
    def line(self, *, protocol: bool = True) -> Iterator[line.Line]:
        """Open a socket by the API's key."""
        headers = {"host": urlsplit(self.url).netloc, **self.key}
        with line.open_line(self.realtime_url, headers, protocol=protocol) as opened:
            yield opened

    def try_schema(self, sdl: str) -> str:
        """Upload a schema to the second API; return `accepted`, or `refused` with what the service says.

        The schema needs a root field `marker…` of its own, by which one sees that it is in force.
        """
        self._upload_schema(PLAIN)
        status, reply = self._upload_schema(sdl)
        if status["status"] == "FAILED":
            return f"refused: {status.get('details', 'no details')}"
        return f"refused: {reply.status} {reply.error.get('message')}" if reply.error else "accepted"

    def _upload_schema(self, sdl: str) -> tuple[dict[str, Any], Reply]:
        """Upload a schema, and ask for its marker until it answers or the API refuses to be asked."""
        api, marker = self.outputs["TriedApiId"], sdl.partition("type Query { ")[2].partition(":")[0]
        appsync = self.clients("appsync", self.region)
        appsync.start_schema_creation(apiId=api, definition=sdl.encode())
        status = self._wait_until_settled(appsync, api)
        end = time.monotonic() + TRIED_SECONDS
        reply = self.ask_second_api(f"{{ {marker} }}")
        while status["status"] != "FAILED" and self._is_behind(reply, sdl) and time.monotonic() < end:
            time.sleep(0.1)
            reply = self.ask_second_api(f"{{ {marker} }}")
        return status, reply

    @staticmethod
    def _is_behind(reply: Reply, sdl: str) -> bool:
        """Tell whether an older schema answers still; after the plain one, a refusal to be asked is the new one's."""
        return bool(reply.error) and (reply.status == OK or sdl == PLAIN)

    def _wait_until_settled(self, appsync: Any, api: str) -> dict[str, Any]:
        end = time.monotonic() + TRIED_SECONDS
        status = dict(appsync.get_schema_creation_status(apiId=api))
        while status["status"] == "PROCESSING" and time.monotonic() < end:
            time.sleep(0.5)
            status = dict(appsync.get_schema_creation_status(apiId=api))
        return status

    def ask_second_api(self, query: str) -> Reply:
        """Ask the second API, by its key."""
        url = f"{self.served}/apis/{self.outputs['TriedApiId']}/graphql" if self.served else self.outputs["TriedUrl"]
        return self._post(url, json.dumps({"query": query}), {"x-api-key": self.outputs["TriedKey"]})


class _Dated(SigV4Auth):
    """A signature that was made some time ago, by its own word."""

    def __init__(self, credentials: Any, service: str, region: str, age: timedelta) -> None:
        super().__init__(credentials, service, region)
        self._age = age

    def _modify_request_before_signing(self, request: Any) -> None:
        request.context["timestamp"] = (datetime.now(UTC) - self._age).strftime(SIGV4_TIMESTAMP)
        super()._modify_request_before_signing(request)  # type: ignore[misc]
