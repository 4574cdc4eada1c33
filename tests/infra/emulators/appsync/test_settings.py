"""Each switch of the engine and of schemas, thrown: what is otherwise done, and what instead."""

from dataclasses import replace
from typing import Any

import pytest

from appsync_local.engine.engine import Engine
from appsync_local.engine.errors import RequestRefused
from appsync_local.engine.event import project
from appsync_local.engine.request_log import LogEntry
from appsync_local.http.graphql_endpoint import answer_graphql
from appsync_local.schema import build
from appsync_local.schema.build import SchemaRefused
from appsync_local.settings import EngineSettings
from tests.fakes.http_request import make_request
from tests.fakes.lambda_endpoint import FunctionError
from tests.fakes.library import BACKEND, GUEST, code, direct, library
from tests.fakes.library_engine import BOOK, Listener, ask, shop
from tests.fakes.news_api import serve_news_api

ADD = 'mutation { addBook(input: {title: "Emma"}) { id title author { name } } }'


def fail(_: Any) -> Any:
    raise FunctionError("BookLost", "No such book")


async def test_a_direct_functions_error_may_be_unhandled() -> None:
    """`direct_error_type`: the class of the exception, or `Lambda:Unhandled`."""
    api = library(direct("Query", "book"), endpoint=shop(fail))
    unhandled = EngineSettings(direct_error_type="unhandled")

    answers = [await ask(api, '{ book(id: "1") { id } }', settings=each) for each in (EngineSettings(), unhandled)]

    assert [answer["errors"][0]["errorType"] for answer in answers] == ["BookLost", "Lambda:Unhandled"]


async def test_a_direct_event_may_have_the_environment() -> None:
    """`direct_env`: the event has `env` or has not."""
    endpoint = shop(BOOK)
    api = library(direct("Query", "book"), endpoint=endpoint, environment={"STAGE": "dev"})

    await ask(api, '{ book(id: "1") { id } }')
    await ask(api, '{ book(id: "1") { id } }', settings=EngineSettings(direct_env=True))

    assert [event.get("env") for event in endpoint.events] == [None, {"STAGE": "dev"}]


async def test_a_short_batch_may_be_padded() -> None:
    """`batch_mismatch`: a list that is too short fails every item, or leaves the last ones null."""
    endpoint = shop(lambda event: [BOOK, BOOK] if isinstance(event, dict) else [{"data": {"id": "a", "name": "A"}}])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=5), endpoint=endpoint)

    failed = await ask(api, "{ books { author { name } } }")
    padded = await ask(api, "{ books { author { name } } }", settings=EngineSettings(batch_mismatch="pad"))

    assert len(failed["errors"]) == 2
    assert padded == {"data": {"books": [{"author": {"name": "A"}}, {"author": None}]}}


async def test_validation_errors_may_have_a_type() -> None:
    """`validation_error_type`: no key, or `ValidationError`."""
    bare = await ask(library(), "{ nope }")
    typed = await ask(library(), "{ nope }", settings=EngineSettings(validation_error_type=True))

    assert "errorType" not in bare["errors"][0]
    assert typed["errors"][0]["errorType"] == "ValidationError"


@pytest.mark.parametrize(
    ("query", "settings"),
    [
        ("{ nope", EngineSettings(syntax_error="200")),
        ("subscription { onBook { id } }", EngineSettings(subscription_by_http="200")),
    ],
)
async def test_refusals_may_be_answers(query: str, settings: EngineSettings) -> None:
    """`syntax_error` and `subscription_by_http`: the status of the refusal."""
    statuses = []
    for each in (EngineSettings(), settings):
        with pytest.raises(RequestRefused) as refusal:
            await ask(library(), query, settings=each)
        statuses.append(refusal.value.status)

    assert statuses == [400, 200]


@pytest.mark.parametrize(
    ("settings", "status", "kind"),
    [(EngineSettings(), 404, "NotFoundException"), (EngineSettings(unknown_api="401"), 401, "UnauthorizedException")],
)
async def test_an_api_that_is_not_there_may_be_unauthorized(settings: EngineSettings, status: int, kind: str) -> None:
    """`unknown_api`: the status of an unknown API's id."""
    async with serve_news_api(engine=settings) as news:
        answer = await answer_graphql(
            news.plane, make_request("POST", "/apis/nobody/graphql", [], b"{}", api_id="nobody")
        )

    assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (status, kind)


async def test_a_preflight_may_allow_anything() -> None:
    """`preflight_headers`: the headers that were asked for, or a star."""
    asked = [("access-control-request-headers", "x-api-key")]
    allowed = []
    for settings in (EngineSettings(), EngineSettings(preflight_headers="any")):
        async with serve_news_api(engine=settings) as news:
            answer = await answer_graphql(news.plane, make_request("OPTIONS", "/graphql", asked))
            allowed.append(answer.headers["access-control-allow-headers"])

    assert allowed == ["x-api-key", "*"]


async def test_null_may_be_published() -> None:
    """`publish_null`: a mutation that ended null tells nothing, or null."""
    quiet, loud = Listener(), Listener()
    api = library(direct("Mutation", "addBook"), endpoint=shop(None))

    await ask(api, ADD, hub=quiet)
    await ask(api, ADD, hub=loud, settings=EngineSettings(publish_null=True))

    assert (quiet.published, loud.published) == ([], [("addBook", None)])


async def test_errors_may_keep_an_event_back() -> None:
    """`publish_with_errors`: an event with a failed nested field leaves, or stays."""
    endpoint = shop(lambda event: BOOK if event["info"]["fieldName"] == "addBook" else fail(event))
    api = library(direct("Mutation", "addBook"), direct("Book", "author"), endpoint=endpoint)
    open_hub, strict = Listener(), Listener()

    await ask(api, ADD, hub=open_hub)
    await ask(api, ADD, hub=strict, settings=EngineSettings(publish_with_errors=False))

    assert [name for name, _ in open_hub.published] == ["addBook"]
    assert strict.published == []


async def test_aliases_may_not_matter_to_events() -> None:
    """`publish_aliases`: an event is keyed by the mutation's aliases as in AppSync, or by schema names."""
    aliased, plain = Listener(), Listener()
    api = library(direct("Mutation", "addBook"), endpoint=shop(BOOK))
    query = 'mutation { addBook(input: {title: "T"}) { id name: title } }'

    await ask(api, query, hub=aliased)
    await ask(api, query, hub=plain, settings=EngineSettings(publish_aliases=False))

    assert aliased.published[0][1] == {"__typename": "Book", "id": "1", "name": "Emma"}
    assert plain.published[0][1] == {"__typename": "Book", "id": "1", "title": "Emma"}


async def test_a_mutation_under_an_alias_is_not_published() -> None:
    """AppSync looks for subscriptions by the alias; the log says why nobody received the event."""
    aliased, plain = Listener(), Listener()
    api = library(direct("Mutation", "addBook"), endpoint=shop(BOOK))
    query = 'mutation { added: addBook(input: {title: "T"}) { id } }'
    entry = LogEntry()

    await Engine(aliased).execute(api, query, {}, None, GUEST, {}, entry)
    await ask(api, query, hub=plain, settings=EngineSettings(publish_aliases=False))

    assert aliased.published == []
    assert entry.request is not None
    assert entry.request.effects.warnings == [
        "Mutation.addBook has the alias added: AppSync sends its result to no subscriber."
    ]
    assert [name for name, _ in plain.published] == ["addBook"]


async def test_a_null_variable_may_count_as_omitted() -> None:
    """`null_variable_filters`: null in a variable filters, or does not; a literal null always does."""
    api = library()
    query = "subscription S($id: ID) { onBook(id: $id) { id } }"
    literal = "subscription { onBook(id: null) { id } }"
    engine = Engine(settings=EngineSettings(null_variable_filters=False))

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
    open_: Any = await Engine(settings=EngineSettings(subscribers_fields_checked=False)).subscribe(
        api, query, {}, None, GUEST, {}
    )

    assert project(api, checked.selection, event)["data"] == {"onBook": {"id": "1", "price": None}}
    assert project(api, open_.selection, event) == {"data": {"onBook": {"id": "1", "price": 9.5}}}


async def test_a_subscription_may_begin_with_what_its_resolver_gave() -> None:
    """`initial_result`: the resolver's answer at the start is the first event, or is dropped."""
    api = library(direct("Subscription", "onBook"), endpoint=shop(BOOK))
    silent = library(direct("Subscription", "onBook"), endpoint=shop(None))
    query = "subscription { onBook { id name: title } }"
    engine = Engine(settings=EngineSettings(initial_result=True))

    dropped: Any = await Engine().subscribe(api, query, {}, None, GUEST, {})
    sent: Any = await engine.subscribe(api, query, {}, None, GUEST, {})
    nothing: Any = await engine.subscribe(silent, query, {}, None, GUEST, {})

    first = {"data": {"onBook": {"id": "1", "name": "Emma"}}}
    assert [each.initial for each in (dropped, sent, nothing)] == [None, first, None]


async def test_what_a_socket_does_not_support_may_be_unnamed() -> None:
    """`unsupported_kind`: a query sent over the socket is called by its kind, or unknown."""
    engines = [Engine(settings=EngineSettings(unsupported_kind=kind)) for kind in ("operation", "unknown")]

    answers: list[Any] = [await each.subscribe(library(), "{ now }", {}, None, GUEST, {}) for each in engines]

    assert [answer[0]["message"].partition(" not supported")[0] for answer in answers] == ["query", "unknown"]


async def test_closed_introspection_may_be_said_in_a_sentence() -> None:
    """`introspection_disabled`: an unknown field, or graphql-java's sentence; other errors stay what they are."""
    query = "{ __schema { __typename } nope }"

    field = await ask(library(introspection=False), query)
    sentence = await ask(
        library(introspection=False), query, settings=EngineSettings(introspection_disabled="sentence")
    )

    unknown = "Validation error of type FieldUndefined: Field '{0}' in type 'Query' is undefined @ '{0}'"
    closed = "Introspection has been disabled for this request"
    nope = unknown.format("nope")
    assert {error["message"] for error in field["errors"]} == {unknown.format("__schema"), nope}
    assert {error["message"] for error in sentence["errors"]} == {closed, nope}


@pytest.mark.parametrize(("nouns", "noun"), [("words", "phone number"), ("types", "AWSPhone")])
async def test_scalars_may_be_called_by_their_types(nouns: Any, noun: str) -> None:
    """`scalar_nouns`: those whose noun nobody has seen, both ways; a date is called a date by both."""
    sdl = "type Query { a(phone: AWSPhone, day: AWSDate): AWSPhone }"
    built = build.build_schema(sdl, EngineSettings(scalar_nouns=nouns))
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

    answer = await ask(api, "{ now }", settings=EngineSettings(javascript_seconds=0.02))

    assert [(e["message"], e["errorType"]) for e in answer["errors"]] == [("Runtime Error", "Code")]


def test_schemas_may_be_newer() -> None:
    """`modern_sdl` and `directives_on_interfaces` accept what is refused otherwise."""
    modern = "type Query { a: Int } interface A { a: Int } interface B implements A { a: Int }"
    marked = "type Query { a: Int } interface I @aws_iam { a: Int }"

    for sdl in (modern, marked):
        with pytest.raises(SchemaRefused):
            build.build_schema(sdl)

    assert "B" in build.build_schema(modern, EngineSettings(modern_sdl=True)).type_map
    assert "I" in build.build_schema(marked, EngineSettings(directives_on_interfaces=True)).type_map


def test_descriptions_may_be_dropped() -> None:
    """`descriptions`: introspection gives them, or not."""
    sdl = '"""All""" type Query { """One""" a: Int }'

    kept, dropped = (build.build_schema(sdl, EngineSettings(descriptions=each)) for each in (True, False))

    assert [found.query_type and found.query_type.description for found in (kept, dropped)] == ["All", None]


async def test_nested_fields_may_need_a_policy() -> None:
    """`policy_on_nested_fields` makes a caller whose IAM policies are asked for nested fields as well."""
    policies = ({"Statement": [{"Effect": "Allow", "Action": "appsync:GraphQL", "Resource": "*/types/Query/*"}]},)
    api = library(direct("Query", "book"), endpoint=shop(BOOK))
    callers = [type(BACKEND)(mode="AWS_IAM", policies=policies, policies_nest=nest) for nest in (False, True)]

    answers = [await ask(api, '{ book(id: "1") { pages } }', caller=caller) for caller in callers]

    assert [answer["data"]["book"]["pages"] for answer in answers] == [474, None]
