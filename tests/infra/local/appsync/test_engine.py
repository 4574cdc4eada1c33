"""The engine as a client meets it: direct Lambda, batches, APPSYNC_JS, denials, nulls, events."""

import asyncio
from typing import Any

import pytest

from infra.local.appsync import journal
from infra.local.appsync.catalog import Api, Function, Resolver
from infra.local.appsync.engine import Engine, RequestRefused, project
from infra.local.appsync.events import Subscription
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint, FunctionError
from tests.fakes.library import BACKEND, GUEST, code, direct, library

BOOK = {"id": "1", "title": "Emma", "pages": 474, "genre": "FICTION", "notes": {"a": [1]}, "authorId": "a1"}


class Listener:
    """A hub that remembers what it was told."""

    def __init__(self) -> None:
        self.published: list[tuple[str, Any]] = []
        self.invalidated: list[tuple[str, Any]] = []

    async def publish(self, _: Api, mutation_field: str, result: Any) -> None:
        self.published.append((mutation_field, result))

    async def invalidate(self, _: Api, subscription_field: str, payload: Any) -> None:
        self.invalidated.append((subscription_field, payload))


def shop(answer: Any) -> FakeLambdaEndpoint:
    function = answer if callable(answer) else lambda _: answer
    return FakeLambdaEndpoint(functions={"shop": function})


async def ask(api: Api, query: str, caller: Any = GUEST, hub: Any = None, **variables: Any) -> dict[str, Any]:
    headers = {"x-api-key": "da2-library", "cookie": "no"}
    return await Engine(hub).execute(api, query, variables, None, caller, headers)


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


async def test_a_batch_gathers_the_whole_request() -> None:
    """A batch resolver's function is invoked once for all parents, in order, even under two aliases."""
    books = [{"id": str(number), "title": f"T{number}"} for number in range(5)]

    def answer(event: Any) -> Any:
        if isinstance(event, dict):
            return books
        return [{"data": {"id": item["source"]["id"], "name": "A" + item["source"]["id"]}} for item in event]

    endpoint = shop(answer)
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=100), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } again: author { id } } }")

    assert [book["author"]["name"] for book in answered["data"]["books"]] == ["A0", "A1", "A2", "A3", "A4"]
    assert [book["again"]["id"] for book in answered["data"]["books"]] == ["0", "1", "2", "3", "4"]
    assert [type(event) for event in endpoint.events] == [dict, list]
    assert len(endpoint.events[1]) == 10


async def test_a_batch_is_cut_at_its_size_and_items_fail_alone() -> None:
    """`maxBatchSize` bounds each invocation; an item with errorMessage is an error at its own path."""
    books = [{"id": str(number), "title": "T"} for number in range(5)]

    def answer(event: Any) -> Any:
        if isinstance(event, dict):
            return books
        return [
            {"errorMessage": "gone", "errorType": "Gone"} if item["source"]["id"] == "3" else {"data": None}
            for item in event
        ]

    endpoint = shop(answer)
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=2), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } } }")

    assert [len(event) for event in endpoint.events[1:]] == [2, 2, 1]
    assert [(error["path"], error["errorType"]) for error in answered["errors"]] == [(["books", 3, "author"], "Gone")]


async def test_bare_batch_items_become_null() -> None:
    """Direct batch items without the wrapper are null, as AWS makes them."""
    endpoint = shop(lambda event: [{"id": "1", "title": "T"}] if isinstance(event, dict) else [{"name": "A"}])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=2), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } } }")

    assert answered == {"data": {"books": [{"author": None}]}}


async def test_a_batch_of_the_wrong_length_fails_every_item() -> None:
    """A list shorter than its payloads is an error on each item, not a silent shift."""
    endpoint = shop(lambda event: [BOOK, BOOK] if isinstance(event, dict) else [{"data": None}])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=5), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } } }")

    assert [error["errorType"] for error in answered["errors"]] == ["Lambda:IllegalArgument"] * 2


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


PUBLISH = """
import { util, extensions } from '@aws-appsync/utils';
export const request = (ctx) => ({ payload: { ...ctx.args.input, id: '7', __typename: 'Book' } });
export function response(ctx) {
  extensions.invalidateSubscriptions({ subscriptionField: 'onLoan', payload: { bookId: '7' } });
  util.http.addResponseHeader('x-shelf', 'A');
  return ctx.result;
}
"""


async def test_a_mutation_tells_its_result_by_schema_names() -> None:
    """The hub receives what the mutation selected, keyed by field names, then the invalidations."""
    hub = Listener()
    api = library(code("Mutation", "addBook", PUBLISH, source="Nothing"))

    answered = await ask(
        api, 'mutation { new: addBook(input: {title: "Emma"}) { key: id name: title } }', hub=hub, caller=BACKEND
    )

    assert answered == {"data": {"new": {"key": "7", "name": "Emma"}}}
    assert hub.published == [("addBook", {"__typename": "Book", "id": "7", "title": "Emma"})]
    assert hub.invalidated == [("onLoan", {"bookId": "7"})]


async def test_a_null_mutation_field_is_not_published() -> None:
    """No event leaves for a mutation field that ended null."""
    hub = Listener()
    api = library(direct("Mutation", "addBook"), endpoint=shop(None))

    await ask(api, 'mutation { addBook(input: {title: "T"}) { id } }', hub=hub)

    assert hub.published == []


async def subscribe(api: Api, query: str, caller: Any = GUEST, **variables: Any) -> Any:
    return await Engine().subscribe(api, query, variables, None, caller, {})


FILTER = """
import { extensions } from '@aws-appsync/utils';
export const request = () => ({ payload: null });
export function response(ctx) {
  extensions.setSubscriptionFilter({ filterGroup: [{ filters: [
    { fieldName: 'bookId', operator: 'eq', value: ctx.args.bookId }] }] });
  extensions.setSubscriptionInvalidationFilter({ filterGroup: [{ filters: [
    { fieldName: 'bookId', operator: 'eq', value: ctx.args.bookId }] }] });
  return null;
}
"""


async def test_a_subscription_keeps_omitted_arguments_apart_from_null() -> None:
    """What was not supplied is absent, an explicit null is None, by literal or by variable."""
    api = library()
    query = "subscription S($id: ID) { onBook(id: $id) { id } }"

    omitted = await subscribe(api, query)
    null = await subscribe(api, query, id=None)
    given = await subscribe(api, "subscription { onBook(id: 5) { id } }")

    assert (omitted.arguments, null.arguments, given.arguments) == ({}, {"id": None}, {"id": "5"})
    assert omitted.field_name == "onBook"


async def test_a_subscriptions_code_sets_both_filters() -> None:
    """The resolver runs once at the start; its filters come with the subscription."""
    api = library(code("Subscription", "onLoan", FILTER, source="Nothing"))

    started = await subscribe(api, 'subscription { onLoan(bookId: "7") { bookId } }')

    rule = {"filterGroup": [{"filters": [{"fieldName": "bookId", "operator": "eq", "value": "7"}]}]}
    assert (started.subscription_filter, started.invalidation_filter) == (rule, rule)


async def test_a_subscription_that_may_not_start_is_a_list_of_errors() -> None:
    """Denied fields, invalid documents and failing resolvers answer errors instead of a subscription."""

    def fail(_: Any) -> Any:
        raise FunctionError("Closed", "closed today")

    api = library(direct("Subscription", "onLoan"), endpoint=shop(fail))
    query = 'subscription { onLoan(bookId: "7") { bookId } }'

    denied = await subscribe(api, query, caller=BACKEND)
    failed = await subscribe(api, query)
    invalid = await subscribe(api, "subscription { nope }")
    unsupported = await subscribe(api, "{ now }")

    assert denied == [{"errorType": "Unauthorized", "message": "Not Authorized to access onLoan on type Subscription"}]
    assert failed == [{"errorType": "Closed", "message": "closed today"}]
    assert "FieldUndefined" in invalid[0]["message"]
    assert unsupported[0]["errorType"] == "UnsupportedOperation"


async def test_equal_selections_share_one_projection() -> None:
    """Arguments and spelling do not matter: one projection serves every subscriber with the same selection."""
    api = library()

    one = await subscribe(api, "subscription A($id: ID) { onBook(id: $id) { id title } }", id="1")
    two = await subscribe(api, "subscription { onBook { id, title } }")
    other = await subscribe(api, "subscription { onBook { id } }")

    assert isinstance(one, Subscription)
    assert one.selection == two.selection
    assert one.selection != other.selection


async def test_an_event_is_projected_with_the_non_null_rule() -> None:
    """Selected fields pass; a non-null field that the mutation left out nulls the whole event with one error."""
    api = library()
    started = await subscribe(api, "subscription { onBook { id name: title pages notes } }")
    event = {"__typename": "Book", "id": "1", "title": "Emma", "notes": '{"a":1}'}

    whole = project(api, started.selection, event)
    short = project(api, started.selection, {"__typename": "Book", "id": "1"})

    assert whole == {"data": {"onBook": {"id": "1", "name": "Emma", "pages": None, "notes": '{"a":1}'}}}
    assert short == {
        "data": {"onBook": None},
        "errors": [
            {
                "message": "Cannot return null for non-nullable type: 'String' within parent 'Book' (/onBook/name)",
                "path": ["onBook", "name"],
            }
        ],
    }


async def test_the_journal_says_who_asked_what_and_why_it_was_denied() -> None:
    """One line per request with resolver times, and one more per denied field and per silent mistake."""
    endpoint = shop(lambda event: [{"id": "1", "title": "T"}] if isinstance(event, dict) else ["bare"])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=2), endpoint=endpoint)
    entry = journal.Entry()

    answer = await Engine().execute(api, "query Q { books { price author { id } } }", {}, None, GUEST, {}, entry)
    lines = journal.written(entry, GUEST.name, answer).splitlines()

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
    engine = Engine(time_limit=0.01)

    answer = await engine.execute(api, '{ book(id: "1") { id } }', {}, None, GUEST, {})

    assert answer["data"] is None
    assert [(e["errorType"], e["message"]) for e in answer["errors"]] == [("ExecutionTimeout", "Execution timed out.")]
