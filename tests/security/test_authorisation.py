"""The matrix of who is answered what: each field, for guest, stranger, follower and author, in each state."""

import json
from collections.abc import AsyncIterator
from typing import Any, Final

import jwt
import pytest
import pytest_asyncio
from graphql import get_named_type

from tests.fakes.issuer import KEYS
from tests.security import arguments
from tests.security.contract import CONTRACT, ROOTS, expectations, fields_of, is_frame, select_everything
from tests.security.data_plane import GUEST_KEY, Waymark, serving
from tests.security.world import OTHER_VIDEOS, STATES, Article, in_memory

pytestmark = pytest.mark.asyncio(loop_scope="module")

READERS: Final = {"PUBLIC": {"guest", "stranger", "follower", "author"}, "FOLLOWERS": {"follower", "author"}}
PEOPLE: Final = ("guest", "stranger", "follower", "author")
# Types whose objects no query answers: an event, and a part that a mutation signs.
NOT_QUERIED: Final = ("VideoProcessingEvent", "UploadPart")
REFUSED: Final = {"NOT_FOUND", "FORBIDDEN"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def waymark() -> AsyncIterator[Waymark]:
    with in_memory() as world:
        async with serving(world) as running:
            yield running


def rank_by_loss(mutation: object) -> int:
    """Order mutations by how much they take away: what a thing is in goes last."""
    if mutation in {"deletePost", "deleteDeck", "deleteStream"}:
        return 2
    return 1 if str(mutation).startswith(("delete", "remove")) else 0


def may_read(caller: str, state: str) -> bool:
    """Tell who may read an article in a state: the rule that the matrix holds the API to."""
    return state != "DELETED" and caller in READERS.get(state, {"author"})


async def test_every_field_of_the_contract_has_an_expectation() -> None:
    """A new field fails here until its line says who is answered."""
    declared = {
        kind.name: set(fields_of(kind.name))
        for kind in CONTRACT.type_map.values()
        if hasattr(kind, "interfaces") and hasattr(kind, "is_type_of") and not kind.name.startswith("__")
        if not is_frame(kind)
    }

    expected = {kind: set(fields) for kind, fields in expectations().items()}

    assert {
        kind: fields - expected.get(kind, set())
        for kind, fields in declared.items()
        if fields - expected.get(kind, set())
    } == {}
    assert {
        kind: fields - declared.get(kind, set())
        for kind, fields in expected.items()
        if fields - declared.get(kind, set())
    } == {}


@pytest.mark.parametrize("caller", PEOPLE)
@pytest.mark.parametrize("field", fields_of("Query"))
async def test_a_query_answers_whom_it_should_and_tells_nobody_of_what_is_hidden(
    waymark: Waymark, field: str, caller: str
) -> None:
    """Every field and edge is selected; no answer holds an id or text of an article that the caller may not read."""
    rule = expectations()["Query"][field]
    articles = waymark.world.articles
    for state in articles if rule == "readers" else ["PUBLIC"]:  # only a reader's query names an article
        article = articles[state]
        answer = await _query(waymark, field, article, caller)

        if (state, caller) == ("DELETED", "author"):
            continue  # the table's stream has yet to remove what lay on it
        is_open = {
            "signed-in": caller != "guest",
            "owner": caller == "author",
            "readers": may_read(caller, state),
        }.get(rule, True)
        assert (answer["data"] is not None and answer["data"][field] is not None) == is_open, (state, answer)
        if is_open:
            assert not answer.get("errors"), (state, answer["errors"])
        _assert_nothing_hidden(waymark, answer, caller)


async def test_what_only_owners_see_is_theirs_and_null_for_everybody_else(waymark: Waymark) -> None:
    """The table's `owner` lines, on what everybody may read otherwise; one that shows its owner nothing fails."""
    kept = {(kind, name) for kind, rules in expectations().items() for name, rule in rules.items() if rule == "owner"}
    queries = [name for name, rule in expectations()["Query"].items() if rule in {"everyone", "readers", "owner"}]
    seen: set[tuple[str, str]] = set()

    for caller in PEOPLE:
        for article in _with_each_owned_state(waymark):
            for field in queries:
                answer = await _query(waymark, field, article, caller)
                shown = {(kind, name) for kind, name, value in _walk(answer["data"]) if value is not None}
                seen |= shown if caller == "author" else set()
                assert caller == "author" or not shown & kept, (caller, field, shown & kept)

    queried = {(kind, name) for kind, name in kept if kind not in {*ROOTS, *NOT_QUERIED}}
    assert queried - seen == set()


def _with_each_owned_state(waymark: Waymark) -> list[Article]:
    """Return the public article as it is, and with each other photo and video in the place of its own."""
    article, things = waymark.world.articles["PUBLIC"], waymark.world.things
    others = [{"photo": article.ids["failedPhoto"]}, *({"video": things[name]} for name in OTHER_VIDEOS)]
    return [article, *(Article(article.state, article.ids | each) for each in others)]


@pytest.mark.parametrize("field", sorted(fields_of("Mutation"), key=rank_by_loss))
async def test_a_mutation_is_refused_to_whom_it_should_be(waymark: Waymark, field: str) -> None:
    """What one may not read does not exist, what one may only read is another's; few mutations are open to guests."""
    rule = expectations()["Mutation"][field]
    articles = waymark.world.articles
    for state in articles if rule in {"owner", "readers"} and is_about_an_article(field) else ["PUBLIC"]:
        article = articles[state]
        for caller in PEOPLE[:3] if rule == "owner" else PEOPLE:
            answer = await _mutate(waymark, field, article, caller)
            _assert_refused(rule, caller, state, answer, field)
    if rule == "owner":
        answer = await _mutate(waymark, field, waymark.world.articles["PUBLIC"], "author")
        assert not REFUSED & _codes(answer, field), answer


@pytest.mark.parametrize(
    "field", [name for name, rule in expectations()["Mutation"].items() if rule in {"owner", "readers"}]
)
async def test_what_is_hidden_answers_as_what_never_was(waymark: Waymark, field: str) -> None:
    """Neither code nor words nor path of a refusal tell a stranger that something is there."""
    hidden = waymark.world.articles["PRIVATE"].ids | {"deck": waymark.world.things["deck"]}
    nothing = {kind: f"{each.partition('_')[0]}_{'0' * 32}" for kind, each in hidden.items()}
    stranger = waymark.world.stranger

    told = [
        stranger.asks(
            "Mutation", field, **arguments.valid_arguments(field, fields_of("Mutation")[field], ids, stranger.id)
        )
        for ids in ({**waymark.world.things, **hidden}, {**waymark.world.things, **nothing})
    ]

    assert told[0]["errors"] == told[1]["errors"]


@pytest.mark.parametrize("root", ROOTS[:2])
async def test_a_bad_credential_opens_no_field(waymark: Waymark, root: str) -> None:
    """Expired, of another pool, tampered with, of another app or an old key: refused before anything is looked at."""
    for name, headers in bad_credentials(waymark).items():
        for field in fields_of(root):
            status, answer = await waymark.ask(document(root, field), headers, **_valid(waymark, root, field))
            assert (status, "data" in answer) == (401, False), (name, field, answer)


@pytest.mark.parametrize("root", ROOTS[:2])
async def test_the_publisher_may_publish_and_nothing_else(waymark: Waymark, root: str) -> None:
    """Its role names the mutations, and the contract opens no other field to it."""
    for field in fields_of(root):
        _, answer = await waymark.publish(document(root, field), **_valid(waymark, root, field))
        refused = "Unauthorized" in {each.get("errorType") for each in answer.get("errors") or []}
        assert refused == (expectations()[root][field] != "publisher"), (field, answer)


def bad_credentials(waymark: Waymark) -> dict[str, dict[str, str]]:
    """Return headers that must open nothing, by what is wrong with them."""
    issuer, author = waymark.issuer, waymark.world.author.id
    head, _, signature = issuer.token(sub=waymark.world.stranger.id).split(".")
    _, payload, _ = issuer.token(sub=author).split(".")
    unsigned = jwt.encode({"sub": author, "iss": "me"}, "", "none")
    tokens = {
        "expired": issuer.token(sub=author, exp=1),
        "foreign pool": issuer.token(sub=author, issuer="https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other"),
        "foreign key": issuer.token("k2", sub=author),
        "tampered": f"{head}.{payload}.{signature}",
        "unsigned": unsigned,
        "foreign app": issuer.token(sub=author, client_id="another-app"),
        "nonsense": "Bearer x",
    }
    assert "k2" in KEYS
    return {name: {"Authorization": token} for name, token in tokens.items()} | {
        "old key": {"x-api-key": "da2-old"},
        "unknown key": {"x-api-key": f"{GUEST_KEY}x"},
        "nothing": {},
    }


def document(root: str, field: str) -> str:
    """Return an operation that selects everything under a root field; of a mutation, why it was refused."""
    declared = fields_of(root)[field]
    variables = ", ".join(f"${name}: {each.type}" for name, each in declared.args.items())
    sent = ", ".join(f"{name}: ${name}" for name in declared.args)
    head = f"{root.lower()}({variables})" if variables else root.lower()
    payload = get_named_type(declared.type).name.endswith("Payload")
    selection = "{ errors { code path } }" if payload else select_everything(declared.type)
    return f"{head} {{ {field}{f'({sent})' if sent else ''} {selection} }}"


def valid(waymark: Waymark, root: str, field: str, article: Article) -> dict[str, Any]:
    """Return the arguments of a root field for an article of the author's."""
    ids = waymark.world.things | article.ids
    user = waymark.world.author.id if root == "Subscription" else waymark.world.stranger.id
    return arguments.valid_arguments(field, fields_of(root)[field], ids, user)


def _valid(waymark: Waymark, root: str, field: str) -> dict[str, Any]:
    return valid(waymark, root, field, waymark.world.articles["PUBLIC"])


async def _query(waymark: Waymark, field: str, article: Article, caller: str) -> dict[str, Any]:
    sent = valid(waymark, "Query", field, article)
    if field == "eventsSince":
        sent["cursor"] = waymark.world.cursor_of(waymark.world.people[caller], article)
    status, answer = await waymark.ask(document("Query", field), waymark.callers[caller], **sent)
    assert status == 200, answer
    return answer


async def _mutate(waymark: Waymark, field: str, article: Article, caller: str) -> dict[str, Any]:
    sent = valid(waymark, "Mutation", field, article)
    status, answer = await waymark.ask(document("Mutation", field), waymark.callers[caller], **sent)
    assert status == 200, answer
    return answer


def _assert_refused(rule: str, caller: str, state: str, answer: dict[str, Any], field: str) -> None:
    kinds = {each.get("errorType") for each in answer.get("errors") or []}
    if rule == "everyone":
        assert not kinds, (state, caller, answer)
        return
    if rule == "publisher" or caller == "guest":
        assert kinds & {"Unauthorized", "Unauthenticated"}, (state, caller, answer)
        return
    codes = _codes(answer, field)
    if rule == "owner":
        assert codes & REFUSED, (state, caller, answer)
    if rule in {"owner", "readers"} and not may_read(caller, state) and is_about_an_article(field):
        assert codes == {"NOT_FOUND"}, (state, caller, answer)
    if rule == "signed-in" or (rule == "readers" and may_read(caller, state)):
        assert not codes & REFUSED, (state, caller, answer)


def is_about_an_article(field: str) -> bool:
    others = (
        "deck flashcard review retryevaluation deleteevaluation product variant stock order sale invoice payment video "
        "channel stream chat"
    )
    return not any(each in field.lower() for each in others.split())


def _codes(answer: dict[str, Any], field: str) -> set[str]:
    payload = (answer.get("data") or {}).get(field) or {}
    return {each["code"] for each in payload.get("errors") or []}


def _assert_nothing_hidden(waymark: Waymark, answer: dict[str, Any], caller: str) -> None:
    told = json.dumps(answer)
    for state in STATES:
        article = waymark.world.articles[state]
        if caller == "author":
            continue  # may know all of it, also what the stream still has to remove of a deleted article
        if not may_read(caller, state):
            hidden = [f"Kept {state.lower()}", *article.ids.values()]
            assert [each for each in hidden if each in told] == [], (state, told)
        else:
            assert article.ids["failedPhoto"] not in told


def _walk(value: Any) -> Any:
    """Yield type, field and value of everything in an answer."""
    if isinstance(value, list):
        for each in value:
            yield from _walk(each)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield value.get("__typename"), name, inner
            yield from _walk(inner)
