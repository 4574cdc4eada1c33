"""What follows from answers: the switches to set, those that cannot be set, and that no switch was forgotten."""

from dataclasses import fields
from pathlib import Path

from infra.local.appsync import auth, realtime
from infra.local.appsync.settings import Settings
from infra.probe.question import Answer, Question
from infra.probe.questions import QUESTIONS
from infra.probe.table import table
from infra.probe.verdict import NOT_ASKED, default, judged, switches, torn

# Settings that say where something is, or bound the data plane itself: no question to AWS.
OWN = {"credentials_url", "credentials_headers", "issuers", "secrets_kept", "authorizer_timeout", "largest_message"}


def asked(name: str, switch: str) -> Question:
    return Question(name, f"{name}?", lambda _: Answer(""), switch)


def test_every_switch_is_asked_or_has_a_reason() -> None:
    """A new switch needs a question, or a sentence why there is none."""
    names = {each.name for settings in (auth.Settings, realtime.Settings, Settings) for each in fields(settings)}
    asked_for = {each.switch for each in QUESTIONS if each.switch}

    assert names - OWN - asked_for - set(NOT_ASKED) == set()
    assert asked_for <= names
    assert asked_for & set(NOT_ASKED) == set()
    assert len({each.name for each in QUESTIONS}) == len(QUESTIONS)


def test_an_answer_becomes_the_switch_that_does_the_same() -> None:
    """The default is left as it is; what no value does is said."""
    answers = [
        (asked("skew", "clock_skew"), Answer("good: 4 minutes", "300")),
        (asked("between", "between_inclusive"), Answer("both", "true")),
        (asked("ends", "invalidated"), Answer("nothing was said")),
    ]

    verdicts = judged(answers)

    assert [each.to_set for each in verdicts] == ["as it is", "between_inclusive=true", "no switch does this"]
    assert switches(verdicts) == {"between_inclusive": "true"}


def test_answers_that_no_one_value_gives_are_told() -> None:
    """AWS may take one of several new things and refuse another."""
    verdicts = judged(
        [
            (asked("one", "modern_sdl"), Answer("accepted", "true")),
            (asked("other", "modern_sdl"), Answer("refused", "false")),
        ]
    )

    assert list(torn(verdicts)) == ["modern_sdl"]
    assert switches(verdicts) == {}


def test_the_table_fits_a_terminal() -> None:
    """Nothing is cut off."""
    words = "a rather long answer of many words " * 5
    text = table(judged([(asked("q", "invalidated"), Answer(words + "end"))]), 80)

    assert max(map(len, text.splitlines())) <= 80
    assert "end" in text


def test_every_switch_that_is_asked_is_documented() -> None:
    """The page names how to settle it."""
    page = Path("docs/local-appsync.md").read_text()

    assert "make probe" in page
    assert [each.switch for each in QUESTIONS if each.switch and f"`{each.switch}`" not in page] == []
    assert default("clock_skew") == "300"
