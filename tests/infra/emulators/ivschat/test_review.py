"""Message review handlers: they allow, deny and change messages, and decide nothing when they are down."""

import asyncio
from typing import Any

import pytest

from ivschat_local.review import LambdaInvoker, ReviewFailed
from tests.infra.emulators.ivschat.conftest import HANDLER, Venue

STRICT = {"uri": HANDLER, "fallbackResult": "DENY"}


async def test_what_the_handler_answers_is_what_others_see(venue: Venue) -> None:
    room = await venue.create_room(messageReviewHandler=STRICT)
    venue.reviewers.answer = lambda event: {
        "ReviewResult": "ALLOW",
        "Content": event["Content"].replace("damn", "****"),
        "Attributes": {"reviewed": "yes"},
    }
    ada = await venue.join(room, "ada", attributes={"name": "Ada"})

    await ada.writes("damn good", Attributes={"mood": "good"})
    message = await ada.hears()

    assert (message["Content"], message["Attributes"]) == ("**** good", {"reviewed": "yes"})
    assert venue.reviewers.events == [
        {
            "Content": "damn good",
            "MessageId": message["Id"],
            "RoomArn": room,
            "Attributes": {"mood": "good"},
            "Sender": {"UserId": "ada", "Ip": "127.0.0.1", "Attributes": {"name": "Ada"}},
        }
    ]


@pytest.mark.parametrize(
    ("attributes", "text"),
    [({"Reason": "No links, please."}, "No links, please."), (None, "The request was rejected during message review.")],
)
async def test_a_denied_message_is_told_to_its_sender_only(venue: Venue, attributes: Any, text: str) -> None:
    room = await venue.create_room(messageReviewHandler=STRICT)
    ada, grace = await venue.join(room, "ada"), await venue.join(room, "grace")
    venue.reviewers.answer = lambda event: (
        {"ReviewResult": "DENY", "Attributes": attributes}
        if "http" in event["Content"]
        else {"ReviewResult": "ALLOW", "Content": event["Content"]}
    )

    await ada.writes("see http://example.com", RequestId="r1")
    error = await ada.hears()
    await ada.writes("sorry")

    assert (error["ErrorCode"], error["ErrorMessage"], error["RequestId"]) == (406, text, "r1")
    assert await grace.reads(1) == ["sorry"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"ReviewResult": "MAYBE", "Content": "hi"},
        {"ReviewResult": "ALLOW"},
        {"ReviewResult": "ALLOW", "Content": "x" * 501},
        {"ReviewResult": "ALLOW", "Content": "hi", "Attributes": {"a": 1}},
        {"ReviewResult": "ALLOW", "Content": "hi", "Attributes": {"a": "x" * 1024}},
    ],
)
async def test_an_answer_that_is_no_review_counts_as_the_fallback(venue: Venue, answer: Any) -> None:
    strict = await venue.create_room(messageReviewHandler=STRICT)
    lenient = await venue.create_room(messageReviewHandler={"uri": HANDLER})
    venue.reviewers.answer = lambda _: answer
    ada, grace = await venue.join(strict, "ada"), await venue.join(lenient, "grace")

    await ada.writes("hello")
    await grace.writes("hello")

    assert (await ada.hears())["ErrorCode"] == 406
    assert await grace.reads(1) == ["hello"]


async def test_a_handler_that_is_down_lets_nothing_through_a_strict_room(venue: Venue) -> None:
    room = await venue.create_room(messageReviewHandler=STRICT)
    ada = await venue.join(room, "ada")

    venue.reviewers.answer = venue.reviewers.fail
    await ada.writes("hello", RequestId="r1")
    denied = await ada.hears()
    await venue.call("update_room", identifier=room, messageReviewHandler={"uri": ""})
    await ada.writes("without review")

    assert (denied["ErrorCode"], denied["RequestId"]) == (406, "r1")
    assert await ada.reads(1) == ["without review"]


async def test_a_slow_review_keeps_the_order_of_arrival(venue: Venue) -> None:
    """The second message is reviewed beside the first, and waits for it."""
    room = await venue.create_room(messageReviewHandler=STRICT)
    ada = await venue.join(room, "ada")
    venue.reviewers.gates["first"] = asyncio.Event()

    await ada.writes("first")
    await ada.writes("second")
    await venue.reviewers.wait_for(2)
    venue.reviewers.gates["first"].set()

    assert await ada.reads(2) == ["first", "second"]


async def test_without_an_address_of_lambda_no_handler_is_invoked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Least of all one on AWS."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(ReviewFailed, match="no Lambda"):
        await LambdaInvoker().invoke(HANDLER, {})
