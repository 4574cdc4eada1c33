"""What mutations tell listeners, how subscriptions start, and how events are projected."""

from typing import Any

import pytest

from appsync_local.api.model import Api
from appsync_local.engine.engine import Engine
from appsync_local.engine.event import project
from appsync_local.engine.hub import StartedSubscription
from appsync_local.realtime import Hub
from tests.fakes.lambda_endpoint import FunctionError
from tests.fakes.library import BACKEND, GUEST, code, direct, library
from tests.fakes.library_engine import BOOK, Listener, ask, shop

PUBLISH = """
import { util, extensions } from '@aws-appsync/utils';
export const request = (ctx) => ({ payload: { ...ctx.args.input, id: '7', __typename: 'Book' } });
export function response(ctx) {
  extensions.invalidateSubscriptions({ subscriptionField: 'onLoan', payload: { bookId: '7' } });
  util.http.addResponseHeader('x-shelf', 'A');
  return ctx.result;
}
"""


async def test_a_mutation_publishes_what_it_selected() -> None:
    """The hub receives the result with its type, then the invalidations."""
    hub = Listener()
    api = library(code("Mutation", "addBook", PUBLISH, source="Nothing"))

    answered = await ask(api, 'mutation { addBook(input: {title: "Emma"}) { id title } }', hub=hub, caller=BACKEND)

    assert answered == {"data": {"addBook": {"id": "7", "title": "Emma"}}}
    assert hub.published == [("addBook", {"__typename": "Book", "id": "7", "title": "Emma"})]
    assert hub.invalidated == [("onLoan", {"bookId": "7"})]


async def test_no_event_is_made_of_what_nobody_can_hear() -> None:
    """A mutation that no subscription names is answered as ever, and the hub is told nothing."""

    class Deaf(Listener):
        def is_heard(self, *_: Any) -> bool:
            return False

    hub = Deaf()
    api = library(direct("Mutation", "addBook"), endpoint=shop(BOOK))

    answer = await ask(api, 'mutation { addBook(input: { title: "Emma" }) { id } }', hub=hub)

    assert answer == {"data": {"addBook": {"id": "1"}}}
    assert hub.published == []
    assert Hub(project).is_heard(api, "addBook")
    assert not Hub(project).is_heard(api, "unnamed")


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

    assert isinstance(one, StartedSubscription)
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


LISTS = """
type Query { now: Int }
type Mutation { restock: [Book!] ring: String }
type Subscription {
  onStock(id: ID): [Book!] @aws_subscribe(mutations: ["restock"])
  onRing: String @aws_subscribe(mutations: ["ring"])
}
type Book { id: ID! title: String! }
"""


async def test_lists_and_scalars_are_published_as_they_are() -> None:
    """A mutation of a top-level list, or of a scalar, is one event of that shape, projected like any other."""
    hub = Listener()
    endpoint = shop(lambda event: [BOOK, BOOK] if event["info"]["fieldName"] == "restock" else "ding")
    api = library(direct("Mutation", "restock"), direct("Mutation", "ring"), endpoint=endpoint, sdl=LISTS)

    await ask(api, "mutation { restock { id title } ring }", hub=hub)
    started = await subscribe(api, "subscription { onStock { title } }")
    rung = await subscribe(api, "subscription { onRing }")

    (_, books), (_, ring) = hub.published
    assert books == [{"__typename": "Book", "id": "1", "title": "Emma"}] * 2
    assert project(api, started.selection, books) == {"data": {"onStock": [{"title": "Emma"}, {"title": "Emma"}]}}
    assert project(api, rung.selection, ring) == {"data": {"onRing": "ding"}}


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("subscription { onBook { id } again: onBook { id } }", "DuplicatedOperationError"),
        ("subscription { __typename }", "BadRequestException"),
        ("subscription($no: Boolean = false) { onBook @include(if: $no) { id } }", "BadRequestException"),
    ],
)
async def test_a_subscription_has_one_root_field(query: str, kind: str) -> None:
    """Several root fields are refused as AppSync's clients know it, and so is none, whatever left it out."""
    refused = await subscribe(library(), query)

    assert [error["errorType"] for error in refused] == [kind]


ABSTRACT = """
type Query { now: Int }
interface Item { id: ID! }
type Book implements Item { id: ID! pages: Int! author: Author }
type Magazine implements Item { id: ID! issue: Int }
type Author { name: String! born: Int }
union Any = Book | Magazine
type Mutation { place: Item find: Any }
type Subscription {
  onItem: Item @aws_subscribe(mutations: ["place"])
  onAny: Any @aws_subscribe(mutations: ["find"])
}
"""
SELECTIONS: dict[str, Any] = {
    "onItem { __typename id ... on Book { pages } ... on Magazine { issue } }": {
        "__typename": "Book", "id": "1", "pages": 9,
    },
    "e: onItem { i: id ...B } fragment B on Book { writer: author { born } }": {"i": "1", "writer": {"born": None}},
    "onAny { ...A @include(if: true) ... on Magazine { issue } } fragment A on Book { pages @skip(if: true) id }": {
        "id": "1",
    },
    "onAny { __typename ... on Magazine { issue } }": {"__typename": "Book"},
    "onItem { id ... on Book { author { name } } }": {"id": "1", "author": {"name": "Ada"}},
}  # fmt: skip


@pytest.mark.parametrize("selection", SELECTIONS)
async def test_events_of_interfaces_and_unions_are_projected_by_their_type(selection: str) -> None:
    """Fragments, directives and aliases of the subscriber apply to what the mutation selected, by the event's type."""
    hub = Listener()
    given = {"__typename": "Book", "id": "1", "pages": 9, "author": {"name": "Ada", "born": 1815}}
    api = library(direct("Mutation", "place"), direct("Mutation", "find"), endpoint=shop(given), sdl=ABSTRACT)
    chosen = "{ ... on Book { id pages author { name } } }"

    await ask(api, f"mutation {{ place {chosen} find {chosen} }}", hub=hub)
    field, _, fragments = selection.partition(" fragment ")
    started = await subscribe(api, f"subscription {{ {field} }}" + (f" fragment {fragments}" if fragments else ""))

    (event,) = [
        event for name, event in hub.published if name == {"onItem": "place", "onAny": "find"}[started.field_name]
    ]
    assert list(project(api, started.selection, event)["data"].values()) == [SELECTIONS[selection]]
