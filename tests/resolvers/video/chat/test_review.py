"""The rule against abuse: what is denied, and that everything else stays as it was written."""

import pytest

from resolvers.video.chat.rules import judge_body
from tests.people import Person
from tests.resolvers.video.chat.conftest import Evening


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "EMPTY"),
        ("\u2800", "EMPTY"),
        ("see https://example.com/x", "LINK"),
        ("see www.example.org", "LINK"),
        ("cheap-followers.xyz now", "LINK"),
        ("you FAGGOTS", "WORDS"),
        ("you fágg\u200bot", "WORDS"),
        ("Chào mọi người 👋", None),
        ("At 7.30 it rained, e.g. here", None),
        ("How spicy is it? Despicable weather.", None),
        ("x" * 500, None),
    ],
)
def test_links_and_slurs_are_denied_and_ordinary_words_are_not(body: str, reason: str | None) -> None:
    assert judge_body(body, is_owner=False) == reason


def test_owners_may_send_links() -> None:
    assert judge_body("https://example.com", is_owner=True) is None


def test_the_same_again_is_denied_until_something_else_was_said(evening: Evening, grace: Person) -> None:
    answers = [evening.says(grace, words) for words in ("Buy!", "BUY!", "Hello", "Buy!")]

    assert [each["Attributes"].get("Reason") for each in answers] == [None, "REPEATED", None, None]
    assert evening.texts(grace) == ["Buy!", "Hello", "Buy!"]


def test_what_is_allowed_stays_as_it_was_written_without_what_cannot_be_seen(evening: Evening, grace: Person) -> None:
    """Controls that turn the text around them would change other people's lines."""
    answers = [evening.says(grace, words) for words in ("Chào 👋, it's  fine", "a\u202eb\nc")]

    assert [each["Content"] for each in answers] == ["Chào 👋, it's fine", "ab c"]
    assert answers[0]["Attributes"] == {"streamId": evening.stream_id}
