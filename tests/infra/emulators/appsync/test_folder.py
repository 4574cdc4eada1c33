"""A foreign AppSync project in a plain folder, its handlers in this process."""

import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from graphql import print_schema

from appsync_local.api.folder import Folder
from appsync_local.auth import Authenticator
from appsync_local.engine.engine import Engine
from appsync_local.engine.event import project
from appsync_local.http.server import Server
from appsync_local.realtime import Hub
from appsync_local.state import State
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.library import GUEST
from tests.fakes.socket_client import ask, connect, encode_headers

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture
async def shop(tmp_path: Path) -> Folder:
    shutil.copytree(EXAMPLE, tmp_path / "shop")
    folder = Folder(str(tmp_path / "shop"), FakeLambdaEndpoint())
    assert await folder.refresh()
    return folder


async def execute(folder: Folder, query: str, **headers: str) -> dict[str, Any]:
    return await Engine().execute(folder.apis["shop"], query, {}, None, GUEST, headers)


async def test_the_example_is_served_with_its_handlers(shop: Folder) -> None:
    """Schema, direct handler, batch and code of the folder answer together."""
    answer = await execute(shop, '{ books { title author { name } } book(id: "2") { title } }')
    refused = await execute(shop, 'mutation { review(input: {bookId: "1", stars: 9}) { stars } }')

    assert answer == {
        "data": {
            "books": [
                {"title": "Emma", "author": {"name": "Jane Austen"}},
                {"title": "Ulysses", "author": {"name": "James Joyce"}},
            ],
            "book": {"title": "Ulysses"},
        }
    }
    assert refused["errors"][0]["errorType"] == "InvalidStars"
    assert [key.id for key in shop.apis["shop"].api_keys] == ["da2-bookshop"]


async def test_an_exception_carries_its_class(shop: Folder) -> None:
    """In this process the class of a handler's exception is known, and is the errorType."""
    answer = await execute(shop, '{ book(id: "9") { title } }')

    assert [(e["errorType"], e["message"]) for e in answer["errors"]] == [("KeyError", "'9'")]


async def test_one_event_at_a_time_leaks_no_identity(shop: Folder) -> None:
    """A handler that keeps the current event in its module answers each caller with its own."""
    readers = [f"reader-{number}" for number in range(8)]

    answers = await asyncio.gather(*(execute(shop, "{ whoAmI }", **{"x-reader": name}) for name in readers))

    assert [answer["data"]["whoAmI"] for answer in answers] == readers


async def test_a_changed_file_is_in_force_at_the_next_look(shop: Folder, tmp_path: Path) -> None:
    """Handlers and schema are read again when their file changes, and only then."""
    handler = tmp_path / "shop" / "bookshop.py"
    await execute(shop, "{ books { title } }")

    unchanged = await shop.refresh(full=False)
    handler.write_text(handler.read_text().replace("Emma", "Persuasion"))
    os.utime(handler, (1, 1))
    changed = await shop.refresh(full=False)
    answer = await execute(shop, "{ books { title } }")

    assert (unchanged, changed) == (False, True)
    assert answer["data"]["books"][0]["title"] == "Persuasion"


async def test_a_mistake_in_the_folder_is_told(tmp_path: Path) -> None:
    """A schema that AppSync refuses is not served; the reason is answered to every request."""
    shutil.copytree(EXAMPLE, tmp_path / "shop")
    (tmp_path / "shop" / "schema.graphql").write_text("type Mutation { a: Int }")
    shop = Folder(str(tmp_path / "shop"), FakeLambdaEndpoint())

    await shop.refresh()

    assert shop.apis == {}
    assert "There is no top level schema object defined." in shop.refused["shop"]


async def test_a_half_written_schema_leaves_what_was_served(
    shop: Folder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """While somebody writes, the API before stays; the mistake is in the log, and what is whole again is served."""
    schema = tmp_path / "shop" / "schema.graphql"
    whole = schema.read_text()
    schema.write_text(whole[:-20])

    changed = await shop.refresh(full=False)
    answer = await execute(shop, "{ books { title } }")
    schema.write_text(whole.replace("  whoAmI", "  later: String\n  whoAmI"))
    mended = await shop.refresh(full=False)

    assert (changed, mended) == (False, True)
    assert answer["data"]["books"][0]["title"] == "Emma"
    assert "stays served as it was before its last change" in caplog.text
    assert "later" in print_schema(shop.apis["shop"].schema)


async def test_a_changed_folder_is_served_without_dropping_sockets(tmp_path: Path) -> None:
    """A socket opened before the change goes on hearing, and what it hears is made by the new code."""
    shutil.copytree(EXAMPLE, tmp_path / "shop")
    folder = Folder(str(tmp_path / "shop"), FakeLambdaEndpoint())
    await folder.refresh()
    hub = Hub(project)
    server = Server(State(folder, Authenticator(), Engine(hub), hub))
    url = f"http://127.0.0.1:{await server.listen('127.0.0.1', 0)}/graphql"
    keyed = {"host": "localhost", "x-api-key": "da2-bookshop"}
    review = 'mutation { review(input: {bookId: "1", stars: 3}) { bookId stars } }'
    code = tmp_path / "shop" / "review.js"
    async with connect(url, query=f"?header={encode_headers(keyed)}&payload=e30=") as client:
        await client.joins()
        await client.starts("subscription { onReview { stars } }", headers=keyed)
        assert (await client.hears())["type"] == "start_ack"

        await ask(url, review, keyed)
        before = await client.hears_data()
        code.write_text(code.read_text().replace("return ctx.result", "return { ...ctx.result, stars: 5 }"))
        assert await folder.refresh(full=False)
        await ask(url, review, keyed)
        after = await client.hears_data()

    await hub.close()
    await server.close()
    assert [each["data"]["onReview"]["stars"] for each in (before, after)] == [3, 5]


async def test_a_folder_may_name_the_id_of_its_api(shop: Folder, tmp_path: Path) -> None:
    """By that id it is served and its subscribers are found."""
    described = tmp_path / "shop" / "api.json"
    described.write_text(described.read_text().replace('"name": "Bookshop"', '"name": "Bookshop", "apiId": "books"'))

    await shop.refresh(full=False)

    assert {name: api.id for name, api in shop.apis.items()} == {"books": "books"}


TRACES = """
import time
traces = []
def lambda_handler(event, _):
    reader = event["request"]["headers"]["x-reader"]
    traces.append("begin " + reader)
    time.sleep(0.05)
    traces.append("end " + reader)
    return ", ".join(traces)
"""


async def test_an_event_that_is_given_up_ends_before_the_next_begins(shop: Folder, tmp_path: Path) -> None:
    """Nobody waits any more for the first event, and still the handler is never in two events at once."""
    (tmp_path / "shop" / "bookshop.py").write_text(TRACES)
    await shop.refresh()
    given_up = asyncio.create_task(execute(shop, "{ whoAmI }", **{"x-reader": "ada"}))
    for _ in range(20):  # turns of the loop, until the event is on its way
        await asyncio.sleep(0)
    given_up.cancel()

    answer = await execute(shop, "{ whoAmI }", **{"x-reader": "ben"})

    assert answer["data"]["whoAmI"] == "begin ada, end ada, begin ben, end ben"
