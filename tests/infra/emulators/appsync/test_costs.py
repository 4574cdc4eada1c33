"""What a document may cost: it is judged before it is validated, planned or executed, and told once."""

import time
from typing import Any

import pytest

from appsync_local.engine.errors import RequestRefused
from appsync_local.execution import cost
from tests.fakes.library import direct, library
from tests.fakes.library_engine import BOOK, ask, shop

AFFORDABLE = 3.0  # seconds of processor, on the slowest machine; each took minutes or all memory before


def bomb(levels: int) -> str:
    """Fragments that double at each level."""
    twice = "a: author {{ books {{ ...f{0} }} }} b: author {{ books {{ ...f{0} }} }}"
    doubling = " ".join(f"fragment f{n} on Book {{ {twice.format(n + 1)} }}" for n in range(levels))
    return f'{{ book(id: "1") {{ ...f0 }} }} {doubling} fragment f{levels} on Book {{ id }}'


HOSTILE = {
    "aliases": "{" + " ".join(f"a{n}: now" for n in range(100_000)) + "}",
    "fewer aliases": "{" + " ".join(f"a{n}: now" for n in range(10_000)) + "}",
    "fields of one name": "{" + ' book(id: "1") { id }' * 1_500 + "}",
    "fragments that double": bomb(30),
    "fragments in many operations": " ".join(f"query q{n} {{ book(id: 1) {{ ...f0 }} }}" for n in range(700))
    + " ".join(f"fragment f{n} on Book {{ author {{ books {{ ...f{n + 1} }} }} }}" for n in range(40))
    + " fragment f40 on Book { id }",
    "nested selections": '{ book(id: "1") {' + "author { books {" * 5_000 + "id" + "} }" * 5_000 + "} }",
    "a nested literal": "{ shelf(filter: " + "[" * 7_000 + "]" * 7_000 + ") { id } }",
    "a long list": "{ shelf(filter: [" + "{} " * 100_000 + "]) { id } }",
    "white space": "{ now" + " " * 9_000_000 + "}",
    "comments": "{ now" + "#\n" * 4_000_000 + "}",
    "directives": "{ now" + " @include(if: true)" * 2_000 + "}",
    "nested introspection": "{ __schema { types { " + "fields { type { " * 5 + "name" + " } }" * 5 + " } } }",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_a_costly_document_is_refused_before_it_costs(text: str) -> None:
    """By a refusal or by validation, never by running it: no function is called."""
    endpoint = shop(BOOK)
    api = library(direct("Query", "book"), endpoint=endpoint)
    before = time.process_time()

    try:
        answer: dict[str, Any] = await ask(api, text)
    except RequestRefused as refusal:
        answer = {"data": None, "errors": [refusal.message]}

    assert answer["data"] is None
    assert answer["errors"]
    assert endpoint.events == []
    assert time.process_time() - before < AFFORDABLE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HOSTILE["fewer aliases"], f"more than {cost.MAX_TOKENS} tokens"),
        (HOSTILE["white space"], f"more than {cost.MAX_CHARACTERS} characters"),
        (HOSTILE["fragments that double"], f"more than {cost.MAX_FIELDS} fields"),
        (HOSTILE["nested selections"], "nested too deeply"),
    ],
)
async def test_a_refusal_names_the_limit(text: str, words: str) -> None:
    """It is a request that cannot be served, with AppSync's type for those."""
    with pytest.raises(RequestRefused, match=words) as refusal:
        await ask(library(), text)

    assert (refusal.value.error_type, refusal.value.status) == ("BadRequestException", 400)


async def test_what_is_within_the_limits_is_answered() -> None:
    """Hundreds of aliases, fragments that are spread often, and everything that introspection tools ask."""
    api = library(direct("Query", "book"), endpoint=shop(BOOK))
    aliases = "{" + " ".join(f"a{n}: now" for n in range(4_000)) + "}"

    assert len((await ask(api, aliases))["data"]) == 4_000
    assert "errors" not in await ask(api, bomb(5))


@pytest.mark.parametrize(
    ("limits", "kind"),
    [({"resolver_limit": 5}, "ResolverExecutionLimitReached"), ({"depth_limit": 2}, "QueryDepthLimitReached")],
)
async def test_a_limit_is_told_once(limits: dict[str, Any], kind: str) -> None:
    """Thousands of places are beyond it: each is null, and the first one says why."""
    books = [{"id": str(number), "title": "T"} for number in range(3_000)]
    endpoint = shop(lambda event: books if event["info"]["fieldName"] == "books" else {"id": "a", "name": "Jane"})
    api = library(direct("Query", "books"), direct("Book", "author"), endpoint=endpoint, **limits)
    before = time.process_time()

    answer = await ask(api, "{ books { id author { name } } }")

    assert [error["errorType"] for error in answer["errors"]] == [kind]
    first = next(n for n, book in enumerate(answer["data"]["books"]) if (book["author"] or {}).get("name") is None)
    assert answer["errors"][0]["path"][:3] == ["books", first, "author"]
    assert time.process_time() - before < AFFORDABLE
