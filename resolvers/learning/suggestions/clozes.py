"""What a sentence can ask for: a place, a name or a number that it holds once, left out.

No model takes part, so equal articles give equal flashcards, and an answer always occurs in its sentence.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import regex

from resolvers.core.text import match_key
from resolvers.learning.flashcards.model import FlashcardOrigin
from resolvers.learning.suggestions.sentences import Sentence, list_sentences

GAP: Final = "____"
MOST_PLACES: Final = 5
MOST_OTHERS: Final = 3

_CAPITALISED: Final = r"\p{Lu}(?:[\p{L}\p{M}-]|['\u2019](?!s\b)\p{L})+"
_MORE: Final = rf"(?: (?:(?:of|de|da|do|del|la|le|van|von|the|al) )?{_CAPITALISED})"
# They begin a sentence with a capital without being part of the name after them.
_NO_NAME: Final = (
    r"(?:a|about|above|after|all|along|among|an|and|any|around|as|at|before|behind|below|beside|between|beyond|both|but|"
    r"by|close|down|during|each|even|every|few|for|from|he|her|here|his|how|if|in|inside|into|it|its|like|many|most|near|"
    r"no|nobody|none|not|now|of|off|on|once|one|only|or|our|out|outside|over|people|she|since|so|some|still|than|that|the|"
    r"their|then|there|these|they|this|those|though|through|to|today|towards?|two|under|unlike|until|up|visitors|we|what|"
    r"when|where|which|while|who|why|with|within|without|yet|you|your)\b"
)
_FIRST_WORD: Final = rf"^(?!(?i:{_NO_NAME})){_CAPITALISED}"
_NAME: Final = regex.compile(
    rf"{_FIRST_WORD}{_MORE}+|(?<=[\p{{Ll}}\p{{M}}\p{{N}},;:)] )(?<!{_FIRST_WORD} ){_CAPITALISED}{_MORE}*"
)
_DIGITS: Final = regex.compile(r"(?<![\p{L}\p{N}.,/:-])\d[\d,.]*\d(?![\p{L}\p{N}/:-]|[.,]\d)")
_NUMBER_WORD: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million)"
)
_NUMBER: Final = regex.compile(rf"\b{_NUMBER_WORD}(?:(?:-| and | ){_NUMBER_WORD})+\b", regex.IGNORECASE)
# Days and months are names too, but nobody learns them.
_CALENDAR: Final = regex.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b",
    regex.IGNORECASE,
)
_REMARK: Final = regex.compile(r"\s*\([^)]*\)")


class Cloze(NamedTuple):
    """A sentence with a gap, and what belongs there."""

    origin: FlashcardOrigin
    sentence: Sentence
    answer: str

    @property
    def front(self) -> str:
        return _compile_whole_word(self.answer).sub(GAP, self.sentence.text)


def find_clozes(text: str, places: Sequence[str]) -> list[Cloze]:
    """Return what an article gives flashcards for: its pinned places, then the best of its names and numbers.

    Each sentence and each answer is used once.
    """
    sentences = list(list_sentences(text))
    found = list(_choose(_place_clozes(sentences, places), MOST_PLACES, []))
    return found + list(_choose(_find_other_clozes(sentences), MOST_OTHERS, found))


def _choose(candidates: Iterable[Cloze], limit: int, taken: Sequence[Cloze]) -> Iterator[Cloze]:
    sentences = [each.sentence for each in taken]
    answers = {match_key(each.answer) for each in taken}
    chosen = 0
    for each in candidates:
        if chosen == limit:
            return
        if not any(map(each.sentence.overlaps, sentences)) and match_key(each.answer) not in answers:
            sentences.append(each.sentence)
            answers.add(match_key(each.answer))
            chosen += 1
            yield each


def _place_clozes(sentences: Sequence[Sentence], places: Sequence[str]) -> Iterator[Cloze]:
    """Yield each place in a sentence that names it, else what its name ends in: `Machu Picchu, ____`."""
    for place in places:
        first, _, rest = (part.strip() for part in _REMARK.sub("", place).partition(","))
        named = [
            Cloze(FlashcardOrigin.PLACE, sentence, written)
            for name in dict.fromkeys((place, first))
            for sentence in sentences
            if (written := _find_single_spelling(sentence, name))
        ]
        if named:
            yield from named
        elif first and len(_compile_whole_word(rest).findall(f"{first}, {rest}")) == 1:
            yield Cloze(FlashcardOrigin.PLACE, Sentence(f"{first}, {rest}", 0, 0), rest)


def _find_other_clozes(sentences: Sequence[Sentence]) -> Iterator[Cloze]:
    """Yield names of several words, then numbers, then other names; each in the order of the article."""
    for pattern, of_several_words in ((_NAME, True), (_DIGITS, False), (_NUMBER, None), (_NAME, False)):
        for sentence in sentences:
            for found in pattern.findall(sentence.text):
                answer = found.rstrip("'\u2019-").removesuffix("\u2019s").removesuffix("'s")
                if (
                    of_several_words in {None, " " in found}
                    and not _CALENDAR.search(answer)
                    and _find_single_spelling(sentence, answer)
                ):
                    yield Cloze(FlashcardOrigin.CLOZE, sentence, answer)


def _find_single_spelling(sentence: Sentence, name: str) -> str:
    """Return a name as a sentence writes it; empty unless it does so exactly once, and as less than half of it."""
    found = _compile_whole_word(name).findall(sentence.text) if name else []
    return found[0] if len(found) == 1 and len(found[0]) * 2 < len(sentence.text) else ""


def _compile_whole_word(name: str) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(name)}(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)
