"""Questions before something changes."""

import pytest

from infra.deploy import confirm
from infra.deploy.confirm import Answers
from infra.deploy.errors import DeployError


def test_production_is_never_changed_by_a_plain_yes() -> None:
    """Its name must be said."""
    given = Answers(given="yes")

    with pytest.raises(DeployError, match="CONFIRM=yes does not confirm it: say CONFIRM=prod"):
        confirm.require(given, "Deploy?", confirm.word_for("prod", given))


@pytest.mark.parametrize(("environment", "given"), [("dev", "yes"), ("dev", "dev"), ("prod", "prod")])
def test_the_right_word_lets_it_pass(environment: str, given: str) -> None:
    """Elsewhere yes or the name."""
    answers = Answers(given=given)

    confirm.require(answers, "Deploy?", confirm.word_for(environment, answers))


def test_without_a_terminal_the_word_must_be_given() -> None:
    """A script never hangs at a question, nor passes it by silence."""
    with pytest.raises(DeployError, match="no terminal to ask at: say CONFIRM=yes"):
        confirm.require(Answers(), "Deploy?", "yes")


def test_what_a_person_types_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything else than the word changes nothing."""
    monkeypatch.setattr("builtins.input", lambda _: "prod ")
    confirm.require(Answers(terminal=True), "Deploy?", "prod")

    monkeypatch.setattr("builtins.input", lambda _: "y")
    with pytest.raises(DeployError, match="Nothing was changed"):
        confirm.require(Answers(terminal=True), "Deploy?", "prod")
