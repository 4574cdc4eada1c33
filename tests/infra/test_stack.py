"""The running system: a person signs up and is known, a guest is not."""

import uuid

import pytest

from tests.stack import Stack

pytestmark = pytest.mark.emulator


def test_who_confirms_has_a_profile_at_once(stack: Stack) -> None:
    """The pool's trigger runs before the confirmation is answered."""
    ada = stack.sign_up(f"ada-{uuid.uuid4().hex[:8]}@example.org")

    answer = stack.query("{ viewer { user { id handle } } }", ada.headers)

    assert answer["data"]["viewer"]["user"]["id"] == ada.user_id


def test_a_guest_is_nobody(stack: Stack) -> None:
    """The API key opens what is public only."""
    answer = stack.query("{ viewer { user { id } } }", stack.guest)

    assert answer["data"]["viewer"] is None
    assert answer["errors"][0]["errorType"] == "Unauthorized"
