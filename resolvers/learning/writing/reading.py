"""Reads a text: what may be wrong in it, without what its author knows better, and its measures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import regex

from resolvers.learning.writing import harper, measures
from resolvers.learning.writing.edit_distance import count_slips
from resolvers.learning.writing.model import Finding, FindingKind, Report
from resolvers.learning.writing.prose import Prose
from resolvers.learning.writing.rules import (  # noqa: F401 - each declares its rules
    adverbs,
    agreement,
    clauses,
    comparison,
    complements,
    nouns,
    prepositions,
    pronouns,
    questions,
    verb_forms,
)
from resolvers.learning.writing.rules.rule import RULES
from resolvers.learning.writing.sentences import WORD, Sentence, split_sentences
from resolvers.learning.writing.subject_clauses import find_joints

MOST_FINDINGS: Final = 200
_SENTENCES_A_REPORT: Final = 100
_LONG_WORD: Final = 8  # letters: two slips in a shorter word make another word
_ENGLISH: Final = 0.5  # of the words of a paragraph that must have a part of speech


def read_text(text: str, known: Iterable[str] = (), report: Callable[[int], None] = lambda _: None) -> Report:
    """Find what may be wrong in an English text in Markdown, and measure it.

    `known` are names and words that are right: those of the article's places, title and tags, and the author's own.
    Text that is not English gets no findings. `report` is told how far reading is, in percent.
    """
    prose, reading = Prose(text), harper.read(text)
    sentences = [each for each in split_sentences(prose, reading.tags) if _is_english(each)]
    english = {(token.start, token.end) for each in sentences for token in each.tokens}
    joints = [each for sentence in sentences for each in find_joints(sentence)]
    words = _known_words(text, known)
    found = [
        each
        for each in [*_apply_rules(text, sentences, report), *reading.findings]
        if prose.holds(each.start, each.end)
        and _is_within(each, english)
        and not _is_known(text, each, words)
        and not _is_about_joint(each, joints)
    ]
    findings = _drop_overlaps(found)[:MOST_FINDINGS]
    return Report(findings=findings, measures=measures.measure(sentences, findings))


def _apply_rules(text: str, sentences: Sequence[Sentence], report: Callable[[int], None]) -> Iterator[Finding]:
    for count, sentence in enumerate(sentences):
        if count % _SENTENCES_A_REPORT == 0:
            report(100 * count // len(sentences))
        for rule in RULES:
            for match in rule.search(sentence):
                start, end = sentence.at(match.first).start, sentence.at(match.last).end
                yield Finding(
                    kind=rule.kind,
                    rule=rule.name,
                    start=start,
                    end=end,
                    quote=text[start:end],
                    message=match.message,
                    suggestions=[_match_case(text[start:end], each) for each in match.suggestions],
                )


def _match_case(quote: str, suggestion: str) -> str:
    return suggestion[:1].upper() + suggestion[1:] if quote[:1].isupper() else suggestion


def _is_english(sentence: Sentence) -> bool:
    tagged = sum(each.tag != "" for each in sentence.tokens)
    return tagged >= _ENGLISH * len(sentence)


def _is_within(finding: Finding, english: set[tuple[int, int]]) -> bool:
    return any(start < finding.end and finding.start < end for start, end in english) if english else False


def _is_about_joint(finding: Finding, joints: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a finding takes the last words of a clause for the subject of the verb after it."""
    if finding.rule == "SpellCheck":
        return False
    first, last = finding.start, finding.end
    return any((start <= first and last <= end) or (first <= start and end <= last) for start, end in joints)


def _known_words(text: str, known: Iterable[str]) -> frozenset[str]:
    """Return words that are right: those known, those written twice, and those with a capital inside a sentence."""
    counts: dict[str, int] = {}
    for found in WORD.finditer(text):
        counts[found.group().casefold()] = counts.get(found.group().casefold(), 0) + 1
    twice = {word for word, count in counts.items() if count > 1}
    named = {word.group().casefold() for each in known for word in WORD.finditer(each)}
    return frozenset(twice | named)


_NAME: Final = regex.compile(r"\p{Lu}[\p{L}\p{M}'\u2019\-]*")
_INSIDE_SENTENCE: Final = regex.compile(r"[\p{L}\p{N},;][ ]\Z")


def _is_known(text: str, finding: Finding, words: frozenset[str]) -> bool:
    """Tell whether a finding is about part of a name, or a misspelt word about one, a known or a foreign one."""
    if finding.kind != FindingKind.SPELLING:
        return _is_part_of_name(text, finding)
    is_name = _NAME.fullmatch(finding.quote) is not None
    is_emphasised = text[: finding.start].endswith(("*", "_")) and text[finding.end :].startswith(("*", "_"))
    return (
        is_name
        or is_emphasised
        or finding.quote.casefold() in words
        or not _resembles(finding.quote, finding.suggestions)
    )


def _resembles(word: str, suggestions: Sequence[str]) -> bool:
    """Tell whether a word is a slip for one that Harper knows; what is like none is rare or foreign."""
    most = 2 if len(word) >= _LONG_WORD else 1
    return any(count_slips(word, each) <= most for each in suggestions if each[:1].islower() or not word[:1].islower())


def _is_part_of_name(text: str, finding: Finding) -> bool:
    """Tell whether a finding is about one word with a capital inside a sentence, as `Tho` in Can Tho."""
    is_name = len(finding.quote) > 1 and finding.kind != FindingKind.PUNCTUATION and _NAME.fullmatch(finding.quote)
    return bool(is_name and _INSIDE_SENTENCE.search(text[: finding.start]))


def _drop_overlaps(found: Iterable[Finding]) -> list[Finding]:
    """Keep the first of findings about the same words: our own rules, which name what learners get wrong."""
    kept: list[Finding] = []
    for each in found:
        if not any(other.start < each.end and each.start < other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: (each.start, each.end))
