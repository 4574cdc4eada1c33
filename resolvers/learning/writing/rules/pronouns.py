"""Rules about pronouns and the names of people: their form, their doubling, `who` of people."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.words import (
    PERSONS,
    is_plural,
    is_third_person,
    singularize,
    verb_lemma,
)

_OBJECTIVE: Final = {"i": "me", "he": "him", "she": "her", "we": "us", "they": "them"}
_NOMINATIVE: Final = {"me": "I", "him": "he", "us": "we", "them": "they"}


@rule()
def find_object_pronoun(sentence: Sentence) -> Iterator[Match]:
    """`told we a story`, `for she`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in _OBJECTIVE or place == 0 or token.follows_comma:
            continue
        before, after = sentence.at(place - 1), sentence.at(place + 1)
        is_last = after.tag == "" or after.follows_comma
        is_given = before.tag == "VERB" and verb_lemma(before.lower) in {
            "tell",
            "give",
            "show",
            "ask",
            "help",
            "teach",
            "see",
            "meet",
            "love",
            "bring",
            "send",
        }
        is_governed = before.tag == "ADP" and before.lower in {"for", "to", "with", "from", "by", "about", "at"}
        if (is_given and (is_last or after.tag == "DET")) or (is_governed and is_last):
            yield Match(place, place, f"Use the object form after “{before.text}”.", offer(_OBJECTIVE[token.lower]))


@rule()
def find_subject_pronoun(sentence: Sentence) -> Iterator[Match]:
    """`Me and my friend went`, `Him is`."""
    first, second = sentence.at(0), sentence.at(1)
    if first.lower not in _NOMINATIVE:
        return
    joined = second.lower == "and" and any(each.tag in {"VERB", "AUX"} for each in sentence.tokens[2:6])
    if joined:
        end = next(place for place in range(2, 6) if sentence.at(place).tag in {"VERB", "AUX"}) - 1
        other = " ".join(each.text for each in sentence.tokens[2 : end + 1])
        yield Match(
            0,
            end,
            "Use the subject form of the pronoun here.",
            offer(f"{other[:1].upper()}{other[1:]} and {_NOMINATIVE[first.lower]}"),
        )
    elif second.tag == "AUX" or (second.tag == "VERB" and is_third_person(second.lower)):
        yield Match(0, 0, "Use the subject form of the pronoun here.", offer(_NOMINATIVE[first.lower].capitalize()))


@rule()
def find_and_me(sentence: Sentence) -> Iterator[Match]:
    """`My friend and me went`."""
    for place in range(1, min(5, len(sentence))):
        pronoun = sentence.at(place + 1).lower
        is_subject = sentence.at(place).lower == "and" and pronoun in _NOMINATIVE
        if (
            is_subject
            and sentence.at(place + 2).tag in {"VERB", "AUX"}
            and all(each.tag not in {"VERB", "AUX", "ADP", "SCONJ"} for each in sentence.tokens[:place])
        ):
            yield Match(place + 1, place + 1, "Use the subject form of the pronoun here.", offer(_NOMINATIVE[pronoun]))


@rule()
def find_which_person(sentence: Sentence) -> Iterator[Match]:
    for place, token in enumerate(sentence.tokens):
        before = sentence.at(place - 1).lower
        person = singularize(before) if is_plural(before) and before != "people" else before
        if token.lower == "which" and person in PERSONS and not token.follows_comma:
            yield Match(place, place, "Use “who” for people.", offer("who", "that"))


@rule()
def find_doubled_subject(sentence: Sentence) -> Iterator[Match]:
    """`My father he works`."""
    owner, person, pronoun, verb = (sentence.at(place) for place in range(4))
    is_person = owner.lower in {"my", "his", "her", "our", "their", "your"} and (
        person.lower in PERSONS or singularize(person.lower) in PERSONS
    )
    is_verb = verb.tag in {"VERB", "AUX", "NOUN"} and (
        is_third_person(verb.lower) or verb.lower in {"is", "are", "was"}
    )
    if is_person and pronoun.lower in {"he", "she", "they"} and not pronoun.follows_comma and is_verb:
        yield Match(1, 2, "The subject is repeated: leave out the pronoun.", offer(person.text))
