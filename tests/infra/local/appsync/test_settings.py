"""Each switch of the engine and of schemas, thrown: what is otherwise done, and what instead."""

from typing import Any

import pytest

from infra.local.appsync import schema
from infra.local.appsync.engine import Engine, RequestRefused, project
from infra.local.appsync.schema import SchemaRefused
from infra.local.appsync.settings import Settings
from tests.fakes.lambda_endpoint import FunctionError
from tests.fakes.library import BACKEND, GUEST, code, direct, library
from tests.fakes.reading_room import BOOK, Listener, ask, shop

ADD = 'mutation { addBook(input: {title: "Emma"}) { id title author { name } } }'


def fail(_: Any) -> Any:
    raise FunctionError("BookLost", "No such book")


async def test_a_direct_functions_error_may_be_unhandled() -> None:
    """`direct_error_type`: the class of the exception, or `Lambda:Unhandled`."""
    api = library(direct("Query", "book"), endpoint=shop(fail))
    unhandled = Settings(direct_error_type="unhandled")

    answers = [await ask(api, '{ book(id: "1") { id } }', settings=each) for each in (Settings(), unhandled)]

    assert [answer["errors"][0]["errorType"] for answer in answers] == ["BookLost", "Lambda:Unhandled"]


async def test_a_direct_event_may_have_the_environment() -> None:
    """`direct_env`: the event has `env` or has not."""
    endpoint = shop(BOOK)
    api = library(direct("Query", "book"), endpoint=endpoint, environment={"STAGE": "dev"})

    await ask(api, '{ book(id: "1") { id } }')
    await ask(api, '{ book(id: "1") { id } }', settings=Settings(direct_env=True))

    assert [event.get("env") for event in endpoint.events] == [None, {"STAGE": "dev"}]


async def test_a_short_batch_may_be_padded() -> None:
    """`batch_mismatch`: a list that is too short fails every item, or leaves the last ones null."""
    endpoint = shop(lambda event: [BOOK, BOOK] if isinstance(event, dict) else [{"data": {"id": "a", "name": "A"}}])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=5), endpoint=endpoint)

    failed = await ask(api, "{ books { author { name } } }")
    padded = await ask(api, "{ books { author { name } } }", settings=Settings(batch_mismatch="pad"))

    assert len(failed["errors"]) == 2
    assert padded == {"data": {"books": [{"author": {"name": "A"}}, {"author": None}]}}


async def test_validation_errors_may_have_a_type() -> None:
    """`validation_error_type`: no key, or `ValidationError`."""
    bare = await ask(library(), "{ nope }")
    typed = await ask(library(), "{ nope }", settings=Settings(validation_error_type=True))

    assert "errorType" not in bare["errors"][0]
    assert typed["errors"][0]["errorType"] == "ValidationError"


@pytest.mark.parametrize(
    ("query", "settings"),
    [
        ("{ nope", Settings(syntax_error="200")),
        ("subscription { onBook { id } }", Settings(subscription_by_http="200")),
    ],
)
async def test_refusals_may_be_answers(query: str, settings: Settings) -> None:
    """`syntax_error` and `subscription_by_http`: the status of the refusal."""
    statuses = []
    for each in (Settings(), settings):
        with pytest.raises(RequestRefused) as refusal:
            await ask(library(), query, settings=each)
        statuses.append(refusal.value.status)

    assert statuses == [400, 200]


async def test_null_may_be_published() -> None:
    """`publish_null`: a mutation that ended null tells nothing, or null."""
    quiet, loud = Listener(), Listener()
    api = library(direct("Mutation", "addBook"), endpoint=shop(None))

    await ask(api, ADD, hub=quiet)
    await ask(api, ADD, hub=loud, settings=Settings(publish_null=True))

    assert (quiet.published, loud.published) == ([], [("addBook", None)])


async def test_errors_may_keep_an_event_back() -> None:
    """`publish_with_errors`: an event with a failed nested field leaves, or stays."""
    endpoint = shop(lambda event: BOOK if event["info"]["fieldName"] == "addBook" else fail(event))
    api = library(direct("Mutation", "addBook"), direct("Book", "author"), endpoint=endpoint)
    open_hub, strict = Listener(), Listener()

    await ask(api, ADD, hub=open_hub)
    await ask(api, ADD, hub=strict, settings=Settings(publish_with_errors=False))

    assert [name for name, _ in open_hub.published] == ["addBook"]
    assert strict.published == []


async def test_aliases_may_name_an_events_fields() -> None:
    """`publish_aliases`: an event is keyed by schema names, or by the mutation's aliases."""
    plain, aliased = Listener(), Listener()
    api = library(direct("Mutation", "addBook"), endpoint=shop(BOOK))
    query = 'mutation { addBook(input: {title: "T"}) { id name: title } }'

    await ask(api, query, hub=plain)
    await ask(api, query, hub=aliased, settings=Settings(publish_aliases=True))

    assert plain.published[0][1] == {"__typename": "Book", "id": "1", "title": "Emma"}
    assert aliased.published[0][1] == {"__typename": "Book", "id": "1", "name": "Emma"}


async def test_a_null_variable_may_count_as_omitted() -> None:
    """`null_variable_filters`: null in a variable filters, or does not; a literal null always does."""
    api = library()
    query = "subscription S($id: ID) { onBook(id: $id) { id } }"
    literal = "subscription { onBook(id: null) { id } }"
    engine = Engine(settings=Settings(null_variable_filters=False))

    filtering: Any = await Engine().subscribe(api, query, {"id": None}, None, GUEST, {})
    ignoring: Any = await engine.subscribe(api, query, {"id": None}, None, GUEST, {})
    written: Any = await engine.subscribe(api, literal, {}, None, GUEST, {})

    assert [each.arguments for each in (filtering, ignoring, written)] == [{"id": None}, {}, {"id": None}]


async def test_events_may_show_what_a_subscriber_may_not_read() -> None:
    """`subscribers_fields_checked`: a field that is closed to the subscriber is denied in the event, or shown."""
    api = library()
    query = "subscription { onBook { id price } }"
    event = {"__typename": "Book", "id": "1", "price": 9.5}

    checked: Any = await Engine().subscribe(api, query, {}, None, GUEST, {})
    open_: Any = await Engine(settings=Settings(subscribers_fields_checked=False)).subscribe(
        api, query, {}, None, GUEST, {}
    )

    assert project(api, checked.selection, event)["data"] == {"onBook": {"id": "1", "price": None}}
    assert project(api, open_.selection, event) == {"data": {"onBook": {"id": "1", "price": 9.5}}}


LOOP = "export function request() { const list = [1]; for (const one of list) { list.push(one); } }"


async def test_the_time_of_code_may_be_another() -> None:
    """`javascript_seconds`: the processor time of one call of APPSYNC_JS."""
    api = library(code("Query", "now", LOOP, source="Nothing"))

    answer = await ask(api, "{ now }", settings=Settings(javascript_seconds=0.02))

    assert [(e["message"], e["errorType"]) for e in answer["errors"]] == [("Runtime Error", "Code")]


def test_schemas_may_be_newer() -> None:
    """`modern_sdl` and `directives_on_interfaces` accept what is refused otherwise."""
    modern = "type Query { a: Int } interface A { a: Int } interface B implements A { a: Int }"
    marked = "type Query { a: Int } interface I @aws_iam { a: Int }"

    for sdl in (modern, marked):
        with pytest.raises(SchemaRefused):
            schema.build(sdl)

    assert "B" in schema.build(modern, Settings(modern_sdl=True)).type_map
    assert "I" in schema.build(marked, Settings(directives_on_interfaces=True)).type_map


def test_descriptions_may_be_dropped() -> None:
    """`descriptions`: introspection gives them, or not."""
    sdl = '"""All""" type Query { """One""" a: Int }'

    kept, dropped = (schema.build(sdl, Settings(descriptions=each)) for each in (True, False))

    assert [found.query_type and found.query_type.description for found in (kept, dropped)] == ["All", None]


async def test_nested_fields_may_need_a_policy() -> None:
    """`policy_on_nested_fields` makes a caller whose IAM policies are asked for nested fields as well."""
    policies = ({"Statement": [{"Effect": "Allow", "Action": "appsync:GraphQL", "Resource": "*/types/Query/*"}]},)
    api = library(direct("Query", "book"), endpoint=shop(BOOK))
    callers = [type(BACKEND)(mode="AWS_IAM", policies=policies, policies_nest=nest) for nest in (False, True)]

    answers = [await ask(api, '{ book(id: "1") { pages } }', caller=caller) for caller in callers]

    assert [answer["data"]["book"]["pages"] for answer in answers] == [474, None]
