"""Finds the verbs whose subject holds a clause: `what he told you | is true`, `the people who live there | have left`.

The last words of such a clause stand just before the verb and are not its subject, whatever they look like.
"""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import BE, MODALS, is_gerund, is_third_person

_OPENERS: Final = word_set(
    """
    how what why where when whether who which whose that whatever whoever whichever however
    """
)
_AUXILIARIES: Final = BE | MODALS | frozenset({"do", "does", "did", "have", "has", "had"})
_ONLY_SUBJECTS: Final = frozenset({"i", "he", "she", "we", "they"})
_SUBJECTS: Final = _ONLY_SUBJECTS | {"you", "it"}


def find_joints(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a clause that is, or belongs to, the subject ends and the verb follows.

    A joint is in the text, from the clause's last word, or if that is a verb from its end, to the end of the verb.
    """
    opener = _find_opener(sentence)
    if opener is None:
        return
    has_verb = opener == 0 and _is_verbal(sentence)
    for place in range(opener + 1, len(sentence)):
        if sentence.at(place).follows_comma:
            return
        if has_verb and _may_be_verb(sentence, place) and not _has_own_subject(sentence, place):
            last = sentence.at(place - 1)
            yield (last.end if _is_verb(sentence, place - 1) else last.start), sentence.at(place).end
        has_verb = has_verb or _is_verb(sentence, place)


def _find_opener(sentence: Sentence) -> int | None:
    """Return where the clause begins; None if a verb comes first, so that the clause is no subject."""
    if _is_verbal(sentence):
        return 0
    for place, token in enumerate(sentence.tokens):
        if token.lower in _OPENERS:
            return None if _is_question(sentence, place) else place
        if place and token.lower in _ONLY_SUBJECTS and _ends_noun_phrase(sentence, place - 1):
            return place
        if token.follows_comma or _is_verb(sentence, place):
            return None
    return None


def _is_verbal(sentence: Sentence) -> bool:
    """Tell whether the subject is an infinitive or a gerund: `to see it there`, `seeing it there`."""
    first, second = sentence.at(0), sentence.at(1)
    return is_gerund(first.lower) or (first.lower == "to" and second.tag == "VERB")


def _is_question(sentence: Sentence, opener: int) -> bool:
    is_inverted = sentence.at(opener + 1).lower in _AUXILIARIES and sentence.at(opener + 2).lower in _SUBJECTS
    return sentence.end == "?" or is_inverted


def _ends_noun_phrase(sentence: Sentence, place: int) -> bool:
    return sentence.at(place).tag == "NOUN" and sentence.at(0).tag in {"DET", "PRON"}


def _is_verb(sentence: Sentence, place: int) -> bool:
    """Tell whether a word is a verb by its tag, or by its form after a subject: `that it rains`."""
    word, before = sentence.at(place), sentence.at(place - 1).lower
    is_after_subject = before in _SUBJECTS or before in _OPENERS
    return (
        word.tag in {"VERB", "AUX"} or word.lower in _AUXILIARIES or (is_after_subject and is_third_person(word.lower))
    )


def _may_be_verb(sentence: Sentence, place: int) -> bool:
    """Tell whether a word may be a verb with a tense: after an auxiliary only one that is no other form."""
    word = sentence.at(place).lower
    is_finite = word in _AUXILIARIES or is_third_person(word)
    is_after_auxiliary = sentence.at(place - 1).lower in _AUXILIARIES
    return is_finite or (_is_verb(sentence, place) and not is_gerund(word) and not is_after_auxiliary)


def _has_own_subject(sentence: Sentence, place: int) -> bool:
    """Tell whether the word before is the verb's own subject, and no object that ends the clause."""
    before = sentence.at(place - 1).lower
    is_object = sentence.at(place - 2).tag in {"VERB", "AUX", "ADP"}
    return before in _ONLY_SUBJECTS or (before in _SUBJECTS and not is_object)
