"""Rules about the verb that follows a verb or a preposition: enjoy walking, decide to go, interested in learning."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import (
    BE,
    form,
    is_adjective,
    is_base,
    is_gerund,
    is_no_infinitive,
    verb_lemma,
)

_WANT_GERUND: Final = word_set(
    """
    admit appreciate avoid consider delay deny dislike enjoy finish imagine mind miss postpone practise practice
    quit recommend resist risk suggest
    """
)
_WANT_INFINITIVE: Final = word_set(
    """
    agree decide expect hope manage offer pretend promise refuse want wish
    """
)
_BEFORE_GERUND: Final = word_set(
    """
    in of about without by after before at from instead
    """
)
_TO_AS_PREPOSITION: Final = frozenset({"forward", "addicted", "committed", "accustomed", "opposed"})
_OBJECTS: Final = frozenset({"me", "him", "her", "us", "them", "you"})


@rule()
def find_gerund_after_verb(sentence: Sentence) -> Iterator[Match]:
    """`enjoy to walk`."""
    for place, token in enumerate(sentence.tokens):
        lemma, last = verb_lemma(token.lower), sentence.at(place + 2)
        is_active = (
            token.tag == "VERB" and sentence.at(place - 1).lower not in BE and sentence.at(place - 1).tag != "DET"
        )
        if (
            lemma in _WANT_GERUND
            and is_active
            and sentence.at(place + 1).lower == "to"
            and last.tag == "VERB"
            and is_base(last.lower)
        ):
            yield Match(
                place + 1, place + 2, f"Use the -ing form after “{token.text}”.", offer(form(last.lower, "VBG"))
            )


@rule()
def find_infinitive_after_verb(sentence: Sentence) -> Iterator[Match]:
    """`decided going`, `want to going`."""
    for place, token in enumerate(sentence.tokens):
        if token.tag != "VERB" or verb_lemma(token.lower) not in _WANT_INFINITIVE | {
            "need",
            "like",
            "have",
            "try",
            "begin",
        }:
            continue
        after = sentence.at(place + 1)
        if verb_lemma(token.lower) in _WANT_INFINITIVE and after.tag == "VERB" and is_gerund(after.lower):
            yield Match(
                place + 1,
                place + 1,
                f"Use the infinitive with “to” after “{token.text}”.",
                offer(f"to {verb_lemma(after.lower)}"),
            )
        last = sentence.at(place + 2)
        if after.lower == "to" and last.tag == "VERB" and is_no_infinitive(last.lower):
            yield Match(
                place + 2, place + 2, "Use the base form of the verb after “to”.", offer(verb_lemma(last.lower))
            )


@rule()
def find_bare_infinitive(sentence: Sentence) -> Iterator[Match]:
    """`let us to enter`, `made me to wear`."""
    for place, token in enumerate(sentence.tokens):
        last = sentence.at(place + 3)
        if token.lower == "let's" and sentence.at(place + 1).lower == "to" and is_base(sentence.at(place + 2).lower):
            yield Match(
                place + 1,
                place + 2,
                "Use the verb without “to” after “let's”.",
                offer(sentence.at(place + 2).text),
            )
        is_causing = verb_lemma(token.lower) in {"let", "make"} and sentence.at(place + 1).lower in _OBJECTS
        if is_causing and sentence.at(place + 2).lower == "to" and last.tag == "VERB" and is_base(last.lower):
            yield Match(place + 2, place + 3, f"Use the verb without “to” after “{token.text}”.", offer(last.text))


@rule()
def find_gerund_after_preposition(sentence: Sentence) -> Iterator[Match]:
    """`interested in learn`, `looking forward to see`, `for visit my friend`."""
    for place, token in enumerate(sentence.tokens):
        verb = sentence.at(place + 1)
        if verb.tag != "VERB" or not is_base(verb.lower) or is_adjective(verb.lower):
            continue
        gerund = form(verb.lower, "VBG")
        has_object = sentence.at(place + 2).tag in {"DET", "PRON"}
        is_bare = token.tag in {"ADP", "SCONJ"} and (has_object or not _is_noun_too(verb.lower))
        if (
            token.lower in _BEFORE_GERUND
            and is_bare
            and place > 0
            and sentence.at(place - 1).lower not in {"sign", "log", "come", "go", "move"}
        ):
            yield Match(place + 1, place + 1, f"Use the -ing form after “{token.text}”.", offer(gerund))
        elif token.lower == "for" and token.tag == "ADP" and is_bare:
            yield Match(
                place,
                place + 1,
                "Use “to” with the infinitive for a purpose.",
                offer(f"to {verb.text}", f"for {gerund}"),
            )
        elif token.lower == "to" and (sentence.at(place - 1).lower in _TO_AS_PREPOSITION or _is_habit(sentence, place)):
            yield Match(place + 1, place + 1, "Use the -ing form after this “to”.", offer(gerund))


@rule()
def find_for_to(sentence: Sentence) -> Iterator[Match]:
    """`for to sell`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower == "for" and sentence.at(place + 1).lower == "to" and is_base(sentence.at(place + 2).lower):
            yield Match(place, place + 1, "Use “to” with the infinitive for a purpose.", offer("to"))


@rule()
def find_suggest_to(sentence: Sentence) -> Iterator[Match]:
    """`suggested me to go`."""
    for place, token in enumerate(sentence.tokens):
        is_person = sentence.at(place + 1).lower in _OBJECTS and sentence.at(place + 2).lower == "to"
        if verb_lemma(token.lower) == "suggest" and is_person and is_base(sentence.at(place + 3).lower):
            subject = {"me": "I", "him": "he", "her": "she", "us": "we", "them": "they"}.get(
                sentence.at(place + 1).lower, "you"
            )
            verb = sentence.at(place + 3).text
            yield Match(place + 1, place + 3, "Use “suggest that” with a person.", offer(f"that {subject} {verb}"))


def _is_habit(sentence: Sentence, place: int) -> bool:
    """Tell whether `to` ends `I am used to`; of things, `is used to` tells a purpose."""
    used, be, who = (sentence.at(place - back).lower for back in (1, 2, 3))
    return used == "used" and (be in {"get", "got"} or (be in BE and who in {"i", "we", "he", "she", "they", "you"}))


def _is_noun_too(word: str) -> bool:
    return bool(form(word, "NNS"))
