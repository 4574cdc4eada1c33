"""What the site says of findings in Vietnamese: a sentence for each of our rules, and none for rules that are gone."""

import re
from pathlib import Path

from resolvers.learning.writing import reading  # noqa: F401  declares the rules
from resolvers.learning.writing.model import FindingKind
from resolvers.learning.writing.rules.rule import RULES

EXPLANATIONS = Path("frontend/src/features/learning/writing/messages/explanations-vi.ts")


def test_every_rule_is_explained_in_vietnamese() -> None:
    """Rules of Harper begin with a capital; those that are not in the list are explained by their kind."""
    explained = set(re.findall(r"^  (\w+): '", EXPLANATIONS.read_text(), re.MULTILINE))

    assert {each for each in explained if each[0].islower()} == {each.name for each in RULES}
    assert {each.value for each in FindingKind} <= explained
