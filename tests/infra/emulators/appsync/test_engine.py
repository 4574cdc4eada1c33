"""The engine as a client meets it: direct Lambda, denials, nulls, limits, the log."""

import asyncio
from typing import Any

import pytest

from appsync_local.engine import request_log
from appsync_local.engine.engine import Engine
from appsync_local.engine.errors import RequestRefused
from appsync_local.settings import EngineSettings
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint, FunctionError
from tests.fakes.library import GUEST, direct, library
from tests.fakes.library_engine import BOOK, ask, shop


async def test_a_direct_function_receives_the_whole_context() -> None:
    """The event has AppSync's keys: arguments, identity, source, request, prev, info and stash."""
    endpoint = shop(BOOK)
    api = library(direct("Query", "book"), endpoint=endpoint)

    answer = await ask(api, "query Q($id: ID!) { b: book(id: $id) { id name: title author { name } } }", id=1)

    assert answer == {"data": {"b": {"id": "1", "name": "Emma", "author": None}}}
    assert endpoint.events == [
        {
            "arguments": {"id": "1"},
            "identity": None,
            "source": None,
            "request": {"headers": {"x-api-key": "da2-library"}, "domainName": None},
            "prev": None,
            "info": {
                "selectionSetList": ["id", "name", "author", "author/name"],
                "selectionSetGraphQL": "{\n  id\n  name: title\n  author {\n    name\n  }\n}",
                "fieldName": "book",
                "parentTypeName": "Query",
                "variables": {"id": "1"},
            },
            "stash": {},
        }
    ]


async def test_a_failing_function_nulls_its_field_with_its_class() -> None:
    """A direct function's exception is an error object with the class name, in AppSync's key order."""

    def fail(_: Any) -> Any:
        raise FunctionError("BookLost", "No such book")

    api = library(direct("Query", "book"), endpoint=shop(fail))

    answer = await ask(api, '{\n  book(id: "1") { id }\n}')

    assert answer["data"] == {"book": None}
    assert list(answer["errors"][0].items()) == [
        ("path", ["book"]),
        ("data", None),
        ("errorType", "BookLost"),
        ("errorInfo", None),
        ("locations", [{"line": 2, "column": 3, "sourceName": None}]),
        ("message", "No such book"),
    ]


async def test_a_function_that_lambda_ended_is_unhandled() -> None:
    """Out of time or memory there is no exception whose class could be told."""

    def raise_timeout(_: Any) -> Any:
        raise FunctionError("Sandbox.Timedout", "Task timed out after 3.00 seconds")

    answered = await ask(library(direct("Query", "book"), endpoint=shop(raise_timeout)), '{ book(id: "1") { id } }')

    assert [(error["message"], error["errorType"]) for error in answered["errors"]] == [
        ("Task timed out after 3.00 seconds", "Lambda:Unhandled")
    ]


async def test_denied_fields_are_null_with_an_error_before_their_resolver() -> None:
    """A field that the caller's mode may not read is Unauthorized at its path; its resolver is not called."""
    endpoint = shop(BOOK)
    api = library(direct("Query", "book"), direct("Query", "secret"), endpoint=endpoint)

    answered = await ask(api, '{ secret book(id: "1") { title price } }')

    assert answered["data"] == {"secret": None, "book": {"title": "Emma", "price": None}}
    assert [(e["path"], e["errorType"], e["message"]) for e in answered["errors"]] == [
        (["secret"], "Unauthorized", "Not Authorized to access secret on type Query"),
        (["book", "price"], "Unauthorized", "Not Authorized to access price on type Book"),
    ]
    assert len(endpoint.events) == 1


async def test_a_null_that_must_not_be_bubbles_in_appsyncs_words() -> None:
    """The nearest nullable parent becomes null; the message names type, parent and path."""
    api = library(direct("Query", "books"), endpoint=shop([{"id": "1", "title": "T"}, {"id": "2"}]))

    answered = await ask(api, "{ books { id title } }")

    assert answered["data"] is None
    assert answered["errors"] == [
        {
            "path": ["books", 1, "title"],
            "locations": None,
            "message": "Cannot return null for non-nullable type: 'String' within parent 'Book' (/books[1]/title)",
        }
    ]


async def test_abstract_values_need_their_typename() -> None:
    """Interfaces resolve by `__typename` in the data; without it the item is null with an error."""
    items = [{"__typename": "Magazine", "id": "m", "title": "M", "issue": 3}, {"id": "?", "title": "?"}]
    api = library(direct("Query", "shelf"), endpoint=shop(items))

    answered = await ask(api, "{ shelf { __typename title ... on Magazine { issue } } }")

    assert answered["data"] == {"shelf": [{"__typename": "Magazine", "title": "M", "issue": 3}, None]}
    assert "Could not determine the exact type of 'Item'" in answered["errors"][0]["message"]


async def test_limits_leave_partial_data() -> None:
    """Fields beyond the depth limit and resolvers beyond their number are errors; the rest is answered."""
    api = library(direct("Query", "book"), endpoint=shop(BOOK), depth_limit=2)

    deep = await ask(api, '{ book(id: "1") { title author { name } } }')
    many = await ask(
        library(direct("Query", "book"), endpoint=shop(BOOK), resolver_limit=1),
        '{ a: book(id: "1") { id } b: book(id: "1") { id } }',
    )

    assert deep["data"] == {"book": {"title": "Emma", "author": None}}
    assert many["data"] == {"a": {"id": "1"}, "b": None}
    assert many["errors"][0]["errorType"] == "ResolverExecutionLimitReached"


async def test_requests_without_an_operation_are_refused() -> None:
    """Garbage, several nameless operations and subscriptions by HTTP are refused with AppSync's texts."""
    api = library()
    refused = {
        "{ nope": "Unable to parse GraphQL query.",
        "query A { now } query B { now }": "Missing operation name.",
        "subscription { onBook { id } }": "Subscriptions over MQTT is not supported.",
    }

    for query, message in refused.items():
        with pytest.raises(RequestRefused) as refusal:
            await ask(api, query)
        assert refusal.value.message == message


async def test_introspection_answers_from_the_schema_unless_disabled() -> None:
    """`__schema` and `__type` work for every caller; a disabled introspection is a validation error."""
    query = "query I($n: String!) { __schema { queryType { name } } t: __type(name: $n) { name } __typename }"

    answered = await ask(library(), query, n="Book")
    refused = await ask(library(introspection=False), query, n="Book")

    assert answered == {
        "data": {"__schema": {"queryType": {"name": "Query"}}, "t": {"name": "Book"}, "__typename": "Query"}
    }
    assert refused["data"] is None


async def test_the_journal_says_who_asked_what_and_why_it_was_denied() -> None:
    """One line per request with resolver times, and one more per denied field and per silent mistake."""
    endpoint = shop(lambda event: [{"id": "1", "title": "T"}] if isinstance(event, dict) else ["bare"])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=2), endpoint=endpoint)
    entry = request_log.LogEntry()

    answer = await Engine().execute(api, "query Q { books { price author { id } } }", {}, None, GUEST, {}, entry)
    lines = request_log.format_entry(entry, GUEST.name, answer).splitlines()

    assert lines[0].startswith("query Q {books}  as API_KEY  ")
    assert "Query.books → Shop" in lines[0]
    assert "not wrapped and becomes null" in lines[1]
    assert lines[2] == "  ? Book.price is open to AWS_IAM, and the caller came by API_KEY."


async def test_a_request_that_takes_too_long_is_timed_out() -> None:
    """Past the limit the whole answer is `ExecutionTimeout`, whatever else was done."""

    class Slow(FakeLambdaEndpoint):
        async def request(self, *_: Any, **__: Any) -> Any:
            await asyncio.Event().wait()

    api = library(direct("Query", "book"), endpoint=Slow())
    engine = Engine(settings=EngineSettings(request_seconds=0.01))

    answer = await engine.execute(api, '{ book(id: "1") { id } }', {}, None, GUEST, {})

    assert answer["data"] is None
    assert [(e["errorType"], e["message"]) for e in answer["errors"]] == [("ExecutionTimeout", "Execution timed out.")]
