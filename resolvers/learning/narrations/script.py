"""What is read of an article: its title and its text without Markdown, in parts that a voice takes at once.

Left out are code, tables, pictures, HTML and addresses. A part knows its place in the article's text.
"""

import hashlib
import html
import json
from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

# Increase it with every change of what is read: articles are then read again.
SCRIPT_VERSION: Final = 1
MOST_CHARACTERS: Final = 2_900  # of a part; Polly takes 3,000
_LEAST_SHARE: Final = 0.08
_FEW_WORDS: Final = 12

_LEFT_OUT: Final = regex.compile(
    r"""
    \A---\n.*?\n---[ ]*$                          # front matter
    | ^[ ]{0,3}(?P<fence>```|~~~).*?(?:^[ ]{0,3}(?P=fence)[^\n]*$|\Z)
    | ^[ ]*\|[^\n]*                               # a row of a table
    | ^[ ]{0,3}(?:[-*_][ ]*){3,}$                 # a rule between parts
    | <!--.*?(?:-->|\Z)
    """,
    regex.VERBOSE | regex.MULTILINE | regex.DOTALL,
)
_LINE: Final = regex.compile(r"[^\n]+")
_HEADING: Final = regex.compile(r"[ ]{0,3}#{1,6}[ ]")
_ITEM: Final = regex.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)])[ ]")
_MARKERS: Final = regex.compile(r"^[ \t]*(?:(?:>[ ]?)+|#{1,6}[ ]+|[*+-][ ]+|\d{1,9}[.)][ ]+)", regex.MULTILINE)
_PICTURE: Final = regex.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_LINK: Final = regex.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_TAG: Final = regex.compile(r"</?[a-zA-Z!?][^>\n]*>")
_ADDRESS: Final = regex.compile(r"<?\b(?:https?://|www\.)\S+>?|\b[\w.+-]+@[\w-]+\.\S+")
_EMPHASIS: Final = regex.compile(r"[*`~\\]+|(?<!\w)_+|_+(?!\w)")
_UNSPEAKABLE: Final = regex.compile(r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{So}<>]+")
_SPACE: Final = regex.compile(r"\s+")
_SENTENCE: Final = regex.compile(r"(?<=[.!?…][\"”’)]*)\s+")  # noqa: RUF001 - quotation marks
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}']*")
# Frequent in English, and no words of its neighbours.
_FREQUENT: Final = frozenset(
    (
        "the",
        "and",
        "to",
        "that",
        "with",
        "from",
        "this",
        "are",
        "were",
        "his",
        "their",
        "they",
        "you",
        "it",
        "by",
        "for",
    )
)


class Part(NamedTuple):
    """A text that a voice reads at once. `paragraph` is its place in the article's text; None for the title."""

    text: str
    paragraph: tuple[int, int] | None


def write_script(title: str, body: str) -> list[Part]:
    """Return what is read of an article, in order."""
    parts = [Part(each, None) for each in _divide(_speak(title))]
    for start, end in _find_paragraphs(body):
        parts += [Part(each, (start, end)) for each in _divide(_speak(body[start:end]))]
    return parts


def hash_script(parts: list[Part], voice: str) -> str:
    """Return what tells the sound of a script by a voice from any other."""
    content = json.dumps([SCRIPT_VERSION, voice, parts])
    return hashlib.sha256(content.encode()).hexdigest()


def is_english(parts: list[Part]) -> bool:
    """Tell whether a script is mostly English: its most frequent words are, or, of a few words, their letters."""
    words = [each.lower() for part in parts for each in _WORD.findall(part.text)]
    if len(words) < _FEW_WORDS:
        return bool(words) and all(map(str.isascii, words))
    return sum(each in _FREQUENT for each in words) >= _LEAST_SHARE * len(words)


def _find_paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """Yield the places of paragraphs, headings and items of lists; what is left out becomes empty lines."""
    shown = _LEFT_OUT.sub(lambda found: regex.sub(r"[^\n]", " ", found.group()), body)
    place: tuple[int, int] | None = None
    for line in _LINE.finditer(shown):
        text = line.group()
        is_apart = bool(_HEADING.match(text) or _ITEM.match(text))
        follows = place and shown[place[1] : line.start()].count("\n") == 1
        if place and not (text.strip() and follows and not is_apart and not _HEADING.match(shown, place[0])):
            yield place
            place = None
        if text.strip():
            start = place[0] if place else line.start() + len(text) - len(text.lstrip())
            place = start, line.start() + len(text.rstrip())
    if place:
        yield place


def _speak(text: str) -> str:
    """Return a paragraph as it is read: words on one line."""
    text = _PICTURE.sub(" ", _MARKERS.sub("", text))
    text = _ADDRESS.sub(" ", _LINK.sub(r"\1", text))
    text = html.unescape(_EMPHASIS.sub("", _TAG.sub(" ", text)))
    said = _SPACE.sub(" ", _UNSPEAKABLE.sub(" ", text)).strip()
    return said if any(each.isalnum() for each in said) else ""


def _divide(text: str) -> Iterator[str]:
    """Yield a paragraph whole, or the parts of a long one, which end with a sentence where they can."""
    part = ""
    for sentence in _SENTENCE.split(text):
        if part and len(part) + 1 + len(sentence) > MOST_CHARACTERS:
            yield part
            part = ""
        part = f"{part} {sentence}".strip()
        while len(part) > MOST_CHARACTERS:
            cut = part.rfind(" ", 0, MOST_CHARACTERS) + 1 or MOST_CHARACTERS
            yield part[:cut].strip()
            part = part[cut:]
    if part:
        yield part
