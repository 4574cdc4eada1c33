"""Rules about adverbs: how something is done, what senses take, `too` and `almost`."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.model import FindingKind
from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import (
    PEOPLES,
    is_gerund,
    is_plural,
    verb_lemma,
)

_ADVERBS: Final = {
    "good": "well", "bad": "badly", "careful": "carefully", "quick": "quickly", "slow": "slowly", "quiet": "quietly",
    "beautiful": "beautifully", "perfect": "perfectly", "easy": "easily", "happy": "happily", "polite": "politely",
    "sudden": "suddenly", "loud": "loudly", "nice": "nicely", "dangerous": "dangerously", "fluent": "fluently",
    "clear": "clearly", "correct": "correctly", "patient": "patiently", "gentle": "gently", "regular": "regularly",
}  # fmt: skip
_ACTIONS: Final = word_set(
    """
    answer behave breathe climb cook cry dance drive eat explain fight jump learn listen move play read ride run
    shout sing sleep smile speak swim talk teach travel wait walk watch work write
    """
)
_SENSES: Final = frozenset({"taste", "smell", "sound", "look", "feel", "seem"})
_STATES: Final = {"deliciously": "delicious", "beautifully": "beautiful", "nicely": "nice", "terribly": "terrible",
                  "wonderfully": "wonderful", "strangely": "strange", "happily": "happy", "sadly": "sad",
                  "badly": "bad", "greatly": "great", "angrily": "angry", "perfectly": "perfect"}  # fmt: skip
_TOO: Final = word_set(
    """
    big small old young tall short long high low hot cold warm cheap expensive rich poor fast weak hard soft easy
    busy heavy early late far dirty safe large wide deep dark bright loud difficult dangerous tired many much
    """
)


@rule(FindingKind.WORD_CHOICE)
def find_to_too(sentence: Sentence) -> Iterator[Match]:
    """`It was to cold`, `Your going to love it`."""
    for place, token in enumerate(sentence.tokens):
        after, last = sentence.at(place + 1), sentence.at(place + 2)
        is_degree = after.lower in _TOO and not is_gerund(after.lower) and last.tag in {"", "PART", "ADP", "CCONJ"}
        if (
            token.lower == "to"
            and sentence.at(place - 1).lower in {"is", "was", "are", "were", "it's", "much"}
            and is_degree
        ):
            yield Match(place, place, "Use “too” for more than enough.", offer("too"))
        if (
            token.lower == "your"
            and after.lower in {"going", "coming", "welcome", "right", "wrong"}
            and last.tag in {"", "PART", "ADP"}
        ):
            yield Match(place, place, "Short for “you are” is “you're”.", offer("you're"))


@rule()
def find_adverb(sentence: Sentence) -> Iterator[Match]:
    """`drove careful`, `speaks English good`."""
    for place, token in enumerate(sentence.tokens):
        if (
            token.lower not in _ADVERBS
            or sentence.at(place + 1).tag in {"NOUN", "PROPN", "ADJ"}
            or sentence.at(place + 1).lower in {"and", "or", "than", "one", "for", "at"}
        ):
            continue
        before = place - 1
        while sentence.at(before).lower in {"very", "so", "too", "really", "quite"}:
            before -= 1
        if sentence.at(before).lower in PEOPLES:
            before -= 1
        if (
            verb_lemma(sentence.at(before).lower) in _ACTIONS
            and sentence.at(before).tag in {"VERB", "NOUN"}
            and sentence.at(before - 1).tag != "DET"
        ):
            yield Match(place, place, "Use an adverb to say how something is done.", offer(_ADVERBS[token.lower]))


@rule()
def find_adjective_after_sense(sentence: Sentence) -> Iterator[Match]:
    """`tastes deliciously`."""
    for place, token in enumerate(sentence.tokens):
        before = sentence.at(place - 1)
        if (
            token.lower in _STATES
            and verb_lemma(before.lower) in _SENSES
            and before.tag in {"VERB", "NOUN"}
            and sentence.at(place + 1).tag not in {"ADJ", "VERB"}
        ):
            yield Match(place, place, f"Use an adjective after “{before.text}”.", offer(_STATES[token.lower]))


@rule(FindingKind.WORD_CHOICE)
def find_almost_of(sentence: Sentence) -> Iterator[Match]:
    """`almost of the people`, `almost people`."""
    for place, token in enumerate(sentence.tokens):
        after = sentence.at(place + 1)
        if token.lower == "almost" and (after.lower == "of" or (after.tag == "NOUN" and is_plural(after.lower))):
            yield Match(place, place, "Use “most” or “almost all”.", offer("most", "almost all"))
