"""A small foreign AppSync API, a newsroom in five authorisation modes, and a data plane that serves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from appsync_local.api.deployments import Deployments
from appsync_local.api.model import Api, ApiKey, AuthProvider, DataSource, Resolver
from appsync_local.auth import Authenticator, AuthSettings
from appsync_local.engine.engine import Engine
from appsync_local.engine.event import project
from appsync_local.http.server import Server
from appsync_local.realtime import Hub, RealtimeSettings
from appsync_local.schema import build
from appsync_local.settings import EngineSettings
from appsync_local.state import State
from tests.fakes.issuer import OIDC_ISSUER, POOL, Issuer
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint

KEY = "da2-newsroom"
ALL = "@aws_api_key @aws_iam @aws_cognito_user_pools @aws_lambda @aws_oidc"
SDL = f"""
type Query {{ hello: String {ALL} story(id: ID!): Story {ALL} }}
type Mutation {{
  report(id: ID!, desk: String, urgency: Int, title: String, tags: [String]): Story {ALL}
  expel(reader: ID!): Reader {ALL}
}}
type Subscription {{
  onStory(id: ID, desk: String, urgency: Int): Story @aws_subscribe(mutations: ["report"]) {ALL}
  onUrgent(above: Int!, reader: ID): Story @aws_subscribe(mutations: ["report"]) {ALL}
  onSecret(id: ID): Story @aws_subscribe(mutations: ["report"]) @aws_iam
  onEditor: Story @aws_subscribe(mutations: ["report"]) @aws_cognito_user_pools(cognito_groups: ["editors"])
}}
type Story {ALL} {{
  id: ID! desk: String urgency: Int title: String tags: [String] byline: String! notes: String @aws_iam
  pay: Int @aws_cognito_user_pools(cognito_groups: ["editors"])
}}
type Reader {ALL} {{ reader: ID! }}
"""
ECHO = """
export function request(ctx) { return { payload: { ...ctx.args, byline: 'Ada', notes: 'n' } } }
export function response(ctx) { return ctx.result }
"""
URGENT = """
import { extensions } from '@aws-appsync/utils'
export function request(ctx) { return { payload: null } }
export function response(ctx) {
  extensions.setSubscriptionFilter({ filterGroup: [{ filters: [
    { fieldName: 'urgency', operator: 'gt', value: ctx.args.above } ] }] })
  if (ctx.args.reader) {
    extensions.setSubscriptionInvalidationFilter({ filterGroup: [{ filters: [
      { fieldName: 'reader', operator: 'eq', value: ctx.args.reader } ] }] })
  }
  return null
}
"""
EXPEL = """
import { extensions } from '@aws-appsync/utils'
export function request(ctx) { return { payload: ctx.args } }
export function response(ctx) {
  extensions.invalidateSubscriptions({ subscriptionField: 'onUrgent', payload: { reader: ctx.args.reader } })
  return ctx.result
}
"""
POOL_PROVIDER = AuthProvider("AMAZON_COGNITO_USER_POOLS", user_pool_id=POOL, region="eu-west-1")


def make_news_api(endpoint: FakeLambdaEndpoint | None = None, sdl: str = SDL, **settings: Any) -> Api:
    """The API as it is deployed; settings replace fields of `Api`."""
    made = Api(
        id="newsroom",
        name="Newsroom",
        arn="arn:aws:appsync:eu-west-1:111122223333:apis/newsroom",
        region="eu-west-1",
        account_id="111122223333",
        sdl=sdl,
        schema=build.build_schema(sdl),
        endpoint=endpoint or FakeLambdaEndpoint(),
        default_auth=AuthProvider("API_KEY"),
        additional_auth=(
            AuthProvider("AWS_IAM"),
            POOL_PROVIDER,
            AuthProvider("AWS_LAMBDA", lambda_uri="guard"),
        ),
        api_keys=(ApiKey(KEY, 4_000_000_000), ApiKey("da2-old", 1)),
        data_sources={"Nothing": DataSource("Nothing", "NONE")},
        resolvers={
            ("Query", "story"): _script("Query", "story", ECHO),
            ("Mutation", "report"): _script("Mutation", "report", ECHO),
            ("Mutation", "expel"): _script("Mutation", "expel", EXPEL),
            ("Subscription", "onUrgent"): _script("Subscription", "onUrgent", URGENT),
        },
    )
    return replace(made, **settings)


def guard(event: Any) -> Any:
    """The Lambda authorizer: one token is good."""
    return {"isAuthorized": event["authorizationToken"] == "let-me-in"}


def _script(type_name: str, field_name: str, code: str) -> Resolver:
    return Resolver(type_name, field_name, data_source="Nothing", code=code, runtime="APPSYNC_JS")


@dataclass(eq=False)
class FakeDeployments:
    """What is deployed, changed at will."""

    apis: dict[str, Api]
    refused: dict[str, str] = field(default_factory=dict)
    was_read: bool = True

    async def refresh(self, **_: Any) -> bool:
        return False


@dataclass(eq=False)
class NewsServer:
    """A running data plane."""

    plane: State
    hub: Hub
    port: int
    server: Server
    auth: AuthSettings | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    @property
    def api(self) -> Api:
        return self.plane.get_api("newsroom")

    def deploy(self, api: Api) -> None:
        self.plane.deployments.apis[api.id] = api

    async def stop(self) -> None:
        await self.hub.close()
        await self.server.close()

    async def back(self) -> "NewsServer":
        """Serve again what was served, on the same port."""
        return await start(self.api, self.auth, port=self.port)


async def start(
    api: Api,
    auth: AuthSettings | None = None,
    settings: RealtimeSettings | None = None,
    port: int = 0,
    engine: EngineSettings | None = None,
) -> NewsServer:
    """Serve an API on a port of 127.0.0.1."""
    hub = Hub(project, settings)
    deployments = cast("Deployments", FakeDeployments({api.id: api}))
    plane = State(deployments, Authenticator(auth), Engine(hub, engine), hub)
    server = Server(plane)
    return NewsServer(plane, hub, await server.listen("127.0.0.1", port), server, auth)


@asynccontextmanager
async def serve_news_api(
    issuer: Issuer | None = None,
    settings: RealtimeSettings | None = None,
    endpoint: FakeLambdaEndpoint | None = None,
    engine: EngineSettings | None = None,
    **changes: Any,
) -> AsyncIterator[NewsServer]:
    """Serve the newsroom for the length of a block; an issuer gives tokens and secrets."""
    endpoint = endpoint or FakeLambdaEndpoint(functions={"guard": guard})
    if issuer is not None:
        endpoint.url = issuer.url
    auth = AuthSettings()
    if issuer is not None:
        auth = AuthSettings(credentials_url=f"{issuer.url}/credentials", issuers={OIDC_ISSUER: f"{issuer.url}/oidc"})
    running = await start(make_news_api(endpoint, **changes), auth, settings, engine=engine)
    try:
        yield running
    finally:
        await running.stop()
        await running.plane.authenticator.close()
