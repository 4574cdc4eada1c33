"""A deck as Anki's package (.apkg): a zip with an SQLite collection, whose notes keep their ids from export to export.

Fields of a note are HTML in which Anki also reads sounds, LaTeX, MathJax and, in some places, its templates' braces.
What people wrote is plain text, so every character that could begin any of these is written as a reference.
"""

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Final

from resolvers.core.model import Moment
from resolvers.learning.decks.model import Deck
from resolvers.learning.flashcards.model import Flashcard

if TYPE_CHECKING:
    import genanki

_LEADING: Final = frozenset("&<>\"'{}[]\\$`")
# Anki separates a note's fields by this one and has no use for the others; a line feed is a line.
_CONTROLS: Final = dict.fromkeys((*range(32), 127)) | {ord("\n"): "<br>"}
# MathJax reads the text that references stand for, unless this class forbids it.
_PLAIN: Final = '<div class="tex2jax_ignore">{}</div>'
_CSS: Final = ".card { font-family: sans-serif; font-size: 20px; text-align: center; } .sentence { font-size: 15px; }"
# The licence of the meanings asks for their source; Anki shows a deck's description with it.
_SENSES_SOURCE: Final = "Meanings of words: Open English WordNet 2024 (en-word.net), CC BY 4.0."
# Between 2^30 and 2^31, as Anki's own ids of this age.
_FIRST_ID: Final = 1 << 30


def write_package(deck: Deck, flashcards: Iterable[Flashcard], at: Moment) -> bytes:
    """Return the file. Importing a later one of the same deck updates what it finds, by the flashcards' ids."""
    import genanki  # noqa: PLC0415  takes 0.3 s to load, which only exports should

    note_type = _make_note_type()
    written = list(flashcards)
    source = _SENSES_SOURCE if any(each.senses for each in written) else ""
    package = genanki.Deck(_name_id(deck.id), _write_title(deck.title), source)
    for each in written:
        package.add_note(_write_note(note_type, each))
    with closing(sqlite3.connect(":memory:")) as collection:
        seconds = at.timestamp()
        genanki.Package(package).write_to_db(collection.cursor(), seconds, count(int(seconds * 1000)))
        collection.commit()
        return _zip({"collection.anki2": collection.serialize(), "media": json.dumps({}).encode()})


def write_field(text: str) -> str:
    """Return plain text as a field that shows exactly this text, whatever it looks like."""
    return "".join(f"&#{ord(each)};" if each in _LEADING else each for each in text).translate(_CONTROLS)


def _make_note_type() -> "genanki.Model":
    import genanki  # noqa: PLC0415

    front, back = _PLAIN.format("{{Front}}"), _PLAIN.format("{{Back}}")
    sentence = "{{#Sentence}}" + _PLAIN.format('<p class="sentence">{{Sentence}}</p>') + "{{/Sentence}}"
    return genanki.Model(
        _name_id("flashcard of Waymark"),
        "Waymark",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Sentence"}],
        templates=[{"name": "Flashcard", "qfmt": front, "afmt": f"{front}<hr id=answer>{back}{sentence}"}],
        css=_CSS,
    )


def _write_note(note_type: "genanki.Model", flashcard: Flashcard) -> "genanki.Note":
    import genanki  # noqa: PLC0415

    sentence = flashcard.source.sentence if flashcard.source else ""
    if sentence in flashcard.front:  # as below a word that it explains
        sentence = ""
    fields = [write_field(each) for each in (flashcard.front, flashcard.back, sentence)]
    return genanki.Note(note_type, fields, guid=flashcard.id)


def _write_title(title: str) -> str:
    """Return a deck's title as Anki's name of it, in which two colons would begin a deck inside another."""
    return title.replace("::", ": :")


def _name_id(name: str) -> int:
    digest = hashlib.sha256(name.encode()).digest()
    return _FIRST_ID + int.from_bytes(digest[:4]) % _FIRST_ID


def _zip(files: dict[str, bytes]) -> bytes:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return zipped.getvalue()
