"""Text that people write: cleaned once, measured in the characters people see, compared by what Unicode calls equal.

Every model that takes text declares it with `Line` or `Paragraphs`, and whatever looks text up (tags, labels,
handles, search) compares `match_key`s. Sources: UAX #9 (directions), UAX #15 (normalisation), UAX #29 (grapheme
clusters), Unicode's DerivedCoreProperties (Default_Ignorable_Code_Point).
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

import regex

_GRAPHEME: Final = regex.compile(r"\X")
_LINE_BREAK: Final = regex.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_WHITE_SPACE: Final = regex.compile(r"[\p{White_Space}\u2800]+")  # Braille's blank pattern shows nothing either
# Half of a pair that UTF-16 has; no text is written with it.
_SURROGATE: Final = regex.compile(r"\p{Cs}")
# Controls that are not white space, noncharacters, interlinear annotations: never part of what is read.
_CONTROL: Final = regex.compile(r"[\p{Cc}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB--\t\n\r\v\f\x85]", regex.VERSION1)
# Embeddings and overrides turn the text around them. An isolate ends with its paragraph, so it may stay in one, but a
# line is put into sentences of others. The marks LRM, RLM and ALM turn only themselves.
_EMBEDDING: Final = regex.compile(r"[\u202A-\u202E]")
_ISOLATE: Final = regex.compile(r"[\u2066-\u2069]")
_IGNORABLE: Final = regex.compile(r"\p{Default_Ignorable_Code_Point}")
# A letter, number, punctuation mark or symbol that has a shape of its own; marks and private use need not. Braille's
# blank pattern, the null notehead, Egyptian blanks and the place of an object are symbols and letters by category and
# show nothing.
_VISIBLE: Final = regex.compile(
    r"[\p{L}\p{N}\p{P}\p{S}--[\p{Default_Ignorable_Code_Point}\u2800\uFFFC\U0001D159\U00013441\U00013442]]",
    regex.VERSION1,
)
# More marks than UAX #15 lets a stream-safe text have: they are drawn over the lines above and below.
_STACKED: Final = regex.compile(r"\p{M}{31}")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_CODE_POINTS_PER_CHARACTER: Final = 16  # the longest emoji sequences have about a dozen
# Short texts may consist of such sequences. Long ones are bounded by what syllables of Indic scripts take, so that a
# page of a hundred fits into AppSync's 5 MB, and the longest of all into an item of DynamoDB, which takes 400 kB.
_BYTES_PER_CHARACTER: Final = 8
_BYTES_OF_SHORT_TEXT: Final = 20_000
MOST_BYTES: Final = 300_000


def clean_line(text: str) -> str:
    """Return text as one line in NFC: single spaces, no control characters, nothing that turns the text around it."""
    return _WHITE_SPACE.sub(" ", _clean(_ISOLATE.sub("", _LINE_BREAK.sub(" ", text)))).strip()


def clean_paragraphs(text: str) -> str:
    """Return text of several lines in NFC: line feeds between lines, no control characters, no direction overrides."""
    return _clean(_LINE_BREAK.sub("\n", text)).strip()


def count_characters(text: str) -> int:
    """Count what people take for one character each: grapheme clusters, so an emoji of seven code points is one."""
    return len(text) if text.isascii() else sum(1 for _ in _GRAPHEME.finditer(text))


def shorten(text: str, maximum: int) -> str:
    """Return at most `maximum` characters of a text, ended by an ellipsis where it is cut, never inside a character."""
    characters: list[str] = _GRAPHEME.findall(text)
    return text if len(characters) <= maximum else f"{''.join(characters[: maximum - 1]).rstrip()}…"


def isolate(text: str) -> str:
    """Return a text for use inside a sentence: one that may run right to left stands between FSI and PDI (UAX #9)."""
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT & {unicodedata.bidirectional(each) for each in text} else text


def is_visible(text: str) -> bool:
    """Tell whether a text shows at all: at least one letter, digit, punctuation mark or symbol with a shape."""
    return _VISIBLE.search(text) is not None


def match_key(text: str) -> str:
    """Return what equal texts have in common, whatever their case, composition, width and invisible characters.

    Unicode's toNFKC_Casefold, on one line. For looking things up; the text itself is kept as it was written.
    """
    folded = unicodedata.normalize("NFKC", clean_line(text)).casefold()
    folded = _IGNORABLE.sub("", unicodedata.normalize("NFKC", folded))
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def clean_tag(text: str) -> str:
    """Return a tag as it is kept and shown: one line in lower case, without the `#` that people put before it."""
    return clean_line(clean_line(text).lstrip("#\uff03").lower())


@dataclass(frozen=True)
class Line:
    """A pydantic validator: one line of `minimum` to `maximum` characters that shows. Raises `ValueError`."""

    minimum: int
    maximum: int

    def __call__(self, text: str) -> str:
        return _require_length(clean_line(text), self.minimum, self.maximum)


@dataclass(frozen=True)
class Paragraphs:
    """A pydantic validator: text of any lines, `minimum` to `maximum` characters. Raises `ValueError`."""

    minimum: int
    maximum: int

    def __call__(self, text: str) -> str:
        return _require_length(clean_paragraphs(text), self.minimum, self.maximum)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", _EMBEDDING.sub("", _CONTROL.sub("", text)))


def _require_length(text: str, minimum: int, maximum: int) -> str:
    if _SURROGATE.search(text):
        raise ValueError("It contains a character that is not valid Unicode. Remove it, then try again")
    if text and not is_visible(text):
        raise ValueError("It needs at least one visible character")
    if len(text) > maximum * _CODE_POINTS_PER_CHARACTER or (length := count_characters(text)) > maximum:
        raise ValueError(f"It can have at most {maximum:,} characters")
    if _STACKED.search(text):
        raise ValueError("A character of it can carry at most 30 marks")
    most_bytes = min(max(maximum * _BYTES_PER_CHARACTER, _BYTES_OF_SHORT_TEXT), MOST_BYTES)
    if len(text.encode()) > most_bytes:
        raise ValueError(f"It can take at most {most_bytes:,} bytes in UTF-8")
    if length < minimum:
        raise ValueError(f"It needs at least {_plural(minimum)}")
    return text


def _plural(count: int) -> str:
    return f"{count:,} character{'' if count == 1 else 's'}"
