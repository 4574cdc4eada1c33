"""Rules about the form of a verb after another word: has gone, was built, can see, enjoy walking."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.rules.subjects import PRONOUNS
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import (
    BE,
    MODALS,
    TIME_UNITS,
    form,
    is_adjective,
    is_base,
    is_gerund,
    is_no_infinitive,
    is_only_past,
    is_participle,
    is_past,
    is_third_person,
    verb_lemma,
)

_HAVE: Final = frozenset({"have", "has", "had", "having", "haven't", "hasn't", "hadn't"})
_DO: Final = frozenset({"do", "does", "did", "don't", "doesn't", "didn't"})
_PAST_TIMES: Final = TIME_UNITS | word_set(
    """
    night summer winter spring autumn weekend january february march april may june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday
    """
)


@rule()
def find_perfect(sentence: Sentence) -> Iterator[Match]:
    """`has went`, `have see`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in _HAVE:
            continue
        verb = _next_verb(sentence, place)
        word = sentence.at(verb).lower
        is_bare = verb == place + 1 and sentence.at(verb).tag == "VERB" and is_base(word) and not is_participle(word)
        if is_only_past(word) or (is_bare and token.tag == "AUX" and sentence.at(place - 1).lower in PRONOUNS):
            yield Match(
                verb, verb, f"Use the past participle after “{token.text}”.", offer(form(verb_lemma(word), "VBN"))
            )


@rule()
def find_passive(sentence: Sentence) -> Iterator[Match]:
    """`was build`, `is wrote`, `am agree`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in BE:
            continue
        verb = _next_verb(sentence, place)
        word, tag = sentence.at(verb).lower, sentence.at(verb).tag
        if {"what", "all", "thing", "do", "did", "does"} & {*sentence.words(0, place)}:
            continue
        if tag == "VERB" and (
            is_only_past(word) or (is_base(word) and not is_participle(word) and not is_adjective(word))
        ):
            lemma = verb_lemma(word)
            yield Match(place, verb, "Use an -ing form or a past participle after “be”, or leave out “be”.",
                        _after_be(token.text, lemma, word))  # fmt: skip


@rule()
def find_modal(sentence: Sentence) -> Iterator[Match]:
    """`can to see`, `should went`, `might rains`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in MODALS or token.tag != "AUX" or place == 0:
            continue
        verb = _next_verb(sentence, place)
        word = sentence.at(verb).lower
        message = f"Use the base form of the verb after “{token.text}”."
        if word == "to" and sentence.at(verb + 1).tag in {"VERB", "AUX"} and is_base(sentence.at(verb + 1).lower):
            yield Match(verb, verb + 1, message, offer(sentence.at(verb + 1).text))
        elif word in MODALS and sentence.at(verb).tag == "AUX" and verb == place + 1:
            yield Match(place, verb, "One of these two words is enough.", offer(token.text, sentence.at(verb).text))
        elif word in {"am", "is", "are", "was", "were", "able"}:
            yield Match(verb, verb, message, offer("be able" if word == "able" else "be"))
        elif (
            is_no_infinitive(word)
            and sentence.at(place - 1).tag in {"PRON", "NOUN", "PROPN"}
            and _is_subject(sentence, place - 1)
        ):
            yield Match(verb, verb, message, offer(verb_lemma(word)))


@rule()
def find_do(sentence: Sentence) -> Iterator[Match]:
    """`did not went`, `Did you saw`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in _DO or token.tag not in {"AUX", "VERB"}:
            continue
        verb = _next_verb(sentence, place)
        is_denied = "n't" in token.lower or sentence.at(place + 1).lower == "not"
        if sentence.at(verb).lower in PRONOUNS and place == 0:
            verb, is_denied = _next_verb(sentence, verb), True
        word = sentence.at(verb).lower
        if is_denied and (is_no_infinitive(word) or word in {"had", "has", "was", "were"}) and not is_gerund(word):
            yield Match(verb, verb, f"Use the base form of the verb after “{token.text}”.", offer(verb_lemma(word)))


@rule()
def find_past_time(sentence: Sentence) -> Iterator[Match]:
    """`Yesterday we visit`."""
    after = _skip_past_time(sentence)
    verb = after + 1
    word = sentence.at(verb).lower
    is_pronoun = after > 0 and sentence.at(after).lower in PRONOUNS
    if not is_pronoun or sentence.at(verb).tag not in {"VERB", "AUX"} or word in MODALS:
        return
    lemma = verb_lemma(word)
    past = {"be": "were" if word == "are" else "was"}.get(lemma, form(lemma, "VBD"))
    if (is_base(word) or is_third_person(word) or word in {"am", "is", "are"}) and past != word and not is_past(word):
        yield Match(verb, verb, "This was in the past: use the past tense.", offer(past))


@rule()
def find_bare_participle(sentence: Sentence) -> Iterator[Match]:
    """`I seen him`."""
    for place, token in enumerate(sentence.tokens):
        word, verb = sentence.at(place + 1).lower, verb_lemma(sentence.at(place + 1).lower)
        begins = place == 0 or token.follows_comma or sentence.at(place - 1).tag in {"CCONJ", "SCONJ"}
        is_bare = word not in {"", verb} and is_participle(word) and not is_past(word) and verb != "be"
        if (
            token.lower in {"i", "he", "she", "we", "they"}
            and begins
            and is_bare
            and sentence.at(place + 1).tag == "VERB"
        ):
            have = "has" if token.lower in {"he", "she"} else "have"
            yield Match(
                place + 1, place + 1, "Use “have” with a past participle.", offer(form(verb, "VBD"), f"{have} {word}")
            )


def _skip_past_time(sentence: Sentence) -> int:
    """Return the place after a time of the past that opens the sentence; 0 if none does."""
    first, second, third = (sentence.at(place).lower for place in range(3))
    if first == "yesterday":
        return 2 if second in {"morning", "afternoon", "evening"} else 1
    if first == "last" and second in _PAST_TIMES:
        return 2
    if third == "ago" and second.removesuffix("s") in TIME_UNITS:
        return 3
    is_year = first == "in" and second.isdigit() and second.startswith(("1", "200", "201"))
    return 2 if is_year and len(second) == len("1999") else 0


def _next_verb(sentence: Sentence, place: int) -> int:
    """Return the place of the next word that is no adverb and no `not`."""
    place += 1
    while sentence.at(place).lower in {
        "not",
        "never",
        "already",
        "just",
        "ever",
        "also",
        "always",
        "often",
        "really",
        "only",
    }:
        place += 1
    return place


def _is_subject(sentence: Sentence, place: int) -> bool:
    return sentence.at(place).lower not in {"what", "who", "which", "whom", "that", "where"}


def _after_be(be: str, lemma: str, word: str) -> tuple[str, ...]:
    participle, gerund = form(lemma, "VBN"), form(lemma, "VBG")
    return offer(f"{be} {participle}", f"{be} {gerund}", word)
