"""Rules about clauses: conjunctions, missing and repeated parts, conditions, indirect questions, capitals."""

from collections.abc import Iterator
from typing import Final

from resolvers.learning.writing.model import FindingKind
from resolvers.learning.writing.rules.rule import Match, offer, rule
from resolvers.learning.writing.rules.subjects import PRONOUNS
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set
from resolvers.learning.writing.words import (
    BE,
    PEOPLES,
    form,
    is_gerund,
    is_plural,
    verb_lemma,
)

_NO_ONE: Final = {"nobody": "anybody", "nothing": "anything", "nowhere": "anywhere"}
_REPORTING: Final = frozenset({"know", "wonder", "ask", "tell", "understand", "remember", "explain"})
_QUESTION_WORDS: Final = frozenset({"where", "what", "when", "why", "how", "who"})
_ASKED_BY: Final = word_set(
    """
    is are was were do does did can will
    """
)


@rule()
def find_repeated_word(sentence: Sentence) -> Iterator[Match]:
    for place, token in enumerate(sentence.tokens):
        before = sentence.at(place - 1)
        is_same = token.lower == before.lower and token.gap.isspace() and token.text.isalpha()
        if (
            place
            and is_same
            and token.lower not in {"had", "that", "very", "really", "so", "is", "do", "no", "bye", "long", "far"}
            and not token.text.istitle()
        ):
            yield Match(place - 1, place, "This word is repeated.", offer(before.text))


@rule()
def find_double_negative(sentence: Sentence) -> Iterator[Match]:
    for place, token in enumerate(sentence.tokens):
        between = sentence.tokens[max(0, place - 4) : place]
        denied = [each for each in between if each.lower in {"not", "never"} or each.lower.endswith("n't")]
        is_apart = token.follows_comma or any(each.lower in {"but", "and", "that", "because"} for each in between)
        if token.lower in _NO_ONE and denied and not is_apart:
            yield Match(place, place, "This is a double negative.", offer(_NO_ONE[token.lower]))


@rule()
def find_doubled_conjunction(sentence: Sentence) -> Iterator[Match]:
    """`Although …, but`, `Because …, so`."""
    first = sentence.at(0).lower
    doubled = {"although": {"but", "yet"}, "though": {"but", "yet"}, "because": {"so"}}.get(first, set())
    for place, token in enumerate(sentence.tokens):
        after = sentence.at(place + 1)
        if token.follows_comma and token.lower in doubled and after.lower not in {"that", "much", "many"}:
            yield Match(
                place, place, f"“{sentence.at(0).text}” already joins the two clauses: leave out “{token.text}”.", ()
            )


@rule()
def find_will_after_if(sentence: Sentence) -> Iterator[Match]:
    """`If I will have time, …`."""
    if sentence.at(0).lower not in {"if", "when", "before", "after", "until", "unless"} or sentence.end == "?":
        return
    has_main = any(each.follows_comma for each in sentence.tokens[2:])
    for place in range(2, min(5, len(sentence))):
        verb = sentence.at(place + 1)
        if (
            sentence.at(place).lower == "will"
            and sentence.at(place).tag == "AUX"
            and has_main
            and not any(each.follows_comma for each in sentence.tokens[1 : place + 1])
        ):
            subject = sentence.at(place - 1).lower
            right = _conjugate(verb.text, subject)
            yield Match(
                place,
                place + 1,
                f"Use the present tense after “{sentence.at(0).text}” to talk about the future.",
                offer(right),
            )
            return


@rule()
def find_embedded_question(sentence: Sentence) -> Iterator[Match]:
    """`I don't know what is it`."""
    for place, token in enumerate(sentence.tokens):
        verb, subject = sentence.at(place + 1), sentence.at(place + 2)
        reported = {verb_lemma(each) for each in sentence.words(max(0, place - 3), place)} & _REPORTING
        is_inverted = verb.lower in _ASKED_BY and subject.lower in PRONOUNS
        if token.lower in _QUESTION_WORDS and reported and is_inverted and sentence.end != "?":
            yield Match(
                place + 1,
                place + 2,
                "In an indirect question, the subject comes before the verb.",
                offer(f"{subject.text} {verb.text}"),
            )
        owned = place + 3 == len(sentence) - 1 and subject.lower in {
            "my",
            "your",
            "his",
            "her",
            "its",
            "our",
            "their",
            "the",
        }
        if (
            owned
            and token.lower in {"what", "where", "when", "how"}
            and reported
            and verb.lower in BE
            and sentence.end != "?"
            and sentence.at(place + 3).lower not in {"matter", "point"}
        ):
            thing = sentence.at(place + 3).text
            yield Match(
                place + 1,
                place + 3,
                "In an indirect question, the subject comes before the verb.",
                offer(f"{subject.text} {thing} {verb.text}"),
            )


@rule()
def find_missing_subject(sentence: Sentence) -> Iterator[Match]:
    """`Was a beautiful day`, `In this village has many craftsmen`."""
    first, second = sentence.at(0), sentence.at(1)
    if (
        sentence.end in {".", "!"}
        and first.text in {"Is", "Was"}
        and second.lower in {"a", "an", "the", "very", "so", "too"}
    ):
        yield Match(0, 0, "The sentence has no subject.", offer(f"It {first.lower}"))
    if first.tag != "ADP" or not first.text.istitle():
        return
    verb = next(
        (
            place
            for place, each in enumerate(sentence.tokens)
            if each.tag in {"VERB", "AUX", "PART", "PRON", "SCONJ"}
            and each.lower not in {"my", "your", "his", "her", "its", "our", "their"}
        ),
        0,
    )
    is_owned = sentence.at(verb).lower in {"has", "have", "had"} and sentence.at(verb + 1).tag in {
        "DET",
        "ADJ",
        "NUM",
        "NOUN",
    }
    if (
        is_owned
        and not sentence.at(verb).follows_comma
        and not any(each.follows_comma for each in sentence.tokens[:verb])
        and _is_one_phrase(sentence, verb)
    ):
        have = sentence.at(verb).lower
        yield Match(
            verb,
            verb,
            "Use “there is” or “there are” to say that something exists.",
            offer(*(("there was", "there were") if have == "had" else ("there are", "there is"))),
        )


@rule()
def find_missing_verb(sentence: Sentence) -> Iterator[Match]:
    """`She very beautiful`, `They going home`."""
    for place in range(len(sentence)):
        subject, after = sentence.at(place), sentence.at(place + 1)
        begins = place == 0 or sentence.at(place - 1).lower in {"and", "but", "because", "so", "that", "when"}
        if subject.lower not in {"i", "he", "she", "we", "they", "it"} or not begins:
            continue
        be = {"i": "am", "we": "are", "they": "are"}.get(subject.lower, "is")
        is_described = after.lower in {"very", "so", "too"} and sentence.at(place + 2).tag == "ADJ"
        is_doing = is_gerund(after.lower) and after.tag == "VERB" and subject.lower != "it" and place == 0
        if is_described or is_doing:
            yield Match(place, place + 1, "A verb is missing.", offer(f"{subject.text} {be} {after.text}"))


@rule()
def find_age(sentence: Sentence) -> Iterator[Match]:
    """`I have 25 years old`, `I have hungry`."""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in {"have", "has", "had"} or sentence.at(place - 1).lower not in PRONOUNS:
            continue
        words = sentence.words(place + 1, place + 4)
        is_age = (
            words[1:2] in (["year"], ["years"])
            and (words[2:3] == ["old"] or place + 3 == len(sentence))
            and sentence.at(place + 1).tag in {"NUM", ""}
        )
        is_state = words[0] in {"hungry", "thirsty", "afraid", "sleepy", "tired", "angry"}
        if (is_age and words[2:3] == ["old"]) or is_state:
            be = {"i": "am", "we": "are", "they": "are", "you": "are"}.get(sentence.at(place - 1).lower, "is")
            yield Match(place, place, "Use “be” for age and feelings.", offer({"had": "was"}.get(token.lower, be)))


@rule(FindingKind.PUNCTUATION)
def find_lower_case_name(sentence: Sentence) -> Iterator[Match]:
    """`english people`."""
    for place, token in enumerate(sentence.tokens):
        if token.text in PEOPLES:
            yield Match(
                place, place, "Write languages and peoples with a capital letter.", offer(token.text.capitalize())
            )


def _is_one_phrase(sentence: Sentence, verb: int) -> bool:
    """Tell whether the words before a verb are one phrase after a preposition, such as `in this village`."""
    inside = sentence.tokens[1:verb]
    determiners = sum(each.tag == "DET" for each in inside)
    return determiners <= 1 and all(each.tag in {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"} for each in inside)


def _conjugate(verb: str, subject: str) -> str:
    is_third = subject in {"he", "she", "it"} or (subject not in PRONOUNS and not is_plural(subject))
    return form(verb, "VBZ") if is_third else verb
