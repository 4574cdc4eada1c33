"""Heads that are known by their bytes: nobody is taken for another, or admitted when their credentials have ended."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import pytest

from appsync_local.api.model import Api, ApiKey
from appsync_local.auth import Authenticator, AuthRequest, Caller
from appsync_local.auth.admissions import MAX_ADMITTED, Admissions
from appsync_local.engine.engine import Engine
from appsync_local.http import known_heads
from appsync_local.http.connection import Connection
from appsync_local.http.known_heads import KnownHead, KnownHeads
from appsync_local.http_message import RequestHead
from appsync_local.state import ApiSource, State
from tests.fakes.issuer import Issuer, issuing
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.news_api import KEY, POOL_PROVIDER, FakeDeployments, guard, make_news_api

WHO = '{"query": "{ hello }"}'
PATIENCE = 15.0


def encode_request(body: str = WHO, path: str = "/graphql", **headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode()


class CountingAuthenticator(Authenticator):
    """Counts the requests whose credentials it judges."""

    judged = 0

    async def authenticate(self, api: Api, request: AuthRequest) -> Caller:
        self.judged += 1
        return await super().authenticate(api, request)


@dataclass(eq=False)
class FakeTransport:
    """What a connection writes, and whether it reads."""

    written: bytes = b""
    is_reading: bool = True
    is_closed: bool = False

    def get_extra_info(self, _: str) -> tuple[str, int]:
        return ("127.0.0.1", 1)

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def can_write_eof(self) -> bool:
        return False

    def pause_reading(self) -> None:
        self.is_reading = False

    def resume_reading(self) -> None:
        self.is_reading = True


@dataclass(eq=False)
class Door:
    """Connections to a newsroom whose `hello` says who asks."""

    authenticator: CountingAuthenticator
    deployments: FakeDeployments
    state: State
    heads: KnownHeads = field(default_factory=KnownHeads)

    def connect(self) -> tuple[Connection, FakeTransport]:
        transport = FakeTransport()
        connection = Connection(self.state, set(), self.heads)
        connection.connection_made(cast("asyncio.Transport", transport))
        return connection, transport

    async def ask(self, *requests: bytes) -> list[Any]:
        """Return the answer to each request, sent whole on one connection."""
        connection, transport = self.connect()
        answers = []
        for request in requests:
            transport.written = b""
            connection.data_received(request)
            if connection.task is not None:
                await connection.task
            head, _, body = transport.written.partition(b"\r\n\r\n")
            found = json.loads(body)
            answers.append(found["data"]["hello"] if head.startswith(b"HTTP/1.1 200") else int(head.split()[1]))
        return answers


def say_who_asks(request: Any) -> Any:
    return lambda *_: [f"{request.caller.name} {request.headers.get('x-title', '')}".strip()]


@asynccontextmanager
async def open_door(url: str = "http://nowhere.invalid", **settings: Any) -> AsyncIterator[Door]:
    api = make_news_api(FakeLambdaEndpoint(url=url, functions={"guard": guard}), **settings)
    api.resolvers["Query", "hello"] = api.resolvers["Query", "story"]  # type: ignore[index]
    deployments = FakeDeployments({api.id: api})
    authenticator = CountingAuthenticator()
    engine = Engine(make_resolve=say_who_asks)
    yield Door(authenticator, deployments, State(cast("ApiSource", deployments), authenticator, engine, engine.hub))
    await authenticator.close()


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as running:
        yield running


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door() as made:
        yield made


async def test_a_known_head_is_authenticated_once(door: Door) -> None:
    """The first request teaches the head and its caller, all others are answered by their bytes."""
    answers = await door.ask(*[encode_request(**{"x-api-key": KEY})] * 10)

    assert answers == ["API_KEY"] * 10
    assert door.authenticator.judged == 1


async def test_everybody_stays_who_they_are(issuer: Issuer) -> None:
    """Keys, tokens of several people and refused callers, mixed on one connection, in any order, many times."""
    async with open_door(issuer.url, additional_auth=(POOL_PROVIDER,)) as door:
        people = [f"AMAZON_COGNITO_USER_POOLS person-{number}" for number in range(5)]
        asked: dict[bytes, Any] = {
            encode_request(authorization=issuer.token(username=who.split()[1])): who for who in people
        }
        asked[encode_request(**{"x-api-key": KEY})] = "API_KEY"
        asked[encode_request(**{"x-api-key": KEY, "x-title": "Emma"})] = "API_KEY Emma"
        asked[encode_request(**{"x-api-key": "da2-wrong"})] = 401
        asked[encode_request(authorization=issuer.token(exp=1))] = 401
        asked[encode_request()] = 401
        order = [Random(7).choice(list(asked)) for _ in range(300)]  # noqa: S311

        assert await door.ask(*order) == [asked[request] for request in order]


async def test_credentials_end_when_they_end(issuer: Issuer) -> None:
    """A key and a token that were admitted before are refused from their last second on."""
    ends = int(time.time()) + 2
    settings: dict[str, Any] = {"additional_auth": (POOL_PROVIDER,), "api_keys": (ApiKey(KEY, ends),)}
    async with open_door(issuer.url, **settings) as door:
        requests = [encode_request(**{"x-api-key": KEY}), encode_request(authorization=issuer.token(exp=ends))]

        answers: list[Any] = await door.ask(*requests, *requests)
        async with asyncio.timeout(PATIENCE):
            while answers[-2:] != [401, 401]:
                asked = time.time()
                answers = await door.ask(*requests)
                assert answers == [401, 401] or asked < ends
                await asyncio.sleep(0.05)


async def test_a_deployment_ends_what_was_admitted_before(door: Door) -> None:
    """Without the key, the same bytes are refused; a deployment that has it again admits them again."""
    request = encode_request(**{"x-api-key": KEY})
    before = door.deployments.apis["newsroom"]
    assert await door.ask(request, request, request) == ["API_KEY"] * 3

    door.deployments.apis["newsroom"] = make_news_api(before.endpoint, api_keys=(ApiKey("da2-new", 4_000_000_000),))  # type: ignore[arg-type]
    refused = await door.ask(request)
    door.deployments.apis["newsroom"] = before

    assert refused == [401]
    assert await door.ask(request) == ["API_KEY"]


async def test_an_authorizer_and_a_signature_are_asked_every_time(door: Door) -> None:
    """Neither says how long its answer holds for the same bytes; an authorizer sees the query too."""
    authorized = encode_request(authorization="let-me-in")
    signed = encode_request(authorization="AWS4-HMAC-SHA256 Credential=AKID/20261130/eu-west-1/appsync/aws4_request")

    assert await door.ask(*[authorized] * 4) == ["AWS_LAMBDA"] * 4
    assert door.authenticator.judged == 4
    assert await door.ask(*[signed] * 4) == [401] * 4
    assert door.authenticator.judged == 8
    assert door.heads.get(signed[: signed.index(b"\r\n\r\n") + 4]) is None


async def test_keys_that_are_read_again_end_what_they_admitted(issuer: Issuer) -> None:
    """A token whose key its issuer has withdrawn is refused as soon as the issuer is asked again."""
    async with open_door(issuer.url, additional_auth=(POOL_PROVIDER,)) as door:
        door.authenticator._refetch_after = 0
        old = encode_request(authorization=issuer.token("k1"))
        assert await door.ask(old, old, old) == ["AMAZON_COGNITO_USER_POOLS ada"] * 3

        issuer.published = ["k2"]
        answers = await door.ask(encode_request(authorization=issuer.token("k2")), old)

        assert answers == ["AMAZON_COGNITO_USER_POOLS ada", 401]


async def test_requests_mean_the_same_however_they_are_cut(door: Door) -> None:
    """Known and unknown heads, bodies, foreign methods and several requests in one piece: the answers never differ."""
    requests = [
        encode_request(**{"x-api-key": KEY}),
        encode_request(**{"x-api-key": KEY, "x-title": "A"}),
        encode_request(path="/apis/newsroom/graphql", **{"x-api-key": KEY}),
        encode_request('{"query": "{ h: hello }"}', **{"x-api-key": KEY}),
        encode_request("not JSON", **{"x-api-key": KEY}),
        encode_request("", **{"x-api-key": KEY}),
        encode_request(**{"x-api-key": "da2-wrong"}),
        encode_request(**{"x-api-key": KEY, "Origin": "http://elsewhere.example"}),
        encode_request(path="/nowhere", **{"x-api-key": KEY}),
        b"GET /graphql?query=%7Bhello%7D HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + KEY.encode() + b"\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + KEY.encode() + b"\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n16\r\n" + WHO.encode() + b"\r\n0\r\n\r\n",
    ]
    for request in requests:
        await receive(door, [request], door.heads)
    assert len(door.heads._known) == 7  # neither what a browser's foreign page sent nor what is no plain POST to an API
    chance = Random(11)  # noqa: S311
    for _ in range(200):
        stream = b"".join(chance.choices(requests, k=chance.randrange(1, 8)))
        cuts = sorted(chance.randrange(len(stream)) for _ in range(chance.randrange(6)))
        pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

        known, parsed = await receive(door, pieces, door.heads), await receive(door, [stream], KnownHeads())

        assert known == parsed


async def receive(door: Door, pieces: list[bytes], heads: KnownHeads) -> list[bytes]:
    """Return the lines that a connection answers to these pieces, without the ids."""
    door.heads, kept = heads, door.heads
    connection, transport = door.connect()
    door.heads = kept
    for piece in pieces:
        connection.data_received(piece)
        if connection.task is not None:
            await connection.task
    return [line for line in transport.written.split(b"\r\n") if not line.startswith(b"x-amzn-RequestId")]


async def test_a_client_that_does_not_read_is_not_read_either(door: Door) -> None:
    """What waits to be sent to it stays bounded; it is read again when it has read."""
    connection, transport = door.connect()

    connection.pause_writing()
    assert not transport.is_reading

    connection.resume_writing()
    assert transport.is_reading


def test_what_is_known_is_bounded() -> None:
    """Heads by their bytes, callers by their number; a very long head is not kept at all."""
    heads = KnownHeads()
    for number in range(10_000):
        text = f"POST /graphql HTTP/1.1\r\nx-number: {number:0100}\r\n\r\n".encode()
        heads.add(text, KnownHead(RequestHead("POST", "/graphql", []), 0, None))
    assert sum(map(len, heads._known)) <= known_heads.BUDGET
    heads.add(b"x" * 5_000, KnownHead(RequestHead("POST", "/graphql", []), 0, None))
    assert heads.get(b"x" * 5_000) is None

    api, admissions = make_news_api(), Admissions()
    for _ in range(1_000):
        admissions.add(api, RequestHead("POST", "/graphql", []), None, Caller("API_KEY", until=4_000_000_000))
    assert len(admissions._admitted) <= MAX_ADMITTED


def test_an_address_is_part_of_who_somebody_is() -> None:
    """The caller that resolvers see has an address, so another peer with the same bytes is another caller."""
    api, admissions = make_news_api(), Admissions()
    head = RequestHead("POST", "/graphql", [])
    admissions.add(api, head, "10.0.0.1", Caller("API_KEY", source_ip=("10.0.0.1",), until=4_000_000_000))

    assert admissions.find(api, head, "10.0.0.2") is None
    assert admissions.find(api, head, "10.0.0.1") is not None
    assert admissions.find(api, RequestHead("POST", "/graphql", []), "10.0.0.1") is None
