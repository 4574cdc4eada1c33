"""AWS's own JavaScript clients, unmodified, and the site's own transport: connect, filter, refusal, reconnect."""

import asyncio
import logging
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import pytest

from tests.fakes.issuer import Issuer
from tests.fakes.news_api import KEY, NewsServer
from tests.fakes.node_client import install, node
from tests.fakes.socket_client import until

OLDEST = ("oldest", "appsync.mjs")
OURS = ("waymark", "transport.mjs")
TELLING = [
    ("current", "amplify.mjs"),
    ("current", "browser.mjs"),
    ("current", "apollo.mjs"),
    ("previous", "amplify.mjs"),
    ("previous", "apollo.mjs"),
    OURS,
]
MODES = ["apiKey", "userPool", "lambda", "iam"]
# All modes share a socket, which a denied field makes them close; so where one is expected, each runs by itself.
SHARING = [("current", "amplify.mjs"), ("previous", "amplify.mjs")]
# The first SDK knows no Lambda authorizer, and nobody signs requests in a site that knows no key of AWS.
UNKNOWN = {OLDEST: "lambda", OURS: "iam"}
SUBSCRIPTION = "subscription($desk: String) { onStory(desk: $desk) { id desk } }"
MUTATION = "mutation($id: ID!, $desk: String) { report(id: $id, desk: $desk) { id desk byline } }"


@pytest.fixture(params=[*TELLING, OLDEST], ids="/".join)
def client(request: pytest.FixtureRequest) -> tuple[str, str]:
    return ready(request.param)


@pytest.fixture
def modes(client: tuple[str, str]) -> list[str]:
    return modes_of(client)


@pytest.fixture(params=TELLING, ids="/".join)
def telling(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A client that tells its application of a refusal."""
    return ready(request.param)


def ready(client: tuple[str, str]) -> tuple[str, str]:
    """Install a client's packages; ours is built from the frontend's."""
    if client != OURS:
        install(client[0])
    return client


def modes_of(client: tuple[str, str]) -> list[str]:
    return [mode for mode in MODES if mode != UNKNOWN.get(client)]


def task(news: NewsServer, issuer: Issuer, **changes: Any) -> dict[str, Any]:
    return {
        "url": f"http://localhost:{news.port}/graphql",
        "modes": MODES,
        "key": KEY,
        "jwt": issuer.token(),
        "authToken": "let-me-in",
        "credentials": {"accessKeyId": "AKIDREPORTER", "secretAccessKey": "hush"},
        "subscription": SUBSCRIPTION,
        "mutation": MUTATION,
        "variables": {"desk": "city"},
        **changes,
    }


def subscribers(news: NewsServer) -> int:
    return sum(len(index) for index in news.hub._indexes.values())


async def test_it_hears_what_it_asked_for_and_comes_back_after_the_server_went_away(
    news: NewsServer, issuer: Issuer, client: tuple[str, str], modes: list[str]
) -> None:
    """In every mode at once: each subscription hears every event of the city once, and never the other desk's.

    Then the server stops and starts again on its port; each subscription is made again and hears the next event.
    """
    async with node(*client, **task(news, issuer, modes=modes, patient=True)) as talking:
        await until(lambda: subscribers(news) == len(modes), 30)
        for number, mode in enumerate(modes):
            for desk in ("sport", "city"):
                name = f"{desk}-{number}"
                await talking.says(mode, id=name, desk=desk)
                await talking.waits(partial(_has_report, name))
        for mode in modes:
            await talking.waits(partial(_is_event_of, mode, f"city-{len(modes) - 1}"))
        for mode in modes:
            heard = [_id(line) for line in talking.heard if line.get("mode") == mode and line.get("data")]
            assert heard == [f"city-{number}" for number in range(len(modes))]
        assert not [line for line in talking.heard if "error" in line or "failure" in line]

        await news.stop()
        again = await news.back()
        try:
            await until(lambda: subscribers(again) == len(modes), 30)
            for mode in modes:
                await talking.says(mode, id=f"back-{mode}", desk="city")
                await talking.waits(partial(_has_report, f"back-{mode}"))
            for mode in modes:
                await talking.waits(partial(_is_event_of, mode, f"back-{modes[-1]}"))
        finally:
            await again.stop()
            await again.plane.authenticator.close()


async def test_a_refusal_reaches_the_application(news: NewsServer, issuer: Issuer, telling: tuple[str, str]) -> None:
    """With bad credentials every mode's subscription fails at once, instead of being retried in silence."""
    bad = task(
        news,
        issuer,
        key="wrong",
        jwt=issuer.token(exp=2_000_000_000, iss="https://elsewhere"),
        authToken="let-them-in",
        modes=modes_of(telling),
        credentials={"accessKeyId": "AKIDREPORTER", "secretAccessKey": "guess"},
    )
    async with node(*telling, **bad) as talking:
        for mode in modes_of(telling):
            found = await talking.waits(partial(_is_failure, mode))
            assert "Unauthorized" in str(found) or "not authorized" in str(found)

    assert subscribers(news) == 0


async def test_a_denied_field_reaches_the_application(
    news: NewsServer, issuer: Issuer, telling: tuple[str, str]
) -> None:
    """In every mode a subscription field that is closed to its caller fails with AppSync's words."""
    closed = task(news, issuer, subscription="subscription { onEditor { id } }", variables={}, apart=True)
    modes = modes_of(telling)
    groups = [[mode] for mode in modes] if telling in SHARING else [modes]
    async with AsyncExitStack() as stack:
        clients = [node(*telling, **{**closed, "modes": group}) for group in groups]
        talks = await asyncio.gather(*map(stack.enter_async_context, clients))
        for talking, group in zip(talks, groups, strict=True):
            for mode in group:
                found = await talking.waits(partial(_is_failure, mode))
                assert "Not Authorized to access onEditor on type Subscription" in str(found)

    assert subscribers(news) == 0


async def test_the_oldest_sdk_is_refused_without_a_word(
    news: NewsServer, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    """The first SDK keeps a refusal from its application and tries again; it never gets a subscription."""
    caplog.set_level(logging.INFO, "appsync.realtime")
    install(OLDEST[0])
    async with node(*OLDEST, **task(news, issuer, modes=["apiKey"], key="wrong", overhear=True)) as talking:
        await talking.waits(lambda line: line.get("wire") == "connection_error")
        await until(lambda: not news.hub.connections, 30)

    assert {tuple(line["errors"]) for line in talking.heard} == {
        ("UnauthorizedException You are not authorized to make this call.",)
    }
    assert "subscribes to" not in caplog.text


async def test_a_denied_field_never_delivers_to_the_oldest_sdk(news: NewsServer, issuer: Issuer) -> None:
    """Over the wire each try is denied in AppSync's words; the application hears neither error nor event.

    Its mutations, which the field's events would follow, are answered all the while.
    """
    install(OLDEST[0])
    closed = task(news, issuer, subscription="subscription { onEditor { id } }", variables={}, overhear=True)
    modes = modes_of(OLDEST)
    async with node(*OLDEST, **{**closed, "modes": modes}) as talking:
        await until(lambda: len([line for line in talking.heard if "wire" in line]) > len(modes), 30)
        for mode in modes:
            await talking.says(mode, id=f"news-{mode}", desk="city")
            await talking.waits(partial(_has_report, f"news-{mode}"))

    wire = [line for line in talking.heard if "wire" in line]
    assert {(line["wire"], *line["errors"]) for line in wire} == {
        ("error", "Unauthorized Not Authorized to access onEditor on type Subscription")
    }
    assert [line for line in talking.heard if "data" in line or "error" in line] == []
    assert subscribers(news) == 0


def _id(line: dict[str, Any]) -> Any:
    return ((line.get("data") or {}).get("onStory") or {}).get("id")


def _has_report(name: str, line: dict[str, Any]) -> bool:
    return ((line.get("answer") or {}).get("report") or {}).get("id") == name


def _is_event_of(mode: str, name: str, line: dict[str, Any]) -> bool:
    return line.get("mode") == mode and _id(line) == name


def _is_failure(mode: str, line: dict[str, Any]) -> bool:
    return line.get("mode") == mode and "error" in line
