"""Waymark's API on a running data plane in this process: the deployed contract and resolvers, and our own functions."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from appsync_local.api.model import Api, ApiKey, AuthProvider, DataSource, Resolver
from appsync_local.auth import AuthSettings
from appsync_local.schema import build
from infra import templates
from tests import people
from tests.fakes import news_api
from tests.fakes.issuer import POOL, Issuer, issuing
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.security.world import World

GUEST_KEY: Final = "da2-guests"
REGION: Final = "eu-west-1"
ACCOUNT: Final = "111122223333"
PUBLISHER_KEY: Final = "AKIDPUBLISHER"
PUBLISHER_SECRET: Final = "publishers"
_SITE: Final = "web"  # the app client that the pool's tokens are for


@dataclass(frozen=True)
class Waymark:
    """The running API, who issues its tokens, and the world behind it."""

    url: str
    issuer: Issuer
    world: World

    @property
    def realtime_url(self) -> str:
        return f"{self.url}/realtime"

    @property
    def host(self) -> str:
        return self.url.split("/")[2]

    @property
    def callers(self) -> dict[str, dict[str, str]]:
        """The headers of each of the people."""
        return {name: self.headers(each) for name, each in self.world.people.items()}

    def headers(self, person: people.Person) -> dict[str, str]:
        if not person.id:
            return {"x-api-key": GUEST_KEY}
        return {"Authorization": self.issuer.token(sub=person.id, username=person.id)}

    async def ask(self, document: str, headers: Mapping[str, str], **variables: Any) -> tuple[int, dict[str, Any]]:
        """Send an operation; return the status and the answer."""
        return await self._send(json.dumps({"query": document, "variables": variables}), headers)

    async def publish(self, document: str, **variables: Any) -> tuple[int, dict[str, Any]]:
        """Send an operation, signed as the reader of the table's stream signs."""
        body = json.dumps({"query": document, "variables": variables})
        request = AWSRequest("POST", self.url, data=body, headers={"content-type": "application/json"})
        SigV4Auth(Credentials(PUBLISHER_KEY, PUBLISHER_SECRET), "appsync", REGION).add_auth(request)
        return await self._send(body, dict(request.headers.items()))

    async def _send(self, body: str, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        sent = {"content-type": "application/json", **headers}
        async with ClientSession() as http, http.post(self.url, data=body.encode(), headers=sent) as answer:
            found: dict[str, Any] = await answer.json(content_type=None)
            return answer.status, found


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[Waymark]:
    """Serve a world for the length of a block."""
    async with issuing() as issuer:
        endpoint = FakeLambdaEndpoint(functions={name: _invoke(entry) for name, entry in people.ENTRIES.items()})
        endpoint.url = issuer.url
        api = make_api(endpoint)
        issuer.secrets[PUBLISHER_KEY] = _publisher(api)
        running = await news_api.start(api, AuthSettings(credentials_url=f"{issuer.url}/credentials"))
        try:
            yield Waymark(running.url, issuer, world)
        finally:
            await running.stop()
            await running.plane.authenticator.close()


def make_api(endpoint: FakeLambdaEndpoint) -> Api:
    """Return the API as its templates deploy it."""
    stacks = templates.compose()
    sources = _resources(stacks, "AWS::AppSync::DataSource")
    limits = {name: each["Default"] for name, each in stacks["api"]["Parameters"].items() if "Default" in each}
    sdl = templates.SCHEMA.read_text()
    pool = stacks["api"]["Resources"]["Api"]["Properties"]["UserPoolConfig"]
    return Api(
        id="waymark",
        name="Waymark",
        arn=f"arn:aws:appsync:{REGION}:{ACCOUNT}:apis/waymark",
        region=REGION,
        account_id=ACCOUNT,
        sdl=sdl,
        schema=build.build_schema(sdl),
        endpoint=endpoint,
        default_auth=AuthProvider(
            "AMAZON_COGNITO_USER_POOLS",
            user_pool_id=POOL,
            region=REGION,
            client_regex=_SITE if pool.get("AppIdClientRegex") == {"Ref": "WebClientId"} else None,
        ),
        additional_auth=(AuthProvider("API_KEY"), AuthProvider("AWS_IAM")),
        api_keys=(ApiKey(GUEST_KEY, 4_000_000_000), ApiKey("da2-old", 1)),
        data_sources={
            each["Name"]: DataSource(each["Name"], each["Type"], {"lambdaFunctionArn": stack})
            for stack, _, each in sources
        },
        resolvers=dict(_resolvers(stacks, {logical: each["Name"] for _, logical, each in sources})),
        depth_limit=limits["QueryDepthLimit"],
        resolver_limit=limits["ResolverCountLimit"],
    )


def _resolvers(stacks: Mapping[str, Any], names: Mapping[str, str]) -> Any:
    for _, _, each in _resources(stacks, "AWS::AppSync::Resolver"):
        key = (each["TypeName"], each["FieldName"])
        yield (
            key,
            Resolver(
                *key,
                data_source=names[each["DataSourceName"]["Fn::GetAtt"][0]],
                code=(Path("infra/appsync") / Path(each["CodeS3Location"]).name).read_text(),
                runtime="APPSYNC_JS",
                max_batch_size=each.get("MaxBatchSize", 0),
            ),
        )


def _resources(stacks: Mapping[str, Any], kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (stack, logical, each["Properties"])
        for stack, body in stacks.items()
        for logical, each in body["Resources"].items()
        if each["Type"] == kind
    ]


def _invoke(entry: Any) -> Callable[[Any], Any]:
    return lambda event: entry.lambda_handler(event, people.FakeContext())


def _publisher(api: Api) -> dict[str, Any]:
    """Return the stream reader's credentials, with what its role may do of the API."""
    statements = templates.load_all()["platform"]["Resources"]["StreamFunction"]["Properties"]["Policies"][0][
        "Statement"
    ]
    (granted,) = [each for each in statements if each["Sid"] == "Publish"]
    known = {"Partition": "aws", "Region": REGION, "AccountId": ACCOUNT}
    resources = [_substitute(each["Fn::Sub"], known | {"ApiId": api.id}) for each in granted["Resource"]]
    return {
        "secretAccessKey": PUBLISHER_SECRET,
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/stream/stream",
        "accountId": ACCOUNT,
        "userId": "AROASTREAM",
        "policies": [{"Statement": [granted | {"Resource": resources}]}],
    }


def _substitute(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"${{AWS::{name}}}", value).replace(f"${{{name}}}", value)
    return text
