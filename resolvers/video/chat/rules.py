"""What is not said in a chat: the rule against abuse, in words that docs/video.md explains.

Reasons are codes, because clients say them in their own language.
"""

import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import Final

import regex

from resolvers.core import text

UNIQUE: Final = timedelta(seconds=30)  # how long the same text counts as a repetition
_LINK: Final = regex.compile(
    r"(?:https?://|www\.)\S|\b[\w-]+\.(?:com|net|org|info|ru|xyz|vn|io|gg|tv|me|ly)\b", regex.I
)
# Slurs only: what is merely rude is for the owner to judge.
_WORDS: Final = frozenset({"nigger", "nigga", "faggot", "kike", "chink", "gook", "tranny", "spic", "wetback"})
_WORD: Final = regex.compile(r"\p{L}+")


class ChatRefusal(StrEnum):
    """Why a message is not shown."""

    EMPTY = "EMPTY"
    """It shows nothing."""
    LINK = "LINK"
    """It has a link, and is not the owner's."""
    WORDS = "WORDS"
    """It has a word that is used to insult a group of people."""
    REPEATED = "REPEATED"
    """It is the author's last message once more."""
    SLOW = "SLOW"
    """It came too soon after the author's last message."""
    BANNED = "BANNED"
    """Its author may not write."""
    CLOSED = "CLOSED"
    """The livestream does not go on, or its author may not watch it any more."""


def judge_body(body: str, *, is_owner: bool) -> ChatRefusal | None:
    """Return why a text is refused, or None; `body` is one clean line."""
    if not text.is_visible(body):
        return ChatRefusal.EMPTY
    if not is_owner and _LINK.search(body):
        return ChatRefusal.LINK
    words = _WORD.findall(_fold(body))
    if any(each in _WORDS or each.removesuffix("s") in _WORDS for each in words):
        return ChatRefusal.WORDS
    return None


def _fold(body: str) -> str:
    """Return a text without case and accents, by which words are disguised."""
    decomposed = unicodedata.normalize("NFKD", text.match_key(body))
    return "".join(each for each in decomposed if not unicodedata.combining(each))
