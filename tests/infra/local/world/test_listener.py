"""What a listener waits for, and what it says when that does not come."""

from typing import Any

import pytest

from infra.local.world.listener import Listener, MissedError


@pytest.fixture
def events() -> list[tuple[str, dict[str, Any]]]:
    return []


@pytest.fixture
def listener(events: list[tuple[str, dict[str, Any]]]) -> Listener:
    return Listener(lambda field, event: events.append((field, event)))


async def test_each_event_is_told_as_it_comes(listener: Listener, events: list[tuple[str, dict[str, Any]]]) -> None:
    """And kept, so that what came early is not missed."""
    await listener.record("onLikes", {"likes": 1})

    await listener.wait_until("a like", "onLikes", lambda events: events[-1:] == [{"likes": 1}], 1)

    assert events == [("onLikes", {"likes": 1})]


async def test_what_does_not_come_is_named(listener: Listener) -> None:
    """An event of another field does not count."""
    await listener.record("onComment", {"likes": 1})

    with pytest.raises(MissedError, match="a like"):
        await listener.wait_until("a like", "onLikes", bool, 0.01)


async def test_a_subscription_that_ended_is_not_waited_for(listener: Listener) -> None:
    """The reason is said at once."""
    await listener.fail("onLikes ended: not yours")

    with pytest.raises(MissedError, match="not yours"):
        await listener.wait_until("a like", "onLikes", bool, 60)
