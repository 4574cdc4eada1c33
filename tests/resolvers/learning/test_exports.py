"""Decks exported for Anki, and imported into Anki's own library: inert, complete, and each flashcard once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from anki.notes import Note

from resolvers.core import storage
from resolvers.learning.decks.model import Deck
from resolvers.learning.exports.anki import write_package
from resolvers.learning.flashcards.model import Flashcard, FlashcardSource, Memory
from tests.people import Person
from tests.resolvers.learning.conftest import Desk

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
DECK = Deck(id=f"deck_{1:032x}", owner_id="ada", title="Walls", created_at=AT, updated_at=AT)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{Back}} {{#Front}} {{c1::hidden}} {{type:Front}} <%Front%>",
    "[sound:https://example.org/a.mp3] [anki:tts lang=en_US]Hi[/anki:tts]",
    "[latex]\\input{/etc/passwd}[/latex] [$]x[/$] \\(x\\) \\[y\\]",
    "a\x1fb\x7f",
    "&lt;b&gt; &#123; &amp;",
    "1 < 2 & 3 > 2\nsecond line\n  “quoted” 😀",
)


class ShownText(HTMLParser):
    """What is read on a card; a tag or an attribute that our template does not have is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"style", "div", "br", "hr", "p"}
        assert {name for name, _ in attrs} <= {"class", "id"}
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def _make_flashcard(number: int, front: str, **changes: Any) -> Flashcard:
    fields: dict[str, Any] = {"id": f"flashcard_{number:032x}", "owner_id": "ada", "deck_id": DECK.id, "back": "Brick"}
    times = {"memory": Memory(due_at=AT), "created_at": AT, "updated_at": AT}
    return Flashcard(front=front, **fields | times | changes)


def _import(collection: Collection, package: bytes) -> list[Note]:
    """Import a package as Anki does, and return all its notes in the order of our ids."""
    file = Path(collection.path).with_name("deck.apkg")
    file.write_bytes(package)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(file)))
    notes = [collection.get_note(each) for each in collection.find_notes("")]
    return sorted(notes, key=lambda note: note.guid)


def _read_sides(note: Note) -> tuple[str, str]:
    """Return what Anki puts on the screen for the question and for the answer, and expect it to play nothing."""
    output = note.cards()[0].render_output(reload=True)
    assert not [*output.question_av_tags, *output.answer_av_tags]
    return ShownText(output.question_text).text, ShownText(output.answer_text).text


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_wrote_is_shown_as_they_wrote_it(collection: Collection, text: str) -> None:
    """No HTML, template, cloze, sound, formula or separator of fields comes out of it; only control characters go."""
    (note,) = _import(collection, write_package(DECK, [_make_flashcard(1, text, back=text)], AT))

    question, answer = _read_sides(note)
    written = text.replace("\x1f", "").replace("\x7f", "")
    assert question.endswith(written)
    assert answer.count(written) == 2
    assert len(note.cards()) == 1
    assert list(collection.media.check().missing) == []


def test_a_later_import_updates_each_note_and_doubles_none(collection: Collection) -> None:
    """By the flashcard's id: its words may change, and others may come."""
    first = [_make_flashcard(1, "Brick?"), _make_flashcard(2, "Stone?")]
    _import(collection, write_package(DECK, first, AT))
    sentence = FlashcardSource(subject_id="post_1", sentence="Clay holds {{water}}.", start=0, end=21)
    later = [_make_flashcard(1, "Fired brick?"), first[1], _make_flashcard(3, "Clay?", source=sentence)]

    _import(collection, write_package(DECK, later, AT + timedelta(seconds=5)))
    notes = _import(collection, write_package(DECK, later, AT + timedelta(seconds=9)))

    assert [note.guid for note in notes] == [each.id for each in later]
    assert [note["Front"] for note in notes] == ["Fired brick?", "Stone?", "Clay?"]
    assert "Clay holds {{water}}." in _read_sides(notes[2])[1]
    assert {collection.decks.name(card.did) for note in notes for card in note.cards()} == {"Walls"}


def test_a_word_brings_the_meaning_that_was_chosen_and_the_source_of_meanings(collection: Collection) -> None:
    """Its sentence is on the front, so the back does not repeat it; the deck names Open English WordNet."""
    said = FlashcardSource(subject_id="post_1", sentence="We dug with spades.", start=0, end=19)
    front = f"spade\n\n{said.sentence}"
    word = _make_flashcard(1, front, back="a hand shovel", source=said, senses=["a card", "a hand shovel"])

    (note,) = _import(collection, write_package(DECK, [word], AT))

    assert (note["Front"].replace("<br>", "\n"), note["Back"], note["Sentence"]) == (front, "a hand shovel", "")
    assert "Open English WordNet" in str(collection.decks.get(note.cards()[0].did)["desc"])  # type: ignore[index]


def test_whatever_its_title_it_is_one_deck(collection: Collection) -> None:
    """Two colons would put a deck into another one."""
    deck = DECK.model_copy(update={"title": "A::B <b>"})

    (note,) = _import(collection, write_package(deck, [_make_flashcard(1, "x")], AT))

    assert [collection.decks.name(card.did) for card in note.cards()] == ["A: :B <b>"]


def test_the_owner_downloads_what_is_kept(desk: Desk, grace: Person, collection: Collection) -> None:
    """Under the deck's title, for a while; nobody else knows of the deck."""
    storage.client().create_bucket(Bucket="waymark-media")
    kept = [desk.writes(f"Front {number}")["id"] for number in range(3)]

    exported = desk.person.does("exportDeck", deckId=desk.deck["id"])["export"]

    address = urlsplit(exported["url"])
    key = address.path.removeprefix("/waymark-media/")
    content = storage.client().get_object(Bucket="waymark-media", Key=key)["Body"].read()
    assert exported["flashcardCount"] == 3
    assert [note.guid for note in _import(collection, content)] == kept
    assert key.startswith(f"exports/{desk.person.id}/")
    named = parse_qs(address.query)["response-content-disposition"]
    assert named == ["attachment; filename*=UTF-8''Walls%20of%20Hoi%20An.apkg"]
    assert [each["code"] for each in grace.does("exportDeck", deckId=desk.deck["id"])["errors"]] == ["NOT_FOUND"]
