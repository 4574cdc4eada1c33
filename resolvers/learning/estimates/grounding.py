"""From a model's answer to an estimate: its quotations must be in the text, its corrections keep the meaning."""

from collections.abc import Mapping, Sequence
from typing import Final

import regex

from resolvers.learning.estimates.corrections import keeps_meaning
from resolvers.learning.estimates.model import Band, CorrectionAnswer, Criterion, Estimate, JudgeAnswer
from resolvers.learning.estimates.prompt import PROMPT_VERSION
from resolvers.learning.writing.model import Finding, FindingKind, Measure, MeasureName
from resolvers.learning.writing.prose import Prose

RULE: Final = "language_model"
_MESSAGE: Final = "A language model suggests another form here."
_UNSURE_FROM: Final = 3  # bands
_MARKUP: Final = regex.compile(r"<[^>]*>|\w+://|\]\(|<")


def ground(answer: JudgeAnswer, text: str, measures: Sequence[Measure], model: str) -> tuple[Estimate | None, int]:
    """Return the estimate that an answer gives, and how many of its quotations and corrections were dropped.

    A model that gave no bands gives no estimate.
    """
    if answer.bands is None:
        return None, 0
    dropped, bands = 0, []
    usual = guess_band({each.name: each.value for each in measures})
    for criterion in Criterion:
        given = getattr(answer.bands, criterion.value.lower())
        evidence = [quote for each in given.quotes if (quote := _find_quote(text, each))]
        dropped += len(given.quotes) - len(evidence)
        bands.append(
            Band(
                criterion=criterion,
                band=given.band,
                is_unsure=abs(given.band - usual) > _UNSURE_FROM,
                comment="" if _MARKUP.search(given.comment) else given.comment,
                evidence=evidence,
            )
        )
    suggestions = _ground_corrections(answer.corrections, text)
    dropped += len(answer.corrections) - len(suggestions)
    return Estimate(bands=bands, suggestions=suggestions, model=model, prompt_version=PROMPT_VERSION), dropped


def guess_band(measures: Mapping[MeasureName, float | None]) -> float:
    """Return a rough band by grammar and variety only; it is compared with the model's, and never shown."""
    grammar = min(measures.get(MeasureName.GRAMMAR_FINDINGS) or 0.0, 5.0)
    variety = measures.get(MeasureName.WORD_VARIETY)
    spread = 0.0 if variety is None else max(-1.0, min(1.0, (variety - 70) / 40))
    return 6.0 - 0.6 * grammar + spread


def _ground_corrections(corrections: Sequence[CorrectionAnswer], text: str) -> list[Finding]:
    """Return the corrections of words that stand in the text once, as prose, and whose meaning stays."""
    prose, found = Prose(text), list[Finding]()
    for each in corrections:
        places = [match.span() for match in _make_pattern(each.quote).finditer(text)]
        if len(places) != 1 or not keeps_meaning(each.quote, each.replacement):
            continue
        start, end = places[0]
        if not prose.holds(start, end) or any(start < other.end and other.start < end for other in found):
            continue
        found.append(
            Finding(
                kind=FindingKind.GRAMMAR,
                rule=RULE,
                start=start,
                end=end,
                quote=text[start:end],
                message=_MESSAGE,
                suggestions=[each.replacement],
            )
        )
    return sorted(found, key=lambda each: each.start)


def _find_quote(text: str, quote: str) -> str | None:
    """Return the words of a text that a quotation repeats, whatever its spaces; None if it does not."""
    found = _make_pattern(quote).search(text)
    return found.group() if found else None


def _make_pattern(quote: str) -> "regex.Pattern[str]":
    """Return what finds a quotation, whose spaces may be other ones; one of spaces only is found nowhere."""
    words = quote.split()
    return regex.compile(r"\s+".join(map(regex.escape, words)) if words else r"(?!)")
