"""Rules about verbs and their subjects: one dog barks, two bark."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.rules.subjects import PRONOUNS, Number, Subject, find_subject
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import (
    form,
    is_adjective,
    is_base,
    is_past,
    is_plural,
    is_third_person,
    verb_lemma,
)

_FORMS: Final = {
    "am": {Number.FIRST: "am", Number.SINGULAR: "is", Number.PLURAL: "are"},
    "was": {Number.FIRST: "was", Number.SINGULAR: "was", Number.PLURAL: "were"},
    "have": {Number.FIRST: "have", Number.SINGULAR: "has", Number.PLURAL: "have"},
    "do": {Number.FIRST: "do", Number.SINGULAR: "does", Number.PLURAL: "do"},
    "don't": {Number.FIRST: "don't", Number.SINGULAR: "doesn't", Number.PLURAL: "don't"},
    "isn't": {Number.SINGULAR: "isn't", Number.PLURAL: "aren't"},
    "wasn't": {Number.FIRST: "wasn't", Number.SINGULAR: "wasn't", Number.PLURAL: "weren't"},
    "haven't": {Number.FIRST: "haven't", Number.SINGULAR: "hasn't", Number.PLURAL: "haven't"},
}
_ALL: Final = {word: forms for forms in _FORMS.values() for word in forms.values()}
_MANDATIVE: Final = word_set(
    """
    suggest suggests suggested insist insists insisted recommend recommends recommended demand demands demanded ask
    asked important essential necessary vital if wish wishes wished though whether
    """
)
_COMPOUNDS: Final = word_set(
    """
    sports goods arms sales women men clothes savings customs people
    """
)
_QUANTITIES: Final = word_set(
    """
    few lot number couple dozen hundred thousand million variety range pair handful great good majority group series
    """
)
_MANY: Final = word_set(
    """
    many several few two three four five six seven eight nine ten
    """
)


@rule()
def find_subject_verb(sentence: Sentence) -> Iterator[Match]:
    for place, token in enumerate(sentence.tokens):
        if token.lower in _ALL:
            yield from _auxiliary(sentence, place)
        elif token.tag in {"VERB", "NOUN"}:
            yield from _verb(sentence, place)


@rule()
def find_question_verb(sentence: Sentence) -> Iterator[Match]:
    """`Do she know` at the beginning of a question."""
    word, subject = sentence.at(0).lower, sentence.at(1).lower
    number = PRONOUNS.get(subject)
    if word in _ALL and number and sentence.end == "?" and (right := _ALL[word].get(number, word)) != word:
        yield Match(0, 0, f"Use “{right}” with “{subject}”.", offer(right.capitalize()))


@rule()
def find_there_is(sentence: Sentence) -> Iterator[Match]:
    for place, token in enumerate(sentence.tokens):
        verb = sentence.at(place + 1).lower
        if token.lower != "there":
            continue
        if verb in {"have", "has", "had"} and sentence.at(place + 2).lower != "been":
            yield Match(
                place,
                place + 1,
                "Use “there is” or “there are” to say that something exists.",
                _existing(token.text, verb),
            )
        elif verb in {"is", "are", "was", "were"}:
            yield from _there_is(sentence, place + 1)


def _auxiliary(sentence: Sentence, place: int) -> Iterator[Match]:
    subject, word = find_subject(sentence, place), sentence.at(place).lower
    right = _ALL[word].get(subject.number, word) if subject else word
    if not subject or right == word or (word == "were" and _is_unreal(sentence, place)):
        return
    if sentence.at(place - 1).lower == "there" or _is_subjunctive(sentence, word, place):
        return
    yield _match(sentence, place, subject, right)


def _verb(sentence: Sentence, place: int) -> Iterator[Match]:
    token, word = sentence.at(place), sentence.at(place).lower
    is_noun = token.tag == "NOUN"
    subject = find_subject(sentence, place)
    if not subject or (is_noun and not _reads_as_verb(sentence, place)) or word == "cannot":
        return
    lemma = verb_lemma(word)
    if is_third_person(word) and subject.number != Number.SINGULAR:
        yield _match(sentence, place, subject, lemma)
    if is_base(word) and subject.number == Number.SINGULAR and not is_past_too(word) and not is_noun:
        is_other = is_adjective(word) and sentence.at(place + 1).tag not in {"ADP", "ADV", "DET"}
        if not is_other and not _is_subjunctive(sentence, word, place) and lemma not in {"let", "be"}:
            yield _match(sentence, place, subject, form(lemma, "VBZ"))


def _reads_as_verb(sentence: Sentence, place: int) -> bool:
    """Tell whether a word taken for a noun is a verb: `it costs`, `my parents lives in`."""
    before, after = sentence.at(place - 1), sentence.at(place + 1)
    is_after_many = is_plural(before.lower) and before.lower not in _COMPOUNDS and after.tag in {"ADP", "DET", "PRON"}
    return before.lower in PRONOUNS or (is_after_many and is_third_person(sentence.at(place).lower))


def is_past_too(word: str) -> bool:
    """Tell whether an infinitive is also a past, as `cost` is."""
    return form(word, "VBD") == word or is_past(word)


def _there_is(sentence: Sentence, verb: int) -> Iterator[Match]:
    word = sentence.at(verb).lower
    is_one = word in {"is", "was"}
    first = sentence.skip(verb + 1, "ADV", "PART")
    head = sentence.skip(first, "DET", "ADJ", "NUM", "PRON", "ADV") if first < len(sentence) else first
    while (
        sentence.at(head + 1).tag == "NOUN"
        and sentence.at(head).tag == "NOUN"
        and not sentence.at(head + 1).follows_comma
    ):
        head += 1
    counted = {*sentence.words(first, head)} & _MANY
    many = {"is": "are", "was": "were"}
    noun = sentence.at(head)
    if is_one and (counted or (noun.tag == "NOUN" and is_plural(noun.lower))) and noun.lower != "news":
        yield Match(verb, verb, "What follows “there” is plural, and so is its verb.", offer(many[word]))
    if not is_one and sentence.at(first).lower in {"a", "an"} and _is_one_thing(sentence, first, head):
        yield Match(
            verb,
            verb,
            "What follows “there” is singular, and so is its verb.",
            offer({"are": "is", "were": "was"}[word]),
        )


def _is_one_thing(sentence: Sentence, first: int, head: int) -> bool:
    listed = "and" in sentence.words(head, len(sentence))
    return not _QUANTITIES & {*sentence.words(first, head + 1)} and not listed


def _existing(there: str, verb: str) -> tuple[str, ...]:
    return offer(*(f"{there} {each}" for each in (("was", "were") if verb == "had" else ("is", "are"))))


def _is_unreal(sentence: Sentence, place: int) -> bool:
    return bool({"if", "wish", "wishes", "wished", "though", "as"} & {*sentence.words(0, place)})


def _is_subjunctive(sentence: Sentence, word: str, place: int) -> bool:
    return word in {"have", "do"} | ({word} if is_base(word) else set()) and bool(
        _MANDATIVE - {"though", "if"} & {*sentence.words(0, place)}
    )


def _match(sentence: Sentence, place: int, subject: Subject, right: str) -> Match:
    said = " ".join(each.text for each in sentence.tokens[subject.first : place])
    message = f"The verb does not fit its subject, “{said}”."
    return Match(place, place, message, offer(right))
