"""The firewall before the deployed API: the rules of the security stack's template, met by an unmodified client."""

import asyncio
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import urllib3
from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError

from infra.deploy.formation import describe_stack, parameters
from infra.local.deploy.project import Project
from tests.stack import Stack

pytestmark = pytest.mark.emulator

SECURITY = "waymark-dev-security"
# The loopback has more than one address, so that nobody else of these tests is counted, or blocked.
ADDRESS = "127.0.0.9"
LIMIT = 100
FEED = gql("query { feed(first: 1) { totalCount: pageInfo { hasNextPage } } }")


def change_limit(stack: Stack, limit: str) -> str:
    """Deploy the security stack with a limit, and return the one before."""
    before = parameters(describe_stack(stack.client("cloudformation"), SECURITY))
    project = Project(stack.system.ministack_url, print)
    ready = project.localise("security")
    kinds = ready.body["Parameters"]
    own = {name: value for name, value in before.items() if not kinds[name]["Type"].startswith("AWS::SSM::")}
    project.apply("security", ready, own | {"RequestsPerAddress": limit})
    urllib3.request("POST", stack.system.workspace.url("appsync", "/_appsync/reload"), timeout=30)
    return before["RequestsPerAddress"]


@pytest.fixture(scope="module")
def limited(stack: Stack) -> Iterator[Stack]:
    """The system with a low limit on the requests of one address."""
    before = change_limit(stack, str(LIMIT))
    yield stack
    change_limit(stack, before)


def connect(stack: Stack, **headers: str) -> AIOHTTPTransport:
    connector = aiohttp.TCPConnector(local_addr=(ADDRESS, 0))
    sent = {"x-api-key": stack.deployed.api_key} | {name.replace("_", "-"): value for name, value in headers.items()}
    return AIOHTTPTransport(stack.graphql_url, headers=sent, client_session_args={"connector": connector})


async def read_until_refused(stack: Stack) -> tuple[int, str]:
    """Read the feed again and again; return how often it was answered, and the type of the error that ended it."""
    async with Client(transport=connect(stack)) as session:
        for answers in range(LIMIT + 5):
            try:
                await session.execute(FEED)
            except TransportQueryError as error:
                return answers, error_type(error)
    raise AssertionError("nothing was refused")


async def test_reads_without_end_are_refused_as_the_template_says(limited: Stack) -> None:
    """The limit is answered, the next request gets the template's status and words, and others are answered still."""
    assert await read_until_refused(limited) == (LIMIT, "RateLimited")
    response = await asyncio.to_thread(send_from_address, limited)
    assert response.status == 429
    assert response.headers["retry-after"] == "300"
    assert response.headers["access-control-allow-origin"] == limited.site_url.rstrip("/")
    assert (await asyncio.to_thread(limited.query, "{ __typename }", limited.guest))["data"]


async def test_a_key_beside_a_signature_is_refused(stack: Stack) -> None:
    """A signature that nobody checked yet must not choose the publisher's limit."""
    transport = connect(stack, authorization="AWS4-HMAC-SHA256 Credential=x")

    async with Client(transport=transport) as session:
        with pytest.raises(TransportQueryError) as refused:
            await session.execute(FEED)

    assert error_type(refused.value) == "Forbidden"


def error_type(error: TransportQueryError) -> str:
    return str((error.errors or [{}])[0]["errorType"])


def send_from_address(stack: Stack) -> Any:
    pool = urllib3.PoolManager(source_address=(ADDRESS, 0))
    return pool.request("POST", stack.graphql_url, json={"query": "{ __typename }"}, headers=stack.guest, timeout=30)
