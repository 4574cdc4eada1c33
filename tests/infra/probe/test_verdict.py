"""What follows from answers: the switches to set, those that cannot be set, and that no switch was forgotten."""

from dataclasses import fields
from pathlib import Path

from appsync_local import auth, realtime
from appsync_local.settings import EngineSettings
from infra.probe.question import Answer, Question
from infra.probe.questions import QUESTIONS
from infra.probe.table import table
from infra.probe.verdict import NOT_ASKED, default, find_contradictions, judge_answers, switches

# Settings that say where something is, or bound the data plane itself: no question to AWS.
OWN = {"credentials_url", "credentials_headers", "issuers", "secrets_kept", "authorizer_timeout", "largest_message"}


def make_question(name: str, switch: str) -> Question:
    return Question(name, f"{name}?", lambda _: Answer(""), switch)


def test_every_switch_is_asked_or_has_a_reason() -> None:
    """A new switch needs a question, or a sentence why there is none."""
    names = {
        each.name
        for settings in (auth.AuthSettings, realtime.RealtimeSettings, EngineSettings)
        for each in fields(settings)
    }
    asked_for = {each.switch for each in QUESTIONS if each.switch}

    assert names - OWN - asked_for - set(NOT_ASKED) == set()
    assert asked_for <= names
    assert asked_for & set(NOT_ASKED) == set()
    assert len({each.name for each in QUESTIONS}) == len(QUESTIONS)


def test_an_answer_becomes_the_switch_that_does_the_same() -> None:
    """The default is left as it is; what no value does is said."""
    answers = [
        (make_question("skew", "clock_skew"), Answer("good: 4 minutes", "300")),
        (make_question("between", "between_inclusive"), Answer("both", "true")),
        (make_question("ends", "invalidated"), Answer("nothing was said")),
    ]

    verdicts = judge_answers(answers)

    assert [each.to_set for each in verdicts] == ["as it is", "between_inclusive=true", "no switch does this"]
    assert switches(verdicts) == {"between_inclusive": "true"}


def test_answers_that_no_one_value_gives_are_told() -> None:
    """AWS may take one of several new things and refuse another."""
    verdicts = judge_answers(
        [
            (make_question("one", "modern_sdl"), Answer("accepted", "true")),
            (make_question("other", "modern_sdl"), Answer("refused", "false")),
        ]
    )

    assert list(find_contradictions(verdicts)) == ["modern_sdl"]
    assert switches(verdicts) == {}


def test_the_table_fits_a_terminal() -> None:
    """Nothing is cut off."""
    words = "a rather long answer of many words " * 5
    text = table(judge_answers([(make_question("q", "invalidated"), Answer(words + "end"))]), 80)

    assert max(map(len, text.splitlines())) <= 80
    assert "end" in text


def test_every_switch_that_is_asked_is_documented() -> None:
    """The page names how to settle it."""
    page = Path("docs/local-appsync/fidelity.md").read_text()

    assert "make probe" in page
    assert [each.switch for each in QUESTIONS if each.switch and f"`{each.switch}`" not in page] == []
    assert default("clock_skew") == "300"
