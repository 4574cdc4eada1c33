"""Forms of English words: of verbs, nouns and adjectives, by lemminflect's dictionary."""

from functools import cache
from typing import Final

import lemminflect

from resolvers.learning.writing.word_sets import word_set

# Nouns that have no plural as learners need them, and what a person or a unit of time is.
UNCOUNTABLE: Final = word_set(
    """
    advice air architecture baggage bread butter cash clothing coffee darkness dust electricity equipment evidence
    food furniture grass happiness help homework housework information jewellery jewelry knowledge luggage machinery
    milk money mud music nature news patience pollution progress rain research rice rubbish salt sand scenery snow
    software sunshine traffic transport water weather wisdom
    """
)
PERSONS: Final = word_set(
    """
    actor artist aunt baby boy brother builder captain chef child cook cousin dancer daughter doctor driver engineer
    farmer father fisherman friend gardener girl grandfather grandmother guide husband king lady lawyer man monk
    mother neighbour nurse painter parent people person pilot policeman prince queen sailor scientist seller singer
    sister soldier son student teacher tourist traveller uncle visitor waiter waitress wife woman worker writer
    """
)
PEOPLES: Final = word_set(
    """
    english french german spanish italian portuguese russian chinese japanese korean vietnamese indonesian european
    american african asian british irish scottish dutch greek arabic hindi
    """
)
TIME_UNITS: Final = word_set(
    """
    second minute hour day night week month year decade century
    """
)
BE: Final = frozenset({"am", "is", "are", "was", "were", "be", "been", "being"})
MODALS: Final = word_set(
    """
    can could must should might may will would shall cannot can't couldn't mustn't shouldn't won't wouldn't
    """
)
# Plural or singular whatever their ending, or both.
_COLLECTIVE: Final = frozenset({"people", "police", "cattle"})
_BOTH: Final = word_set(
    """
    sheep fish deer series species means crossroads headquarters aircraft family team crew staff group class
    government committee audience army band board choir club company council crowd firm jury orchestra
    parliament press public union data media barracks
    works majority half rest number lot couple pair variety range kind sort percent
    """
)
_SINGULAR_S: Final = word_set(
    """
    news physics mathematics economics politics athletics gymnastics lens bus gas glass grass glass chess class
    dress address process success access business witness happiness darkness mess princess waitress address bass
    pass moss cross boss loss kiss mass brass press compass census virus campus circus chaos atlas canvas
    """
)


@cache
def verb_lemma(word: str) -> str:
    """Return the infinitive of a verb's form; "" where it is none."""
    found = lemminflect.getAllLemmas(word).get("VERB") or lemminflect.getAllLemmas(word).get("AUX") or ("",)
    return str(found[0])


@cache
def form(lemma: str, tag: str) -> str:
    """Return a form by Penn's tag, such as VBD; "" where the dictionary has none."""
    found = lemminflect.getInflection(lemma, tag, inflect_oov=False)
    return str(found[0]) if found else ""


@cache
def forms(lemma: str, tag: str) -> frozenset[str]:
    return frozenset(lemminflect.getInflection(lemma, tag, inflect_oov=False))


def is_base(word: str) -> bool:
    return verb_lemma(word) == word


def is_no_infinitive(word: str) -> bool:
    return is_third_person(word) or (is_past(word) and not is_base(word)) or is_gerund(word)


def is_third_person(word: str) -> bool:
    lemma = verb_lemma(word)
    return lemma not in {"", word} and word in forms(lemma, "VBZ")


def is_gerund(word: str) -> bool:
    lemma = verb_lemma(word)
    return word.endswith("ing") and lemma not in {"", word} and word in forms(lemma, "VBG")


def is_past(word: str) -> bool:
    lemma = verb_lemma(word)
    return lemma not in {"", word} and word in forms(lemma, "VBD")


def is_participle(word: str) -> bool:
    lemma = verb_lemma(word)
    return lemma != "" and word in forms(lemma, "VBN")


def is_only_past(word: str) -> bool:
    """Tell whether a form is a past and no participle, as `went` is."""
    return is_past(word) and not is_participle(word) and not _is_second_participle(word)


def _is_second_participle(word: str) -> bool:
    """Tell whether a past is a participle beside the one that the dictionary has: `lit`, `learnt`, `showed`."""
    return word.endswith("ed") or (word.endswith("t") and len(forms(verb_lemma(word), "VBD")) > 1)


@cache
def is_plural(noun: str) -> bool:
    """Tell whether a noun is surely a plural."""
    if noun in _COLLECTIVE:
        return True
    if noun in _BOTH or noun in _SINGULAR_S or noun in UNCOUNTABLE:
        return False
    lemmas = lemminflect.getAllLemmas(noun).get("NOUN", ())
    return any(each != noun and noun in forms(each, "NNS") for each in lemmas) and noun not in lemmas


@cache
def is_singular(noun: str) -> bool:
    """Tell whether a noun is surely a singular; names and words that the dictionary lacks are not."""
    if noun in _COLLECTIVE or noun in _BOTH:
        return False
    if noun in _SINGULAR_S or noun in UNCOUNTABLE:
        return True
    return noun in lemminflect.getAllLemmas(noun).get("NOUN", ()) and form(noun, "NNS") != noun


@cache
def is_adjective(word: str) -> bool:
    """Tell whether a word is an adjective too, as `live` is."""
    return word in lemminflect.getAllLemmas(word).get("ADJ", ())


def pluralize(noun: str) -> str:
    return form(noun, "NNS")


@cache
def singularize(noun: str) -> str:
    found = lemminflect.getAllLemmas(noun).get("NOUN", ("",))
    return str(found[0])
