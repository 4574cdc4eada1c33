"""The threat model: each arrow has all of STRIDE's letters, and each test that a threat names exists."""

import re
from pathlib import Path
from typing import Final

import pytest

PAGE: Final = Path("docs/security.md")
NAMED: Final = re.compile(r"`((?:tests|frontend)/[\w/.-]+)::([^`]+)`")
ARROW: Final = re.compile(r"^## (.*→.*)$", re.MULTILINE)
UNDEFENDED: Final = "not defended"


def _arrows() -> dict[str, list[list[str]]]:
    """Return the rows of each arrow's table: letter, threat, what is against it, test."""
    parts = ARROW.split(PAGE.read_text())[1:]
    return {
        name: [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in text.split("\n## ")[0].splitlines()
            if re.match(r"\| [STRIDE] \|", line)
        ]
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.mark.parametrize("arrow", _arrows())
def test_an_arrow_has_every_kind_of_threat_and_each_its_test(arrow: str) -> None:
    """A threat without a test says plainly that nothing is against it."""
    rows = _arrows()[arrow]

    assert {row[0] for row in rows} == set("STRIDE")
    for row in rows:
        assert NAMED.search(row[3]) or row[3].startswith(UNDEFENDED), row


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED.findall(PAGE.read_text()))))
def test_a_test_that_a_threat_names_exists(file: str, test: str) -> None:
    """A test that was renamed leaves a promise behind."""
    definition = rf"\bdef {re.escape(test)}\b" if file.endswith(".py") else rf"\btest\('{re.escape(test)}'"

    assert re.search(definition, Path(file).read_text())
