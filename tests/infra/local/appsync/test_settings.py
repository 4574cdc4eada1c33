"""Each switch of the engine and of schemas, thrown: what is otherwise done, and what instead."""

from dataclasses import replace
from typing import Any

import pytest

from infra.local.appsync import schema
from infra.local.appsync.engine import Engine, RequestRefused, project
from infra.local.appsync.exchange import Incoming, exchange
from infra.local.appsync.schema import SchemaRefused
from infra.local.appsync.settings import Settings
from tests.fakes.lambda_endpoint import FunctionError
from tests.fakes.library import BACKEND, GUEST, code, direct, library
from tests.fakes.newsroom import press
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


@pytest.mark.parametrize(
    ("settings", "status", "kind"),
    [(Settings(), 404, "NotFoundException"), (Settings(unknown_api="401"), 401, "UnauthorizedException")],
)
async def test_an_api_that_is_not_there_may_be_unauthorized(settings: Settings, status: int, kind: str) -> None:
    """`unknown_api`: the status of an unknown API's id."""
    async with press(engine=settings) as news:
        answer = await exchange(news.plane, Incoming("POST", "/apis/nobody/graphql", [], b"{}", api_id="nobody"))

    assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (status, kind)


async def test_a_preflight_may_allow_anything() -> None:
    """`preflight_headers`: the headers that were asked for, or a star."""
    asked = [("access-control-request-headers", "x-api-key")]
    allowed = []
    for settings in (Settings(), Settings(preflight_headers="any")):
        async with press(engine=settings) as news:
            answer = await exchange(news.plane, Incoming("OPTIONS", "/graphql", asked))
            allowed.append(answer.headers["access-control-allow-headers"])

    assert allowed == ["x-api-key", "*"]


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


async def test_a_subscription_may_begin_with_what_its_resolver_gave() -> None:
    """`initial_result`: the resolver's answer at the start is the first event, or is dropped."""
    api = library(direct("Subscription", "onBook"), endpoint=shop(BOOK))
    silent = library(direct("Subscription", "onBook"), endpoint=shop(None))
    query = "subscription { onBook { id name: title } }"
    engine = Engine(settings=Settings(initial_result=True))

    dropped: Any = await Engine().subscribe(api, query, {}, None, GUEST, {})
    sent: Any = await engine.subscribe(api, query, {}, None, GUEST, {})
    nothing: Any = await engine.subscribe(silent, query, {}, None, GUEST, {})

    first = {"data": {"onBook": {"id": "1", "name": "Emma"}}}
    assert [each.initial for each in (dropped, sent, nothing)] == [None, first, None]


async def test_what_a_socket_does_not_support_may_be_unnamed() -> None:
    """`unsupported_kind`: a query sent over the socket is called by its kind, or unknown."""
    engines = [Engine(settings=Settings(unsupported_kind=kind)) for kind in ("operation", "unknown")]

    answers: list[Any] = [await each.subscribe(library(), "{ now }", {}, None, GUEST, {}) for each in engines]

    assert [answer[0]["message"].partition(" not supported")[0] for answer in answers] == ["query", "unknown"]


async def test_closed_introspection_may_be_said_in_a_sentence() -> None:
    """`introspection_disabled`: an unknown field, or graphql-java's sentence; other errors stay what they are."""
    query = "{ __schema { __typename } nope }"

    field = await ask(library(introspection=False), query)
    sentence = await ask(library(introspection=False), query, settings=Settings(introspection_disabled="sentence"))

    unknown = "Validation error of type FieldUndefined: Field '{0}' in type 'Query' is undefined @ '{0}'"
    closed = "Introspection has been disabled for this request"
    nope = unknown.format("nope")
    assert {error["message"] for error in field["errors"]} == {unknown.format("__schema"), nope}
    assert {error["message"] for error in sentence["errors"]} == {closed, nope}


@pytest.mark.parametrize(("nouns", "noun"), [("words", "phone number"), ("types", "AWSPhone")])
async def test_scalars_may_be_called_by_their_types(nouns: Any, noun: str) -> None:
    """`scalar_nouns`: those whose noun nobody has seen, both ways; a date is called a date by both."""
    sdl = "type Query { a(phone: AWSPhone, day: AWSDate): AWSPhone }"
    built = schema.build(sdl, Settings(scalar_nouns=nouns))
    api = replace(library(direct("Query", "a"), endpoint=shop("abc"), sdl=sdl), schema=built)
    query = "query($p: AWSPhone, $d: AWSDate) { a(phone: $p, day: $d) }"

    given = [await ask(api, query, p="abc"), await ask(api, query, d="abc")]
    taken = await ask(api, "{ a }")

    words = [answer["errors"][0]["message"].partition("Unable to ")[2] for answer in (*given, taken)]
    assert words == [
        f"parse `abc` as a valid {noun}.",
        "parse `abc` as a valid date.",
        f"serialize `abc` as a valid {noun}.",
    ]


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
