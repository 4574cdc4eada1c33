"""Rules about one and many: many tourists, much water, these houses, an honest man."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import (
    BE,
    PERSONS,
    TIME_UNITS,
    UNCOUNTABLE,
    is_plural,
    is_singular,
    is_third_person,
    pluralize,
    singularize,
)

_NUMBERS: Final = word_set(
    """
    two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
    """
)
_OF_MANY: Final = frozenset({"many", "few", "several", "both", "these", "those", "various"}) | _NUMBERS
_OF_ONE: Final = frozenset({"every", "each", "another", "a", "an", "this"})
_LEAST_YEAR: Final = 1000
_NOT_COUNTED: Final = word_set(
    """
    percent hundred thousand million dozen km kg cm pm am metre meter a one
    """
)
_QUANTITIES: Final = word_set(
    """
    few dozen lot number hundred thousand million little couple
    """
)


@rule()
def find_plural_needed(sentence: Sentence) -> Iterator[Match]:
    """`three elephant`, `many tourist`, `these house`."""
    for place, token in enumerate(sentence.tokens):
        word = token.lower
        is_digits = word.isdigit() and 1 < int(word) < _LEAST_YEAR and token.tag in {"NUM", ""}
        if word not in _OF_MANY and not is_digits:
            continue
        head = _head(sentence, place)
        noun = sentence.at(head).lower
        if BE & {*sentence.words(place, head + 1)}:
            continue
        if (
            head == place
            or sentence.at(place - 1).lower in {"a", "an", "the", "this", "that", "one", "may"} | _PRECEDING
        ):
            continue
        if noun in _NOT_COUNTED or {*sentence.words(place + 1, head)} & (_NOT_COUNTED | {"old"}):
            continue
        if noun in UNCOUNTABLE and word in {"many", "few", "several", "various"}:
            yield Match(
                place, place, f"“{noun}” is uncountable.", offer({"many": "much", "few": "little"}.get(word, "some"))
            )
        elif is_singular(noun) and noun not in UNCOUNTABLE and not (is_digits and head > place + 1):
            yield Match(head, head, f"Use a plural noun after “{token.text}”.", offer(pluralize(noun)))


@rule()
def find_singular_needed(sentence: Sentence) -> Iterator[Match]:
    """`every houses`, `this flowers`, `a old houses`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in _OF_ONE or token.tag not in {"DET", "PRON", "ADJ"}:
            continue
        head = _head(sentence, place)
        between = {*sentence.words(place + 1, head)}
        noun = sentence.at(head).lower
        if head == place or between & _QUANTITIES or noun in {"people", "police"} or any(map(is_plural, between)):
            continue
        if any(sentence.at(each).tag == "NUM" for each in range(place, head)):
            continue
        if is_third_person(noun) and head > place + 1 and sentence.at(head - 1).tag == "NOUN":
            continue  # a verb that is taken for a noun: every visitor photographs
        if (
            head == place + 1
            and token.lower == "this"
            and is_third_person(noun)
            and sentence.at(head + 1).tag in {"DET", "PRON"}
        ):
            continue
        if is_plural(noun):
            right = {"this": "these"}.get(token.lower)
            if right:
                yield Match(place, place, f"“{sentence.at(head).text}” is plural.", offer(right))
            else:
                yield Match(head, head, f"Use a singular noun after “{token.text}”.", offer(singularize(noun)))


@rule()
def find_uncountable(sentence: Sentence) -> Iterator[Match]:
    """`informations`, `a furniture`."""
    for place, token in enumerate(sentence.tokens):
        one = token.lower.removesuffix("s")
        is_added = token.lower.endswith("s") and one in UNCOUNTABLE - _PLURAL_ALLOWED
        if is_added and token.tag not in {"VERB", "AUX", "PROPN"}:
            yield Match(place, place, f"“{one}” has no plural form.", offer(one))
        if token.lower in {"a", "an"} and sentence.at(place + 1).lower in UNCOUNTABLE & _NEVER_ONE:
            after = sentence.at(place + 2)
            if after.tag not in {"NOUN", "PROPN"}:
                noun = sentence.at(place + 1).text
                yield Match(place, place + 1, f"“{noun}” is uncountable.", offer(noun, f"some {noun}"))


@rule()
def find_much(sentence: Sentence) -> Iterator[Match]:
    """`much people`, `many time`."""
    for place, token in enumerate(sentence.tokens):
        head = _head(sentence, place)
        if token.lower == "much" and head == place + 1 and is_plural(sentence.at(head).lower):
            yield Match(place, place, f"“{sentence.at(head).text}” is countable: use “many”.", offer("many"))
        if (
            token.lower == "less"
            and head == place + 1
            and is_plural(sentence.at(head).lower)
            and sentence.at(place + 1).tag == "NOUN"
        ) and sentence.at(head).lower.removesuffix("s") not in TIME_UNITS:
            yield Match(place, place, f"“{sentence.at(head).text}” is countable: use “fewer”.", offer("fewer"))


@rule()
def find_one_of(sentence: Sentence) -> Iterator[Match]:
    """`one of the guide`."""
    for place, token in enumerate(sentence.tokens):
        is_one = (
            token.lower in {"one", "each", "some", "many", "most", "several", "two"}
            and sentence.at(place + 1).lower == "of"
        )
        determiner = sentence.at(place + 2).lower
        if not is_one or determiner not in {"the", "my", "our", "his", "her", "their", "your", "these", "those"}:
            continue
        head = _head(sentence, place + 2)
        noun = sentence.at(head).lower
        is_counted = token.lower in {"one", "each", "several", "two"} or determiner in {"these", "those"}
        if head > place + 2 and is_counted and is_singular(noun) and noun not in UNCOUNTABLE:
            yield Match(head, head, f"Use a plural noun after “{token.text} of”.", offer(pluralize(noun)))


@rule()
def find_missing_article(sentence: Sentence) -> Iterator[Match]:
    """`She is teacher`."""
    for place, token in enumerate(sentence.tokens):
        subject = sentence.at(place - 1).lower
        if token.lower not in BE or not (subject in {"i", "he", "she"} or subject in PERSONS):
            continue
        head = sentence.skip(place + 1, "ADJ")
        noun = sentence.at(head)
        is_alone = sentence.at(head + 1).tag in {"", "ADP", "CCONJ"} or sentence.at(head + 1).follows_comma
        if (
            noun.tag == "NOUN"
            and noun.lower in PERSONS - {"people", "cook", "guide"}
            and is_singular(noun.lower)
            and is_alone
        ):
            first = sentence.at(place + 1).text
            article = "an" if first[:1].lower() in "aeiou" else "a"
            yield Match(
                place + 1,
                head,
                "Use an article before one person's job.",
                offer(f"{article} {' '.join(each.text for each in sentence.tokens[place + 1 : head + 1])}"),
            )


@rule()
def find_many_persons(sentence: Sentence) -> Iterator[Match]:
    """`We are student`."""
    for place, token in enumerate(sentence.tokens):
        head = sentence.skip(place + 1, "ADJ")
        noun = sentence.at(head).lower
        is_many = sentence.at(place - 1).lower in {"we", "they"} and token.lower in {"are", "were"}
        if (
            is_many
            and noun in PERSONS - {"people", "cook", "guide"}
            and is_singular(noun)
            and sentence.at(head + 1).tag in {"", "ADP", "CCONJ"}
        ):
            yield Match(head, head, "Use the plural for more than one person.", offer(pluralize(noun)))


def _head(sentence: Sentence, place: int) -> int:
    """Return the place of the last noun of the phrase after this word; the word's own place where there is none."""
    head = sentence.skip(place + 1, "ADJ")
    if sentence.at(head).tag != "NOUN" or any(each.follows_comma for each in sentence.tokens[place + 1 : head + 1]):
        return place
    while sentence.at(head + 1).tag in {"NOUN", "PROPN"} and not sentence.at(head + 1).follows_comma:
        head += 1
    after = sentence.at(head + 1)
    return place if sentence.at(head).tag == "PROPN" or after.lower in {"'s", "s"} else head


_PRECEDING: Final = word_set(
    """
    january february march april june july august september october november december chapter page room platform
    gate number line bus route my his her its our their your in since around every each
    """
)
_PLURAL_ALLOWED: Final = word_set(
    """
    air rain water sand snow milk coffee butter grass food bread salt help transport happiness darkness nature rice
    progress new wisdom cash dust pollution
    """
)
_NEVER_ONE: Final = word_set(
    """
    advice baggage equipment evidence furniture homework housework information luggage machinery news progress
    software traffic weather
    """
)
