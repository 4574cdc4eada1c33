"""Finds the subject of a verb in the words before it, and whether it is one or many; unsure ones are left out."""

from enum import Enum
from typing import Final, NamedTuple

from resolvers.learning.writing.sentences import Sentence, Token
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import MODALS, TIME_UNITS, UNCOUNTABLE, is_plural, is_singular


class Number(Enum):
    """What form of a verb a subject takes."""

    FIRST = "I"
    SINGULAR = "he"
    PLURAL = "they"


class Subject(NamedTuple):
    """Where a subject begins, and its number."""

    first: int
    number: Number


PRONOUNS: Final = {
    "i": Number.FIRST,
    **dict.fromkeys(("he", "she", "it"), Number.SINGULAR),
    **dict.fromkeys(("we", "they", "you"), Number.PLURAL),
    **dict.fromkeys(
        ("everyone", "everybody", "everything", "someone", "somebody", "something", "nobody", "nothing", "anyone",
         "anybody", "anything"),
        Number.SINGULAR,
    ),
}  # fmt: skip
_ASKING: Final = MODALS | word_set(
    """
    do does did don't doesn't didn't let make makes made help helps helped see saw hear heard watch watched
    """
)
_RELATIVE: Final = frozenset({"who", "which", "that"})
_EACH: Final = frozenset({"each", "one", "neither", "either", "every"})
_MANY: Final = frozenset({"lot", "number", "couple", "dozen", "handful", "majority"})
_PARTS: Final = word_set(
    """
    quarter quarters third thirds half halves most rest part
    """
)
_NEAR_THE_START: Final = 2
_MODIFIERS: Final = ("ADJ", "NUM", "NOUN", "PROPN", "ADV")


def find_subject(sentence: Sentence, verb: int) -> Subject | None:
    """Return the subject of the verb at a place, or None where it is not clear."""
    before = verb - 1
    while sentence.at(before).tag == "ADV" or sentence.at(before).lower in {"not", "never"}:
        before -= 1
    if [sentence.at(before - 1).lower, sentence.at(before).lower] == ["next", "door"]:
        before -= 2  # the couple next door
    last = sentence.at(before)
    if last.lower in PRONOUNS:
        return _pronoun(sentence, before)
    if last.lower in {"them", "us", "you"} and sentence.at(before - 1).lower == "of":
        return _quantity(sentence, before - 2, last)
    if last.lower in _RELATIVE and last.tag in {"PRON", "SCONJ", "DET"}:
        return _antecedent(sentence, before)
    return _noun_phrase(sentence, before) if last.tag in {"NOUN", "PROPN"} else None


def start_of_phrase(sentence: Sentence, head: int) -> int:
    """Return where the noun phrase that ends in this noun begins."""
    first = head
    while sentence.at(first - 1).tag in _MODIFIERS and not sentence.at(first).follows_comma:
        first -= 1
    return first - 1 if is_determiner(sentence.at(first - 1)) and not sentence.at(first).follows_comma else first


def is_determiner(token: Token) -> bool:
    return token.tag == "DET" or token.lower in _POSSESSIVES


_POSSESSIVES: Final = frozenset({"my", "your", "his", "her", "its", "our", "their", "whose"})


def _pronoun(sentence: Sentence, place: int) -> Subject | None:
    left = sentence.at(place - 1)
    is_object = left.tag == "ADP" and sentence.at(place).lower in {"it", "you"}
    joined = left.lower in {"and", "or", "nor"} and not sentence.at(place - 1).follows_comma and place > 1
    if left.lower in _ASKING or is_object or (joined and sentence.at(place - 2).tag in {"NOUN", "PROPN", "PRON"}):
        return None
    if left.tag == "VERB" and sentence.at(place).lower in {"it", "you", "everything", "nothing", "something"}:
        return None
    return Subject(place, PRONOUNS[sentence.at(place).lower])


def _antecedent(sentence: Sentence, relative: int) -> Subject | None:
    """Return what `who` speaks of, if it is the only noun before."""
    head = sentence.at(relative - 1)
    if head.tag != "NOUN" or sentence.at(relative).follows_comma:
        return None
    first = start_of_phrase(sentence, relative - 1)
    left = sentence.at(first - 1)
    if not is_determiner(sentence.at(first)) and head.lower != "people":
        return None
    if left.lower in {"of", "and", "or"} or left.tag == "ADP" or sentence.at(relative).lower != "who":
        return None
    return _parse_subject(sentence, first, head)


def _noun_phrase(sentence: Sentence, head: int) -> Subject | None:
    """Follow `the views from the towers of the town` back to `views`."""
    while True:
        first = start_of_phrase(sentence, head)
        left = sentence.at(first - 1)
        if left.tag != "ADP" or sentence.at(first).follows_comma:
            break
        special = _quantity(sentence, first - 2, sentence.at(head)) if left.lower == "of" else None
        if special:
            return special
        if sentence.at(first - 2).tag not in {"NOUN", "PROPN"} or sentence.at(first - 1).follows_comma:
            return None
        head = first - 2
        if sentence.at(head).lower in _PARTS:
            return None
    return _parse_subject(sentence, first, sentence.at(head)) if _may_begin(sentence, first) else None


def _quantity(sentence: Sentence, head: int, counted: Token) -> Subject | None:
    """Return `one of them` as one, and `a lot of shops` as what there is a lot of."""
    word, before = sentence.at(head), sentence.at(head - 1)
    if word.lower in _EACH and before.tag != "ADP" and _may_begin(sentence, head):
        return Subject(head, Number.SINGULAR)
    if word.lower in _MANY and before.lower == "a":
        return _parse_subject(sentence, head - 1, counted)
    if word.lower == "number" and before.lower == "the":
        return Subject(head - 1, Number.SINGULAR)
    return None


def _may_begin(sentence: Sentence, first: int) -> bool:
    """Tell whether a clause may begin here, so that the phrase is no object of a verb and no part of a list."""
    left, here = sentence.at(first - 1), sentence.at(first)
    if first == 0 or left.tag == "SCONJ" or left.lower in {"but", "so", "when", "where", "that", "while"}:
        return sentence.at(first - 1).lower not in {"than", "as", "like"}
    if here.follows_comma:
        return first <= _NEAR_THE_START or (
            sentence.at(0).tag in {"ADP", "ADV", "SCONJ", "NOUN", "ADJ", "DET"} and _commas(sentence) == 1
        )
    return left.tag == "NOUN" and left.lower in _TIMES and is_determiner(here)


def _is_counted(sentence: Sentence, first: int) -> bool:
    """Tell whether a phrase begins with a number: ten kilometres is a long way."""
    return sentence.at(first).tag == "NUM" or sentence.at(first).lower.isdigit()


def _commas(sentence: Sentence) -> int:
    return sum(each.follows_comma for each in sentence.tokens)


def _parse_subject(sentence: Sentence, first: int, head: Token) -> Subject | None:
    word = head.lower
    if head.tag == "PROPN" and head.text[:1].isupper():
        return None
    if is_plural(word) and not (word.removesuffix("s") in _UNITS and _is_counted(sentence, first)):
        return Subject(first, Number.PLURAL)
    if is_plural(word):
        return None
    return Subject(first, Number.SINGULAR) if is_singular(word) or word in UNCOUNTABLE else None


_UNITS: Final = TIME_UNITS | word_set(
    """
    kilometre kilometer metre meter mile foot dollar euro pound litre gram kilogram degree dong
    """
)
_TIMES: Final = TIME_UNITS | word_set(
    """
    morning evening afternoon spring summer autumn winter today time
    """
)
