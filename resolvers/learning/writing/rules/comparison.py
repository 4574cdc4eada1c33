"""Rules about comparing: easier than, the same as, the highest."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.model import FindingKind
from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import form

_SHORT: Final = word_set(
    """
    big small old young tall short long high low hot cold warm cool cheap rich poor fast slow strong weak hard soft
    easy busy happy heavy early near dirty safe nice large wide deep thick thin dark bright fresh quick sweet loud
    quiet pretty ugly lucky hungry noisy funny dry wet sad tasty healthy wealthy windy sunny rainy cloudy steep
    narrow great
    """
)
_IRREGULAR: Final = {"good": ("better", "best"), "bad": ("worse", "worst"), "far": ("further", "furthest")}


@rule()
def find_comparative(sentence: Sentence) -> Iterator[Match]:
    """`more easy`, `the most tall`, `more better`."""
    for place, token in enumerate(sentence.tokens):
        word, after = sentence.at(place + 1).lower, sentence.at(place + 2)
        if token.lower not in {"more", "most"} or (
            after.tag in {"NOUN", "PROPN"} and after.lower != "than" and token.lower == "more"
        ):
            continue
        if sentence.at(place - 1).lower in {"much", "no", "any", "some", "once"} and after.tag == "NOUN":
            continue
        degree = "JJR" if token.lower == "more" else "JJS"
        right = _IRREGULAR.get(word, ("", ""))[degree == "JJS"] or (form(word, degree) if word in _SHORT else "")
        if right and sentence.at(place - 1).lower != "what's":
            yield Match(place, place + 1, f"The usual form is “{right}”.", offer(right))
        elif word.endswith(("er", "est")) and _is_degree(word):
            yield Match(
                place,
                place + 1,
                "This is a double comparative: one of the two is enough.",
                offer(sentence.at(place + 1).text),
            )


@rule(FindingKind.WORD_CHOICE)
def find_than(sentence: Sentence) -> Iterator[Match]:
    """`as tall than`, `the same than`, `taller then`, `prefer tea than coffee`."""
    for place, token in enumerate(sentence.tokens):
        before = {*sentence.words(max(0, place - 5), place)}
        two_before = sentence.at(place - 2).lower
        if token.lower == "than" and ("same" in before or two_before == "as"):
            yield Match(place, place, "Use “as … as” to compare things that are equal.", offer("as"))
        elif token.lower == "than" and {"prefer", "prefers", "preferred"} & before and not {"rather", "more"} & before:
            yield Match(place, place, "Use “prefer … to …”.", offer("to"))
        elif (
            token.lower in {"as", "that", "then"}
            and _is_degree(sentence.at(place - 1).lower)
            and sentence.at(place - 1).tag == "ADJ"
            and sentence.at(place + 1).tag in {"DET", "PRON"}
            and not token.follows_comma
        ) and (token.lower == "then" or (token.lower == "as" and sentence.at(place - 2).lower in BE_OR_MUCH)):
            yield Match(place, place, "Use “than” after a comparative.", offer("than"))


@rule(FindingKind.WORD_CHOICE)
def find_degree(sentence: Sentence) -> Iterator[Match]:
    """`very much expensive`, `too much hot`, `enough good`."""
    for place, token in enumerate(sentence.tokens):
        after = sentence.at(place + 2)
        is_plain = after.tag == "ADJ" and after.lower in _SHORT | word_set(
            """
    expensive beautiful interesting difficult important delicious dangerous comfortable good bad popular famous
    """
        )
        ends = sentence.at(place + 3).tag not in {"NOUN", "PROPN", "ADJ"}
        if token.lower in {"very", "too", "so"} and sentence.at(place + 1).lower == "much" and is_plain and ends:
            yield Match(
                place,
                place + 2,
                f"The usual phrase is “{token.text} {after.text}”.",
                offer(f"{token.text} {after.text}"),
            )
        word = sentence.at(place + 1)
        if (
            token.lower == "enough"
            and word.lower in _SHORT | {"good", "bad"}
            and sentence.at(place - 1).lower in {"is", "was", "are", "were", "not"}
            and after.tag not in {"NOUN", "PROPN"}
        ):
            yield Match(
                place,
                place + 1,
                f"“Enough” comes after an adjective: “{word.text} enough”.",
                offer(f"{word.text} enough"),
            )


BE_OR_MUCH: Final = frozenset({"is", "was", "are", "were", "much", "far", "even"})


def _is_degree(word: str) -> bool:
    """Tell whether a word is the comparative or superlative of a short adjective."""
    return word in _DEGREES


_DEGREES: Final = frozenset(
    each for word in _SHORT for tag in ("JJR", "JJS") for each in (form(word, tag),) if each
) | {each for both in _IRREGULAR.values() for each in both}
