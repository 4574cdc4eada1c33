"""Words as they are compared: a text and a transcript in one spelling, with numbers as people say them.

A word that is said in several, such as 2,400, becomes several; each knows which word of the text it is of.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

import regex

_WORD: Final = regex.compile(r"\d[\d.,\u00a0\u202f]*\d|\d|[\p{L}\p{M}]+(?:['\u2019][\p{L}\p{M}]+)*|%|°C|\u20ac|\$|£|&")
# Code, pictures and addresses, which nobody reads aloud.
_HIDDEN: Final = regex.compile(
    r"""
    ^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z) | (?P<ticks>`+)[^\n]*?(?P=ticks)
    | !\[[^\]\n]*\](?:\([^)\n]*\))? | \]\([^)\n]*\) | <[^>\n]*> | \bhttps?://\S+
    """,
    regex.VERBOSE | regex.MULTILINE | regex.DOTALL,
)
_GROUPS: Final = regex.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?")
# fmt: off
_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_LARGE: Final = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_MOST: Final = 10**12
# After a number these stand for words.
_UNITS: Final = {
    "km": "kilometers",
    "m": "meters",
    "cm": "centimeters",
    "mm": "millimeters",
    "kg": "kilograms",
    "ft": "feet",
    "%": "percent",
    "°C": "degrees",
    "am": "am",
    "pm": "pm",
}
_SIGNS: Final = {"&": "and", "%": "percent", "€": "euros", "$": "dollars", "£": "pounds"}
_SHORT: Final = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "mt": "mount"}
_CONTRACTED: Final = (
    ("won't", "will not"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("n't", " not"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'m", " am"),
)
_IS: Final = frozenset({"it", "that", "there", "here", "he", "she", "what", "who", "where", "how"})
# British and American spellings become one. Both sides are folded, so a rule may also meet words it is not for.
_SPELLINGS: Final = (
    (r"(?<=\w{2})our(?=s?$|ed$|ing$|ite|able|ful|hood|ly$)", "or"),
    (r"(?<=[tb])re(s?)$", r"er\1"),
    (r"is(e|es|ed|ing|ation|ations)$", r"iz\1"),
    (r"ys(e|es|ed|ing)$", r"yz\1"),
    (r"ll(ed|ing|er|ers)$", r"l\1"),
    (r"ogue(s?)$", r"og\1"),
    (r"ence$", "ense"),
    (r"^gray", "grey"),
    (r"mme(s?)$", r"m\1"),
)


@dataclass(frozen=True)
class Place:
    """A word of a text, and where it is in it, in code points."""

    text: str
    start: int
    end: int
    is_name: bool = False


@dataclass(frozen=True)
class Token:
    """One word as it is compared, and the number of the word that it is of."""

    text: str
    word: int


def list_places(text: str) -> list[Place]:
    """Return the words of a Markdown text that a reader says: prose and quotations, not code, pictures, addresses."""
    hidden = [each.span() for each in _HIDDEN.finditer(text)]

    def is_shown(start: int, end: int) -> bool:
        return not any(first < end and start < last for first, last in hidden)

    words = [each for each in _WORD.finditer(text) if is_shown(each.start(), each.end())]
    return [Place(each.group(), each.start(), each.end(), _is_name(text, each.start(), each.group())) for each in words]


def list_tokens(words: list[str]) -> list[Token]:
    """Return words as they are compared."""
    tokens: list[Token] = []
    for number, word in enumerate(words):
        for plain in _WORD.findall(word) or [word]:
            before = words[number - 1] if number else ""
            follows_number = before[-1:].isdecimal() or (plain != word and word[:1].isdecimal())
            tokens += [Token(each, number) for each in _say(plain, follows_number=follows_number)]
    return _drop_and(tokens)


def _say(word: str, *, follows_number: bool) -> list[str]:
    if word[0].isdecimal():
        return _say_number(word)
    if follows_number and word in _UNITS:
        return _UNITS[word].split()
    if word in _SIGNS:
        return [_SIGNS[word]]
    return [_fold(each) for each in _expand(word.casefold().replace("\u2019", "'")).split()]


def _expand(word: str) -> str:
    """Return a word with what is drawn together apart: the recogniser writes either."""
    for short, long in _CONTRACTED:
        if word.endswith(short):
            return word.removesuffix(short) + long
    stem, mark, _ = word.partition("'s")
    if mark and stem in _IS:
        return f"{stem} is"
    return _SHORT.get(word, word).replace("'", "")


def _fold(word: str) -> str:
    """Return a word without accents, in one spelling."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
    for wanted, instead in _SPELLINGS:
        plain = regex.sub(wanted, instead, plain)
    return plain


def _say_number(written: str) -> list[str]:
    """Return a number as people say it; digits one by one where it is no number, such as 1.2.3."""
    plain = regex.sub(r"[,\u00a0\u202f]", "", written) if _GROUPS.fullmatch(written) else written
    whole, point, part = plain.partition(".")
    if not whole.isdecimal() or (point and not part.isdecimal()) or int(whole) >= _MOST:
        return [_SMALL[int(each)] for each in written if each.isdecimal()]
    return [*_count(int(whole)), *(["point", *(_SMALL[int(each)] for each in part)] if part else [])]


def _count(number: int) -> list[str]:
    if number < len(_SMALL):
        return [_SMALL[number]]
    for size, name in _LARGE:
        if number >= size:
            rest = number % size
            return [*_count(number // size), name, *(_count(rest) if rest else [])]
    tens, ones = divmod(number, 10)
    return [_TENS[tens], *([_SMALL[ones]] if ones else [])]


def _drop_and(tokens: list[Token]) -> list[Token]:
    """Leave out the “and” of “two hundred and five”, which some say and none writes."""
    large = {name for _, name in _LARGE}
    numbers = {*_SMALL, *_TENS}
    kept: list[Token] = []
    for number, token in enumerate(tokens):
        after = tokens[number + 1].text if number + 1 < len(tokens) else ""
        if token.text == "and" and kept and kept[-1].text in large and after in numbers:
            continue
        kept.append(token)
    return kept


def _is_name(text: str, start: int, word: str) -> bool:
    """Tell whether a word has a capital inside a sentence."""
    before = text[:start].rstrip(" \n\"'“\u2018(*_[")
    return word[0].isupper() and bool(before) and before[-1] not in ".!?…:#>" and word != "I"
