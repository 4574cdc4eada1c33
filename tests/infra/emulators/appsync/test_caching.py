"""AppSync's cache in its three behaviours, and evictions by mutations."""

from dataclasses import replace
from typing import Any

from appsync_local.api.model import Api
from appsync_local.engine.engine import Engine
from appsync_local.resolvers.cache import Cache
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.library import BACKEND, GUEST, code, direct, library

EVICT = """
import { extensions } from '@aws-appsync/utils';
export const request = () => ({});
export function response(ctx) {
  extensions.evictFromApiCache('Query', 'book', { 'context.arguments.id': '1' });
  return { bookId: '1', dueAt: '2026-11-21T00:00:00Z' };
}
"""


def shelf() -> FakeLambdaEndpoint:
    return FakeLambdaEndpoint(functions={"shop": lambda event: {"id": event["arguments"]["id"], "title": "T"}})


async def ask(api: Api, query: str, caller: Any = GUEST, **headers: str) -> dict[str, Any]:
    return await Engine().execute(api, query, {}, None, caller, headers)


async def test_a_resolver_is_asked_once_per_caching_key() -> None:
    """With its own caching keys a resolver's result serves every request that agrees in them."""
    endpoint = shelf()
    book = direct("Query", "book", caching_ttl=60, caching_keys=("$context.arguments.id",))
    api = library(book, endpoint=endpoint, caching="PER_RESOLVER_CACHING")

    for number in ("1", "1", "2"):
        await ask(api, f'{{ book(id: "{number}") {{ id }} }}', caller=BACKEND if number == "2" else GUEST)

    assert [event["arguments"]["id"] for event in endpoint.events] == ["1", "2"]


async def test_a_resolver_without_caching_keys_keeps_everything_apart() -> None:
    """Then arguments, source and identity are the key, as with full request caching; an address is no identity."""
    endpoint = shelf()
    api = library(direct("Query", "book", caching_ttl=60), endpoint=endpoint, caching="PER_RESOLVER_CACHING")
    here, there = (replace(BACKEND, identity={"username": "ada", "sourceIp": [ip]}) for ip in ("::1", "::2"))

    for number, caller in (("1", GUEST), ("2", GUEST), ("1", BACKEND), ("1", GUEST), ("3", here), ("3", there)):
        await ask(api, f'{{ book(id: "{number}") {{ id }} }}', caller=caller)

    assert [event["arguments"]["id"] for event in endpoint.events] == ["1", "2", "1", "3"]


async def test_a_mutation_evicts_by_caching_keys() -> None:
    """`evictFromApiCache` removes an entry and the answer says how many went."""
    endpoint = shelf()
    book = direct("Query", "book", caching_ttl=60, caching_keys=("$context.arguments.id",))
    api = library(book, code("Mutation", "lend", EVICT, "Nothing"), endpoint=endpoint, caching="PER_RESOLVER_CACHING")

    await ask(api, '{ book(id: "1") { id } }')
    evicted = await ask(api, 'mutation { lend(id: "1") { bookId } }')
    await ask(api, '{ book(id: "1") { id } }')

    assert evicted["extensions"] == {"apiCacheEntriesDeleted": 1}
    assert len(endpoint.events) == 2


async def test_full_caching_keeps_callers_apart() -> None:
    """Without keys of its own, a result is kept per arguments and identity."""
    endpoint = shelf()
    api = library(direct("Query", "book"), endpoint=endpoint, caching="FULL_REQUEST_CACHING", caching_ttl=60)

    for caller in (GUEST, BACKEND, GUEST):
        await ask(api, '{ book(id: "1") { id } }', caller=caller)

    assert len(endpoint.events) == 2


async def test_operation_caching_keeps_the_whole_answer() -> None:
    """The same query of the same caller is answered without any resolver."""
    endpoint = shelf()
    api = library(direct("Query", "book"), endpoint=endpoint, caching="OPERATION_LEVEL_CACHING", caching_ttl=60)

    answers = [await ask(api, '{ book(id: "1") { id } }') for _ in range(3)]

    assert answers == [{"data": {"book": {"id": "1"}}}] * 3
    assert len(endpoint.events) == 1


async def test_operation_caching_tells_callers_and_their_own_headers_apart() -> None:
    """Who asks, which fields are denied to them, and headers are part of the key, but for those that AWS lists."""
    endpoint = shelf()
    api = library(direct("Query", "book"), endpoint=endpoint, caching="OPERATION_LEVEL_CACHING", caching_ttl=60)
    query = '{ book(id: "1") { id title } }'
    strict = replace(GUEST, denied_fields=frozenset({"Book.title"}))

    await ask(api, query, host="a", **{"x-amz-date": "today", "authorization": "x"})
    await ask(api, query, host="b", **{"x-amz-date": "tomorrow", "x-forwarded-for": "::1"})
    await ask(api, query, tenant="one")
    denied = await ask(api, query, caller=strict)

    assert len(endpoint.events) == 3
    assert denied["errors"][0]["errorType"] == "Unauthorized"


async def test_what_code_alone_makes_is_kept_too() -> None:
    """A resolver without a data source of its own is cached like any other; without a ttl it is asked again."""
    made = "export const request = () => ({ payload: { title: util.autoId() } });"
    shown = "export const response = (ctx) => ({ ...ctx.result, id: '1' });"
    script = f"import {{ util }} from '@aws-appsync/utils';\n{made}\n{shown}"
    answers = []
    for ttl in (60, 0):
        api = library(code("Query", "book", script, "Nothing", caching_ttl=ttl), caching="PER_RESOLVER_CACHING")
        titles = [(await ask(api, '{ book(id: "1") { title } }'))["data"]["book"]["title"] for _ in range(2)]
        answers.append(titles[0] == titles[1])

    assert answers == [True, False]


def test_entries_end() -> None:
    """A value is good for its seconds and no longer."""
    clock = [0.0]
    cache = Cache(now=lambda: clock[0])

    cache.put(("k",), "v", 10)
    fresh = cache.get(("k",))
    clock[0] = 10.0

    assert (fresh, cache.get(("k",))) == ("v", None)
