"""Rules about the small words that verbs, adjectives and times take: depends on, good at, for ten years."""

from collections.abc import Iterator, Mapping
from typing import Final

from resolvers.learning.writing.model import FindingKind
from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import TIME_UNITS, verb_lemma

# The preposition found after a word, and the right one: "" is nothing. Verbs are named by their infinitive.
_AFTER_VERB: Final[Mapping[str, Mapping[str, str]]] = {
    "depend": {"of": "on", "from": "on", "to": "on"},
    "consist": {"in": "of", "from": "of"},
    "participate": {"to": "in", "at": "in"},
    "discuss": {"about": "", "on": ""},
    "mention": {"about": ""},
    "describe": {"about": ""},
    "emphasise": {"on": ""},
    "emphasize": {"on": ""},
    "marry": {"with": ""},
    "contact": {"with": ""},
    "reach": {"to": "", "at": ""},
    "visit": {"to": ""},
    "congratulate": {"for": "on"},
    "concentrate": {"in": "on"},
    "insist": {"in": "on"},
    "succeed": {"at": "in"},
    "apologise": {"about": "for"},
}
_AFTER_WORD: Final[Mapping[str, Mapping[str, str]]] = {
    "married": {"with": "to"},
    "good": {"in": "at"},
    "bad": {"in": "at"},
    "afraid": {"from": "of"},
    "scared": {"from": "of"},
    "proud": {"for": "of", "about": "of"},
    "interested": {"on": "in", "about": "in", "for": "in"},
    "responsible": {"of": "for"},
    "capable": {"to": "of"},
    "famous": {"of": "for", "by": "for"},
    "full": {"with": "of"},
    "similar": {"with": "to", "than": "to", "as": "to"},
    "according": {"with": "to"},
    "due": {"of": "to"},
    "near": {"from": "", "of": ""},
    "independent": {"from": "of"},
    "different": {"of": "from"},
    "inferior": {"than": "to"},
    "superior": {"than": "to"},
    "fond": {"with": "of"},
    "tired": {"from": "of"},
}
_TAKES: Final = {"listen": "to", "wait": "for", "belong": "to", "depend": "on", "consist": "of", "rely": "on"}
_TOLD: Final = {"explain": "to", "describe": "to", "suggest": "to", "mention": "to"}
_OBJECTS: Final = frozenset({"me", "him", "her", "us", "them"})
_FELT: Final = {"interesting": "interested", "boring": "bored", "exciting": "excited", "surprising": "surprised",
                "tiring": "tired", "worrying": "worried", "frightening": "frightened", "confusing": "confused",
                "disappointing": "disappointed"}  # fmt: skip
_DAYS: Final = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_MONTHS: Final = word_set(
    """
    january february march april june july august september october november december
    """
)
_NOT_ENTERED: Final = word_set(
    """
    agreement contract discussion discussions negotiations talks force effect partnership relationship detail
    conversation war
    """
)
_FEW: Final = frozenset({"a", "an", "few", "several", "many", "some"})


@rule(FindingKind.WORD_CHOICE)
def find_preposition(sentence: Sentence) -> Iterator[Match]:
    """`depends of`, `good in`, `discussed about`."""
    for place, token in enumerate(sentence.tokens):
        found = sentence.at(place + 1).lower
        right = _AFTER_WORD.get(token.lower, {}).get(found)
        if right is None and token.tag in {"VERB", "NOUN"} and sentence.at(place - 1).tag != "DET":
            right = _AFTER_VERB.get(verb_lemma(token.lower), {}).get(found)
        if right is None or (token.lower in {"good", "bad"} and not _is_skill(sentence, place)):
            continue
        if token.lower == "near" and found == "of":
            continue
        wanted = f"“{token.text} {right}”" if right else f"“{token.text}” without a preposition"
        suggested = offer(f"{token.text} {right}".strip())
        yield Match(place, place + 1, f"The usual form is {wanted}.", suggested)


@rule(FindingKind.WORD_CHOICE)
def find_missing_preposition(sentence: Sentence) -> Iterator[Match]:
    """`listened the song`, `explained me`."""
    for place, token in enumerate(sentence.tokens):
        lemma, after = verb_lemma(token.lower), sentence.at(place + 1)
        if token.tag != "VERB" and not (token.tag == "NOUN" and sentence.at(place - 1).tag == "PRON"):
            continue
        if lemma in _TOLD and after.lower in _OBJECTS and sentence.at(place + 2).tag in {"DET", "SCONJ", "PRON", "ADV"}:
            yield Match(
                place,
                place + 1,
                f"The usual phrase is “{token.text} to {after.text}”.",
                offer(f"{token.text} {_TOLD[lemma]} {after.text}"),
            )
        elif lemma in _TAKES and (after.lower in _OBJECTS or after.tag == "DET") and not _is_time(sentence, place + 1):
            yield Match(
                place,
                place + 1,
                f"The usual phrase is “{token.text} {_TAKES[lemma]}”.",
                offer(f"{token.text} {_TAKES[lemma]} {after.text}"),
            )


@rule(FindingKind.WORD_CHOICE)
def find_bored(sentence: Sentence) -> Iterator[Match]:
    """`I am boring`, `interesting in`."""
    for place, token in enumerate(sentence.tokens):
        felt = _FELT.get(token.lower, "")
        before, after = sentence.at(place - 1), sentence.at(place + 1).lower
        is_of = before.tag in {"AUX", "ADV"} and after in {"interesting": {"in"}, "boring": {"with", "of", "in"}}.get(
            token.lower, {"about", "at", "by"}
        )
        if felt and (is_of or (before.lower == "am" and sentence.at(place + 1).tag in {"", "ADP", "SCONJ", "CCONJ"})):
            yield Match(place, place, f"Use “{felt}” for what somebody feels.", offer(felt))


@rule(FindingKind.WORD_CHOICE)
def find_said_me(sentence: Sentence) -> Iterator[Match]:
    """`said me`, `told to him`."""
    for place, token in enumerate(sentence.tokens):
        after, last = sentence.at(place + 1).lower, sentence.at(place + 2).lower
        if token.lower in {"say", "says", "said"} and after in _OBJECTS - {"her"}:
            told = {"say": "tell", "says": "tells", "said": "told"}[token.lower]
            yield Match(
                place,
                place + 1,
                "Use “tell” with a person, and “say” without one.",
                offer(f"{told} {after}", f"{token.text} to {after}"),
            )
        elif verb_lemma(token.lower) in {"tell", "ask"} and token.tag == "VERB" and after == "to" and last in _OBJECTS:
            yield Match(place + 1, place + 2, f"Leave out “to” between “{token.text}” and a person.", offer(last))


@rule(FindingKind.WORD_CHOICE)
def find_arrive_to(sentence: Sentence) -> Iterator[Match]:
    """`arrived to Hanoi`, `go to home`, `enter into the cave`."""
    for place, token in enumerate(sentence.tokens):
        lemma, after, last = verb_lemma(token.lower), sentence.at(place + 1).lower, sentence.at(place + 2)
        if lemma == "arrive" and after == "to" and last.tag != "VERB":
            yield Match(
                place,
                place + 1,
                "Use “arrive in” with a town or country, and “arrive at” with a building.",
                offer(f"{token.text} in", f"{token.text} at"),
            )
        if (
            lemma in {"go", "come", "return", "arrive", "get"}
            and after in {"to", "at"}
            and last.lower in {"home", "there", "here", "abroad", "downstairs", "upstairs"}
        ):
            is_alone = sentence.at(place + 3).tag not in {"NOUN", "PROPN", "PART"}
            if is_alone:
                yield Match(place + 1, place + 2, f"Leave out “{after}” after “{last.text}”.", offer(last.text))
        if (
            lemma == "enter"
            and after in {"into", "to", "in"}
            and last.tag == "DET"
            and not _NOT_ENTERED & {*sentence.words(place, place + 6)}
        ):
            yield Match(place, place + 1, "Leave out “into” after “enter”.", offer(token.text))


@rule()
def find_since_for(sentence: Sentence) -> Iterator[Match]:
    """`since ten years`, `during two hours`."""
    for place, token in enumerate(sentence.tokens):
        unit = place + 2 if sentence.at(place + 2).lower.removesuffix("s") in TIME_UNITS else place + 3
        counted = sentence.at(place + 1)
        is_length = counted.tag == "NUM" or counted.lower in _FEW or counted.lower.isdigit()
        is_unit = sentence.at(unit).lower.removesuffix("s") in TIME_UNITS | {"time", "while"}
        is_ago = sentence.at(unit + 1).lower in {"ago", "before", "later"}
        if token.lower in {"since", "during"} and is_length and is_unit and not is_ago:
            yield Match(place, place, "Use “for” with a length of time.", offer("for"))


@rule(FindingKind.WORD_CHOICE)
def find_time_preposition(sentence: Sentence) -> Iterator[Match]:
    """`in Monday`, `on July`, `in morning`, `by foot`."""
    for place, token in enumerate(sentence.tokens):
        day = sentence.at(place + 1).lower
        part = sentence.at(place + 2).lower if day == "the" else day
        if token.lower in {"in", "at"} and day.removesuffix("s") in _DAYS and sentence.at(place + 2).tag != "NOUN":
            yield Match(place, place, "Use “on” with a day.", offer("on"))
        elif (
            token.lower in {"on", "at"}
            and day in _MONTHS
            and not sentence.at(place + 2).lower[:1].isdigit()
            and sentence.at(place + 2).lower != "the"
        ):
            yield Match(place, place, "Use “in” with a month.", offer("in"))
        elif (
            token.lower in {"in", "on", "at"}
            and day in {"morning", "afternoon", "evening"}
            and sentence.at(place + 2).tag not in {"NOUN", "PROPN"}
        ):
            yield Match(place, place + 1, "Use “the” with a part of the day.", offer(f"in the {day}"))
        elif token.lower in {"by", "with"} and part in {"foot", "feet"}:
            yield Match(place, place + (2 if day == "the" else 1), "The usual phrase is “on foot”.", offer("on foot"))
        elif (
            token.lower in {"on", "at"}
            and day == "the"
            and part in {"morning", "afternoon", "evening"}
            and sentence.at(place + 3).lower != "of"
        ):
            yield Match(place, place, "Use “in” with a part of the day.", offer("in"))


def _is_skill(sentence: Sentence, place: int) -> bool:
    """Tell whether somebody is good in something: a skill, and no place or time."""
    skill = sentence.at(place + 2).lower
    is_person = any(each.tag == "PRON" for each in sentence.tokens[max(0, place - 3) : place])
    subjects = {
        "maths",
        "math",
        "mathematics",
        "english",
        "french",
        "sports",
        "sport",
        "music",
        "football",
        "chess",
        "school",
    }
    return is_person and (skill.endswith("ing") or skill in subjects)


def _is_time(sentence: Sentence, place: int) -> bool:
    head = sentence.skip(place, "DET", "ADJ", "NUM")
    return sentence.at(head).lower.removesuffix("s") in TIME_UNITS | word_set(
        """
    time moment while turn bit lot evening morning afternoon
    """
    )
