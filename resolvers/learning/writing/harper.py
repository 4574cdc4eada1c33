"""Harper: what it finds in an English text, and the part of speech of every word.

Harper tags words to find anything, and tells their tags only to rules written in its language Weir: one such rule for
each part of speech makes every word a finding whose message is its tag.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from harper import Dialect, Language, Lint, Linter

from resolvers.learning.writing.model import Finding, FindingKind
from resolvers.learning.writing.word_sets import word_set

_TAGS: Final = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ",
                "VERB")  # fmt: skip
_RULE: Final = """expr main {tag}
let message "{tag}"
let description "{tag}"
let kind "Miscellaneous"
let becomes "_"
"""
_PREFIX: Final = "PartOfSpeech"
# Its dictionary and rules were made for slips of native writers: these are wrong about good sentences too often.
_OFF: Final = word_set(
    """
    AvoidCurses BoringWords CompoundNouns DiscourseMarkers Everyone ExpandControl ExpandMemoryShorthands
    ExpandTimeShorthands FindOut LongSentences MassNouns MissingPreposition NoOxfordComma OrthographicConsistency
    Overall OxfordComma QuantifierNumeralConflict RepeatedWords SentenceCapitalization SpelledNumbers SplitWords
    TheLastDays Therein UseTitleCase
    """
)
_KINDS: Final = {
    "Spelling": FindingKind.SPELLING,
    "Typo": FindingKind.SPELLING,
    "Capitalization": FindingKind.PUNCTUATION,
    "Punctuation": FindingKind.PUNCTUATION,
    "Formatting": FindingKind.PUNCTUATION,
    "Agreement": FindingKind.GRAMMAR,
    "Grammar": FindingKind.GRAMMAR,
    "BoundaryError": FindingKind.GRAMMAR,
    "Repetition": FindingKind.STYLE,
    "Redundancy": FindingKind.STYLE,
    "Readability": FindingKind.STYLE,
    "Style": FindingKind.STYLE,
    "Enhancement": FindingKind.STYLE,
}
_SUGGESTED: Final = 3
# Words before others (“under water”), while “un happy” is one.
_PREPOSITIONS: Final = frozenset({"after", "down", "in", "off", "on", "out", "over", "through", "under", "up"})
_CONTRACTED: Final = word_set("he she it that this there here what who where how")


@dataclass(frozen=True)
class Reading:
    """What Harper says of a text: its findings, and the part of speech of each word by its place."""

    findings: list[Finding]
    tags: Mapping[tuple[int, int], str]


def read(text: str) -> Reading:
    """Read a Markdown text. One text at a time: a linter refuses a second thread."""
    found = _linter().organized_lints(text, language=Language.MARKDOWN, dedup=False)
    tags = {
        (each.span.start, each.span.end): each.message
        for rule, lints in found.items()
        if rule.startswith(_PREFIX)
        for each in lints
    }
    lints = [
        (rule, each)
        for rule, many in found.items()
        if not rule.startswith(_PREFIX)
        for each in many
        if not _is_misread(text, rule, each)
    ]
    return Reading([_finding(text, rule, each) for rule, each in lints], tags)


@cache
def _linter() -> Linter:
    """Make the linter, which takes about a second and serves as long as the process lives."""
    linter = Linter(Dialect.BRITISH)
    linter.load_weirpack(_pack_tag_rules())
    off: dict[str, Any] = dict.fromkeys(_OFF & linter.get_lint_config().keys(), False)
    linter.set_lint_config(linter.get_lint_config() | off)
    return linter


def _pack_tag_rules() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        manifest = {"author": "Waymark", "version": "1", "description": "Parts of speech", "license": "MIT"}
        archive.writestr("manifest.json", json.dumps(manifest))
        for tag in _TAGS:
            archive.writestr(f"{_PREFIX}{tag.title()}.weir", _RULE.format(tag=tag))
    return packed.getvalue()


def _is_misread(text: str, rule: str, lint: Lint) -> bool:
    """Tell whether a lint takes a preposition for a prefix, or a possessive (`the smith's is old`) for a verb."""
    if rule == "DisjointPrefixes":
        return text[lint.span.start : lint.span.end].partition(" ")[0].lower() in _PREPOSITIONS
    before = text[: lint.span.start].rpartition(" ")[2].lower().replace("\u2019", "'")
    return rule == "SingleBe" and before.endswith("'s") and before.removesuffix("'s") not in _CONTRACTED


def _finding(text: str, rule: str, lint: Lint) -> Finding:
    start, end = lint.span.start, lint.span.end
    replaced = [each.replacement_text for each in lint.suggestions if each.kind.name == "REPLACE"]
    removed = [""] if any(each.kind.name == "REMOVE" for each in lint.suggestions) else []
    added = [
        f"{text[start:end]}{each.replacement_text}" for each in lint.suggestions if each.kind.name == "INSERT_AFTER"
    ]
    return Finding(
        kind=_KINDS.get(lint.lint_kind, FindingKind.WORD_CHOICE),
        rule=rule,
        start=start,
        end=end,
        quote=text[start:end],
        message=lint.message,
        suggestions=list(dict.fromkeys([*replaced, *added, *removed]))[:_SUGGESTED],
    )
