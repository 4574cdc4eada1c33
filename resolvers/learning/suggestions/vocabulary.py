"""Words of an article that are worth learning, with their sentence and what they may mean.

Which meaning fits, nobody knows without understanding the sentence: they are put in an order, and the learner chooses.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import regex

from resolvers.learning.suggestions.dictionary import Sense, Word, look_up
from resolvers.learning.suggestions.sentences import Sentence, list_prose_sentences
from resolvers.learning.writing.word_sets import word_set

MOST_SENSES: Final = 6
MOST_CANDIDATES: Final = 40
HARD: Final = 3.5  # between B1 and B2

# Neither names, nor parts of words with a hyphen, an apostrophe or digits.
_WORD: Final = regex.compile(r"(?<![\p{L}\p{N}\p{M}'\u2019@#/_.-])[a-z]{4,20}(?![\p{L}\p{N}\p{M}@/_]|['\u2019-]\p{L})")
_ENGLISH: Final = regex.compile(
    r"\b(?:the|a|an|of|and|to|in|is|was|are|were|it|that|with|for|on|as|at|by|not|but|from|which|this|had|has|have)\b",
    regex.IGNORECASE,
)
_BEFORE_NOUN: Final = word_set(
    """
    a an the this that these those my your his her its our their no every each some any many few several two three
    four five six seven eight nine ten of with from in on at by without between under over into
    """
)
_BEFORE_VERB: Final = word_set(
    """
    to will would can could should must may might shall cannot i we you they he she it who not never don't doesn't
    didn't let let's
    """
)
_BEFORE_ADJECTIVE: Final = word_set(
    """
    is are was were be been am very so too more most quite rather less as look looks looked feel feels felt seem
    seems seemed become becomes became stay stays stayed
    """
)
_AFTER_NOUN: Final = word_set(
    """
    of in on at by with from to is are was were and or but that which who had has have where when for as into between
    beside behind under over near through around before after until so while than along above below without
    """
)
_ARTICLE: Final = word_set("the a an my your his her its our their this these those")
_CONTENT: Final = regex.compile(
    r"\b(?!(?:about|after|also|been|before|between|both|from|have|into|just|like|made|make|more|most|much|often|only|other"
    r"|over|same|some|such|than|that|them|then|there|these|they|this|those|through|under|used|usually|very|what|when"
    r"|where|which|while|with|without)\b)[a-z]{4,}"
)


class WordInSentence(NamedTuple):
    """A word worth learning, where an article uses it first."""

    word: Word
    form: str
    sentence: Sentence
    senses: tuple[str, ...]
    """What it may mean, the likeliest first."""


def find_words(text: str) -> list[WordInSentence]:
    """Return words of an article, each once, whatever its form, each from a sentence of its own as far as there are.

    Words of a higher level come first, and among these what its reader will meet most often.
    """
    stems = frozenset(_list_stems(text))
    found: dict[str, WordInSentence] = {}
    for sentence in list_prose_sentences(text):
        if _ENGLISH.search(sentence.text):
            for each in _find_in_sentence(sentence, stems):
                found.setdefault(each.word.lemma, each)
    ranked = sorted(found.values(), key=lambda each: (each.word.level < HARD, -each.word.frequency))
    chosen: dict[Sentence, WordInSentence] = {}
    for each in ranked:
        chosen.setdefault(each.sentence, each)
    others = [each for each in ranked if chosen[each.sentence] is not each]
    return [*chosen.values(), *others][:MOST_CANDIDATES]


def _find_in_sentence(sentence: Sentence, stems: frozenset[str]) -> Iterator[WordInSentence]:
    for match in _WORD.finditer(sentence.text):
        if word := look_up(match.group()):
            senses = tuple(each.gloss for each in _order_senses(word, sentence.text, match, stems)[:MOST_SENSES])
            yield WordInSentence(word, match.group(), sentence, senses)


def _order_senses(word: Word, sentence: str, match: "regex.Match[str]", stems: frozenset[str]) -> list[Sense]:
    """Return meanings of the likeliest part of speech first, among these those that share words with the article."""
    part = _guess_part(word.parts, sentence[: match.start()], sentence[match.end() :])
    own = frozenset(_list_stems(word.lemma))

    def rank(sense: Sense) -> tuple[bool, bool, int]:
        shared = len((frozenset(_list_stems(sense.gloss)) & stems) - own)
        return (sense.part != part, sense.part not in word.parts, -min(shared, 2))

    return sorted(word.senses, key=rank)


def _guess_part(parts: str, before: str, after: str) -> str:
    """Guess which part of speech a word is here, from its form and the words beside it."""
    previous = regex.findall(r"[\w'\u2019]+\s*$", before.lower())
    following = regex.match(r"\s+([\w'\u2019]+)", after.lower())
    left = previous[0].strip() if previous else ""
    right = following.group(1) if following else ""
    ends = right == "" or right in _AFTER_NOUN
    if left in _BEFORE_VERB or (left.endswith("s") and left not in _BEFORE_NOUN | _BEFORE_ADJECTIVE):
        order = "vnar"
    elif left in _BEFORE_ADJECTIVE:
        order = "avnr"
    elif left in _BEFORE_NOUN:
        order = "navr" if ends else "anvr"
    elif right in _ARTICLE:
        order = "vnar"
    else:
        order = "nvar" if ends else "anvr"
    return next((each for each in order if each in parts), parts[:1])


def _list_stems(text: str) -> Sequence[str]:
    """Return the beginnings of the longer words of a text, by which forms of one word are alike."""
    return [each[:6].removesuffix("s") for each in _CONTENT.findall(text.lower())]
