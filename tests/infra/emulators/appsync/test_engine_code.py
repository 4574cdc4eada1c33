"""Resolvers with APPSYNC_JS code: units, batches and pipelines."""

from typing import Any

import pytest

from appsync_local.api.model import Function, Resolver
from appsync_local.engine import request_log
from appsync_local.engine.engine import Engine
from tests.fakes.lambda_endpoint import FunctionError
from tests.fakes.library import GUEST, code, direct, library
from tests.fakes.library_engine import BOOK, ask, shop

ENVELOPE = """
import { util } from '@aws-appsync/utils';
export function request(ctx) {
  const { arguments: args, source, info } = ctx;
  return { operation: 'OPERATION', payload: { args, source, field: info.fieldName, list: info.selectionSetList } };
}
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  const { data, error } = ctx.result;
  if (error) util.error(error.message, error.type, error.data, error.info);
  return data;
}
"""


async def test_code_sends_its_payload_and_shapes_the_answer() -> None:
    """Only what the code's request names reaches the function; util.error decides message, type, data and info."""

    def answer(event: Any) -> Any:
        if event["args"]["id"] == "1":
            return {"data": BOOK}
        error = {"message": "Gone", "type": "NOT_FOUND", "data": {"id": "2", "pages": 9}, "info": {"retry": False}}
        return {"error": error}

    endpoint = shop(answer)
    api = library(code("Query", "book", ENVELOPE.replace("OPERATION", "Invoke")), endpoint=endpoint)

    answered = await ask(api, '{ a: book(id: "1") { title } b: book(id: "2") { id } }')

    assert answered["data"] == {"a": {"title": "Emma"}, "b": None}
    assert endpoint.events[0] == {"args": {"id": "1"}, "source": None, "field": "book", "list": ["title"]}
    error = answered["errors"][0]
    assert (error["message"], error["errorType"]) == ("Gone", "NOT_FOUND")
    assert (error["data"], error["errorInfo"]) == ({"id": "2"}, {"retry": False})


async def test_code_batches_and_fails_item_by_item() -> None:
    """With code, BatchInvoke gathers the payloads and each item passes the response handler."""

    def answer(event: Any) -> Any:
        if isinstance(event, dict):
            return {"data": [{"id": "1", "title": "T"}, {"id": "2", "title": "U"}]}
        return [{"data": {"name": "Ada"}}, {"error": {"message": "no", "type": "X"}}]

    endpoint = shop(answer)
    api = library(
        code("Query", "books", ENVELOPE.replace("OPERATION", "Invoke")),
        code("Book", "author", ENVELOPE.replace("OPERATION", "BatchInvoke"), max_batch_size=50),
        endpoint=endpoint,
    )

    answered = await ask(api, "{ books { author { name } } }")

    assert answered["data"]["books"] == [{"author": {"name": "Ada"}}, {"author": None}]
    assert [error["path"] for error in answered["errors"]] == [["books", 1, "author"]]
    assert len(endpoint.events) == 2


async def test_a_failed_function_reaches_the_code_as_unhandled() -> None:
    """Behind code, a function's exception is `Lambda:Unhandled`, whatever its class."""

    def fail(_: Any) -> Any:
        raise FunctionError("Runtime.HandlerError", "boom")

    api = library(code("Query", "book", ENVELOPE.replace("OPERATION", "Invoke")), endpoint=shop(fail))

    answered = await ask(api, '{ book(id: "1") { id } }')

    assert [(e["message"], e["errorType"]) for e in answered["errors"]] == [("boom", "Lambda:Unhandled")]


async def test_a_request_that_its_source_does_not_understand_is_the_fields_error() -> None:
    """The response is not asked, so that nothing turns it into a silent null."""
    script = "export const request = () => ({ payload: 1 });\nexport const response = () => null;"

    answered = await ask(library(code("Query", "book", script)), '{ book(id: "1") { id } }')

    assert [(error["message"], error["errorType"]) for error in answered["errors"]] == [
        ("Value for field '$[operation]' not found.", "MappingTemplate")
    ]


async def test_a_pipeline_hands_results_and_stash_on() -> None:
    """Before, functions in order with `prev.result` and the shared stash, then after."""
    step = """
    export const request = (ctx) => {
      ctx.stash.seen = [...(ctx.stash.seen || []), ctx.prev.result];
      return { payload: ctx.prev.result + 1 };
    }
    export const response = (ctx) => ctx.result;
    """
    around = """
    export const request = () => 1;
    export const response = (ctx) => ({ id: String(ctx.prev.result), title: ctx.stash.seen.join(',') });
    """
    functions = {name: Function(name, name, "Nothing", code=step) for name in ("one", "two")}
    pipeline = Resolver("Query", "book", kind="PIPELINE", functions=("one", "two"), code=around)
    api = library(pipeline, functions=functions)

    answered = await ask(api, '{ book(id: "1") { id title } }')

    assert answered == {"data": {"book": {"id": "3", "title": "1,2"}}}


STEP = """
export const request = (ctx) => ({ payload: [...ctx.prev.result, 'step'] });
export const response = (ctx) => ctx.result;
"""


@pytest.mark.parametrize(
    ("before", "first", "expected"),
    [
        ("return ['before'];", "return { payload: ctx.prev.result };", "before,step,after"),
        ("runtime.earlyReturn(['early']);", "return { payload: [] };", "early,after"),
        ("return ['before'];", "runtime.earlyReturn(['early']);", "early,step,after"),
        ("return ['before'];", "runtime.earlyReturn(['early'], { skipTo: 'END' });", "early,after"),
    ],
)
async def test_early_return_skips_functions_but_not_the_pipelines_response(
    before: str, first: str, expected: str
) -> None:
    """In the pipeline's request it skips every function, in a function itself alone or to the end."""
    after = "export const response = (ctx) => ({ id: '1', title: [...ctx.prev.result, 'after'].join() });"
    around = f"export function request() {{ {before} }}\n{after}"
    early = f"export function request(ctx) {{ {first} }}\nexport const response = (ctx) => ctx.result;"
    functions = {
        "one": Function("one", "one", "Nothing", code=early),
        "two": Function("two", "two", "Nothing", code=STEP),
    }
    pipeline = Resolver("Query", "book", kind="PIPELINE", functions=("one", "two"), code=around)

    answered = await ask(library(pipeline, functions=functions), '{ book(id: "1") { title } }')

    assert answered == {"data": {"book": {"title": expected}}}


async def test_an_unknown_data_source_fails_its_field_alone() -> None:
    """The other fields of the request are answered."""
    script = "export const request = () => ({});\nexport const response = () => null;"
    api = library(code("Query", "book", script, "Ghost"), direct("Query", "now"), endpoint=shop("2026-11-21T00:00Z"))

    answered = await ask(api, '{ book(id: "1") { id } now }')

    assert answered["data"] == {"book": None, "now": "2026-11-21T00:00Z"}
    assert [error["message"] for error in answered["errors"]] == ["No data source named 'Ghost'."]


async def test_an_event_invocation_gives_nothing() -> None:
    """`invocationType: 'Event'` is not waited for: the result is null, whatever the function answers."""
    script = """
    export const request = () => ({ operation: 'Invoke', invocationType: 'Event', payload: {} });
    export const response = (ctx) => ({ id: String(ctx.result) });
    """
    api = library(code("Query", "book", script), endpoint=shop(BOOK))

    assert await ask(api, '{ book(id: "1") { id } }') == {"data": {"book": {"id": "null"}}}


async def test_a_function_that_the_endpoint_does_not_list_is_said() -> None:
    """The field fails with the function's id, and the log says how such a function comes about."""
    api = library(Resolver("Query", "book", kind="PIPELINE", functions=("ghost",)))
    entry = request_log.LogEntry()

    response = await Engine().execute(api, '{ book(id: "1") { id } }', {}, None, GUEST, {}, entry)

    assert response["errors"][0]["message"] == "The pipeline names an unknown function 'ghost'."
    assert "lists no function 'ghost'; CreateFunction makes it" in request_log.format_entry(entry, GUEST.name, response)


async def test_response_headers_are_4_kb_at_most() -> None:
    """A header too many is told in the answer's errors, and the field keeps its value."""
    script = """
    export function request() {{
      util.http.addResponseHeader('a', '{}');
      return {{ payload: {{ id: 1 }} }};
    }}
    export const response = (ctx) => ctx.result;
    """
    apis = [library(code("Query", "book", script.format("x" * size), source="Nothing")) for size in (4095, 4096)]

    fits, large = [await ask(api, '{ book(id: "1") { id } }') for api in apis]

    assert fits == {"data": {"book": {"id": "1"}}}
    assert large["data"] == fits["data"]
    assert [error["errorType"] for error in large["errors"]] == ["ResponseHeaderError"]


async def test_what_the_code_writes_stands_under_its_request() -> None:
    """The log's line of a request is followed by what its code wrote, with the field and the handler."""
    script = "export function request() { console.warn('thin'); return {}; }\nexport const response = () => null;"
    api = library(code("Query", "now", script, source="Nothing"))
    entry = request_log.LogEntry()

    response = await Engine().execute(api, "{ now }", {}, None, GUEST, {}, entry)

    assert request_log.format_entry(entry, GUEST.name, response).splitlines()[1:] == [
        "  · Query.now request: WARN thin"
    ]
