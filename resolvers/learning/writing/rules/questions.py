"""Rules about questions, conditions and what is wanted or told: where the subject, the auxiliary and the object go."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.rules.subjects import PRONOUNS, Number
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import form, is_base, is_gerund, is_past, is_plural, is_third_person, verb_lemma

_ASKING: Final = frozenset({"where", "when", "why", "how", "what"})
_SUBJECTS: Final = frozenset({"i", "you", "he", "she", "it", "we", "they"})
_AUXILIARIES: Final = word_set(
    """
    am is are was were do does did have has had can could will would should must may might
    don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't haven't hasn't
    """
)
_OBJECTS: Final = {"i": "me", "he": "him", "she": "her", "we": "us", "they": "them", "you": "you", "it": "it"}
_ONE: Final = {"this": "these", "that": "those"}
_MANY: Final = {"these": "this", "those": "that"}


@rule()
def find_question_order(sentence: Sentence) -> Iterator[Match]:
    """`Where you are going?`, `What you want?`, `What means this word?`."""
    asking, second, third = (sentence.at(place) for place in range(3))
    if sentence.end != "?" or asking.lower not in _ASKING or second.follows_comma:
        return
    if second.lower in _SUBJECTS and third.lower in _AUXILIARIES:
        yield Match(
            1, 2, "In a question, the auxiliary comes before the subject.", offer(f"{third.text} {second.text}")
        )
    elif second.lower in _SUBJECTS and third.tag == "VERB" and asking.lower != "how":
        yield from _ask_with_do(sentence)
    elif asking.lower != "how" and _lacks_do(sentence):
        verb = verb_lemma(second.lower)
        thing = " ".join(each.text for each in sentence.tokens[2:])
        yield Match(1, len(sentence) - 1, "Ask with “does” or “do”.", offer(f"does {thing} {verb}"))


@rule()
def find_would_after_if(sentence: Sentence) -> Iterator[Match]:
    """`If I would have time, I would travel`."""
    for place, token in enumerate(sentence.tokens):
        subject, would, verb = (sentence.at(place + step) for step in (1, 2, 3))
        is_asked = verb_lemma(sentence.at(place - 1).lower) in {"ask", "know", "wonder", "see", "doubt", "sure"}
        has_main = {"would", "could", "might", "'d"} & {
            *sentence.words(0, place),
            *sentence.words(place + 4, len(sentence)),
        }
        is_condition = token.lower == "if" and subject.lower in PRONOUNS and would.lower == "would"
        if is_condition and has_main and not is_asked and is_base(verb.lower) and verb.lower not in {"like", "be"}:
            past = "had" if verb.lower == "have" else form(verb.lower, "VBD")
            yield Match(place + 2, place + 3, "Use the past tense in a condition with “if”.", offer(past))


@rule()
def find_want_that(sentence: Sentence) -> Iterator[Match]:
    """`I want that you come`."""
    for place, token in enumerate(sentence.tokens):
        that, subject, verb = (sentence.at(place + step) for step in (1, 2, 3))
        is_clause = that.lower == "that" and subject.lower in _OBJECTS and verb.tag in {"VERB", "AUX"}
        if (
            verb_lemma(token.lower) == "want"
            and token.tag == "VERB"
            and is_clause
            and (lemma := verb_lemma(verb.lower))
        ):
            wanted = f"{_OBJECTS[subject.lower]} to {lemma}"
            yield Match(place + 1, place + 3, "Use “want somebody to do something”.", offer(wanted))


@rule()
def find_used_to(sentence: Sentence) -> Iterator[Match]:
    """`I used to drinking tea`, but not `I am used to drinking tea`."""
    for place, token in enumerate(sentence.tokens):
        to, verb = sentence.at(place + 1), sentence.at(place + 2)
        is_habit = token.lower == "used" and to.lower == "to" and is_gerund(verb.lower)
        if is_habit and sentence.at(place - 1).lower in _SUBJECTS:
            message = "Use the base form of the verb for a past habit."
            yield Match(place + 2, place + 2, message, offer(verb_lemma(verb.lower)))


@rule()
def find_demonstrative(sentence: Sentence) -> Iterator[Match]:
    """A subject of one word: `This are my photos`, `These is my photo`."""
    first, verb = sentence.at(0), sentence.at(1).lower
    following = [each.lower for each in sentence.tokens[2:6]]
    if first.lower in _ONE and verb in {"are", "were"}:
        yield Match(0, 0, f"Use “{_ONE[first.lower]}” with a plural.", offer(_ONE[first.lower].capitalize()))
    if first.lower in _MANY and verb in {"is", "was"} and following:
        right = {"is": "are", "was": "were"}[verb] if any(map(is_plural, following)) else ""
        suggestion = f"{first.text} {right}" if right else f"{_MANY[first.lower].capitalize()} {verb}"
        yield Match(0, 1, "The verb does not fit its subject.", offer(suggestion))


@rule()
def find_told_nobody(sentence: Sentence) -> Iterator[Match]:
    """`She told that the shop was closed`."""
    for place, token in enumerate(sentence.tokens):
        is_told = token.lower in {"told", "tells"} and sentence.at(place - 1).lower in PRONOUNS
        if (
            is_told
            and sentence.at(place + 1).lower == "that"
            and sentence.at(place + 2).tag in {"DET", "PRON", "PROPN"}
        ):
            said = "said" if token.lower == "told" else "says"
            yield Match(place, place, "Use “tell” with a person, and “say” without one.", offer(said))


@rule()
def find_hardly(sentence: Sentence) -> Iterator[Match]:
    """`works very hardly`, which means the contrary."""
    for place, token in enumerate(sentence.tokens):
        if token.lower == "hardly" and sentence.at(place - 1).lower in {"very", "so", "too", "really"}:
            yield Match(place, place, "“Hardly” means “almost not”: the adverb of “hard” is “hard”.", offer("hard"))


def _ask_with_do(sentence: Sentence) -> Iterator[Match]:
    subject, verb = sentence.at(1), sentence.at(2)
    lemma = verb_lemma(verb.lower)
    if not lemma or is_gerund(verb.lower):
        return
    number = PRONOUNS[subject.lower]
    is_past_form = is_past(verb.lower) and not is_base(verb.lower)
    do = "did" if is_past_form else "does" if number == Number.SINGULAR else "do"
    yield Match(1, 2, f"Ask with “{do}”.", offer(f"{do} {subject.text} {lemma}"))


def _lacks_do(sentence: Sentence) -> bool:
    """Tell whether a thing that means, costs or says something is asked about without `does`."""
    verb = sentence.at(1).lower
    is_about_meaning = is_third_person(verb) and verb_lemma(verb) in {"mean", "cost", "weigh"}
    return is_about_meaning and sentence.at(2).lower in {"this", "that", "the", "it", "a", "an", "your", "his", "her"}
