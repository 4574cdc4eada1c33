"""The recipes of CONTRIBUTING.md as data: their steps, read word by word, and what each changes in a tree."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONTRIBUTING: Final = Path("CONTRIBUTING.md")
PRINT_CONTRACT: Final = "Run `make schema`"

_EDIT: Final = re.compile(
    r"(?:In \[`(?P<path>[^`]+)`\]\([^)]+\), )?"
    r"(?:(?P<place>above|below|replace) `(?P<anchor>[^\n]+)`(?: with)?|Create `(?P<new>[^`]+)`):\n\n"
    r"```\w*\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Edit:
    """A change of one file: code above, below or in place of a line, or a file that the code makes."""

    path: Path
    place: str
    anchor: str
    code: str

    def apply(self, text: str) -> str:
        """Return the file's text with the change; raises `ValueError` unless exactly one line is the anchor."""
        if self.place == "create":
            return self.code
        lines = text.splitlines(keepends=True)
        (number,) = [number for number, line in enumerate(lines) if line.strip() == self.anchor.strip()]
        first, last = {"above": (number, number), "below": (number + 1, number + 1), "replace": (number, number + 1)}[
            self.place
        ]
        blank_lines = "\n\n" if self._is_definition else ""
        return "".join([*lines[:first], self.code, blank_lines, *lines[last:]])

    @property
    def _is_definition(self) -> bool:
        """Tell whether the code defines something on the top level, which two blank lines follow."""
        return self.code.startswith(("def ", "class ", "@"))


@dataclass(frozen=True)
class Step:
    """One step of a recipe: the changes it makes, and what the checks name if it is left out."""

    number: int
    edits: tuple[Edit, ...]
    prints_contract: bool
    named_without_it: str


def read_recipes() -> dict[str, list[Step]]:
    """Return the recipes whose steps the checks can tell from their absence, by title."""
    sections = re.split(r"^### ", CONTRIBUTING.read_text(), flags=re.MULTILINE)[1:]
    recipes = {section.partition("\n")[0]: list(_read_steps(section)) for section in sections}
    return {title: steps for title, steps in recipes.items() if all(step.named_without_it for step in steps)}


def _read_steps(section: str) -> Iterator[Step]:
    for number, step in enumerate(re.split(r"^\d+\. ", section, flags=re.MULTILINE)[1:], start=1):
        text = textwrap.dedent(f"   {step}")
        named = re.search(r"Without this step, the checks name `(.+)`\.", text)
        yield Step(number, tuple(_read_edits(text)), PRINT_CONTRACT in text, named[1] if named else "")


def _read_edits(step: str) -> Iterator[Edit]:
    path = ""
    for found in _EDIT.finditer(step):
        path = found["path"] or found["new"] or path
        yield Edit(Path(path), (found["place"] or "create").lower(), found["anchor"] or "", found["code"])
