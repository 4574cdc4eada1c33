"""Hostile values over HTTP: through the data plane, its JavaScript and the functions, each is answered in our words."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
import pytest_asyncio

from tests.security import arguments
from tests.security.contract import expectations, fields_of
from tests.security.data_plane import Waymark, serving
from tests.security.hostile import LONE_SURROGATE
from tests.security.test_authorisation import document, valid
from tests.security.test_hostile_arguments import FOREIGN, TYPES
from tests.security.world import in_memory

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS: Final = 15.0  # when a function is ended
# One value of each kind that once did harm on its way: what no store takes, what no key holds, what no number is.
BY_SCALAR: Final[dict[str, tuple[Any, ...]]] = {
    "ID": (LONE_SURROGATE, "\0", "x" * 3_000),
    "String": (LONE_SURROGATE, "\0", "\ufdfa" * 500),
    "Int": (-(2**31),),
    "Float": (1e308, 5e-324),
    "Boolean": (),
    "AWSDateTime": ("9999-12-31T23:59:59.999Z",),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def waymark() -> AsyncIterator[Waymark]:
    with in_memory(("PUBLIC",)) as world:
        async with serving(world) as running:
            yield running


@pytest.mark.parametrize("root", ["Query", "Mutation"])
async def test_hostile_values_over_http_get_a_typed_answer(waymark: Waymark, root: str) -> None:
    """In time, with an error type of ours where a field refuses, and never in a store's or a runtime's words."""
    caller = waymark.callers["author"]
    for field, declared in fields_of(root).items():
        if expectations()[root][field] == "publisher":
            continue
        good = valid(waymark, root, field, waymark.world.articles["PUBLIC"])
        for leaf in arguments.leaves(declared):
            for value in BY_SCALAR[leaf.scalar]:
                sent = arguments.put(good, leaf.path, [value] if leaf.is_list else value)
                async with asyncio.timeout(SECONDS):
                    status, answer = await waymark.ask(document(root, field), caller, **sent)
                case = f"{field}({'.'.join(leaf.path)}: {value!r:.40})"
                assert status == 200, (case, answer)
                for error in answer.get("errors") or []:
                    assert error.get("errorType") in {*TYPES, None}, (case, error)  # None: AppSync's own validation
                    assert not error.get("errorType") or not FOREIGN.search(error["message"]), (case, error)
