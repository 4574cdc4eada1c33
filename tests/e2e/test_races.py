"""Counts and names that no race can break, through the deployed functions under their own roles."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { code } } }"
PUBLISH = "mutation($input: PublishPostInput!) { publishPost(input: $input) { post { id } errors { code } } }"
LIKE = "mutation($input: LikeInput!) { like(input: $input) { likes errors { code } } }"
UNLIKE = "mutation($input: LikeInput!) { unlike(input: $input) { likes errors { code } } }"
RENAME = "mutation($input: UpdateProfileInput!) { updateProfile(input: $input) { user { handle } errors { code } } }"
POST = "query($id: ID!) { post(id: $id) { counts { likes } } }"


@pytest.fixture(scope="module")
def people(stack: Stack) -> list[Person]:
    return [stack.sign_up(f"racer-{uuid4().hex[:8]}@example.org") for _ in range(6)]


@pytest.fixture
def post_id(stack: Stack, people: list[Person]) -> str:
    draft = stack.query(CREATE, people[0].headers, input={"title": "A race"})["data"]["createPost"]["post"]
    stack.query(PUBLISH, people[0].headers, input={"id": draft["id"], "expectedVersion": draft["version"]})
    return str(draft["id"])


def _at_once(calls: list[Any]) -> list[dict[str, Any]]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def test_everybody_likes_three_times_at_once_and_is_counted_once(
    stack: Stack, people: list[Person], post_id: str
) -> None:
    """18 requests in flight, six people, six likes."""
    calls = [
        lambda who=who: stack.query(LIKE, who.headers, input={"subjectId": post_id}) for who in people for _ in range(3)
    ]

    answers = _at_once(calls)

    assert [answer["data"]["like"]["errors"] for answer in answers] == [[]] * 18
    assert stack.query(POST, stack.guest, id=post_id)["data"]["post"]["counts"]["likes"] == 6


def test_liking_and_unliking_at_once_leaves_a_count_that_is_true(
    stack: Stack, people: list[Person], post_id: str
) -> None:
    """Whoever won each race, the count is the number of people who like it in the end."""
    calls = [
        lambda who=who, field=field: stack.query(field, who.headers, input={"subjectId": post_id})
        for who in people
        for field in (LIKE, UNLIKE, LIKE)
    ]
    _at_once(calls)

    for who in people[:3]:
        stack.query(UNLIKE, who.headers, input={"subjectId": post_id})
    for who in people[3:]:
        stack.query(LIKE, who.headers, input={"subjectId": post_id})

    assert stack.query(POST, stack.guest, id=post_id)["data"]["post"]["counts"]["likes"] == 3


def test_one_of_many_gets_a_handle_asked_for_at_once(stack: Stack, people: list[Person]) -> None:
    """One wins, the others are told that it is taken."""
    handle = f"h{uuid4().hex[:10]}"
    calls = [
        lambda who=who: stack.query(RENAME, who.headers, input={"expectedVersion": 1, "handle": handle})
        for who in people
    ]

    answers = [answer["data"]["updateProfile"] for answer in _at_once(calls)]

    codes = Counter(error["code"] for answer in answers for error in answer["errors"])
    assert [answer["user"]["handle"] for answer in answers if answer["user"]] == [handle]
    assert codes == {"HANDLE_TAKEN": 5}


def test_a_create_repeated_at_once_makes_one_post(stack: Stack, people: list[Person]) -> None:
    """A double click, a retry behind a timeout: one key, one post."""
    calls = [
        lambda: stack.query(CREATE, people[0].headers, input={"title": "Once", "idempotencyKey": "same"})
        for _ in range(8)
    ]

    answers = _at_once(calls)

    assert len({answer["data"]["createPost"]["post"]["id"] for answer in answers}) == 1
