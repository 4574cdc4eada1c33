"""Decks and flashcards: private to their owner, counted, versioned, limited, and gone with all that is in them."""

from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.table import Update
from resolvers.learning import keys
from resolvers.learning.decks.model import CARDS_OF_A_DECK
from tests.people import Person, Refused
from tests.resolvers.learning.conftest import Desk
from tests.stream import TableStream, scan


def _codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def test_nobody_else_knows_of_a_deck_or_its_flashcards(desk: Desk, grace: Person, guest: Person) -> None:
    """Another person's does not exist, and a guest must sign in."""
    flashcard, deck_id = desk.writes(), desk.deck["id"]

    assert desk.person.query("deck", id=deck_id)["flashcardCount"] == 1
    assert grace.query("deck", id=deck_id) is None
    assert grace.query("flashcard", id=flashcard["id"]) is None
    assert _codes(grace.does("updateDeck", id=deck_id, expectedVersion=1, title="Mine")) == ["NOT_FOUND"]
    assert _codes(grace.does("createFlashcard", deckId=deck_id, front="a", back="b")) == ["NOT_FOUND"]
    assert _codes(grace.does("editFlashcard", id=flashcard["id"], expectedVersion=1, front="a")) == ["NOT_FOUND"]
    assert _codes(grace.does("deleteFlashcard", id=flashcard["id"])) == ["NOT_FOUND"]
    assert _codes(Desk(grace).reviews(flashcard)) == ["NOT_FOUND"]
    assert grace.query("dueFlashcards", first=5)["edges"] == []
    with pytest.raises(Refused, match="There is no such deck"):
        grace.asks_each("Deck", "flashcards", [{"id": deck_id}])
    with pytest.raises(Refused, match="Sign in"):
        guest.query("deck", id=deck_id)


def test_decks_are_listed_newest_first_and_repeated_creates_make_one(ada: Person) -> None:
    """An idempotency key answers the first deck and the first flashcard."""
    first = ada.does("createDeck", title="Walls", idempotencyKey="k1")["deck"]
    again = ada.does("createDeck", title="Walls", idempotencyKey="k1")["deck"]
    second = ada.does("createDeck", title="Roofs")["deck"]
    sides = {"deckId": first["id"], "front": "Brick?", "back": "Gạch", "idempotencyKey": "k2"}
    made = [ada.does("createFlashcard", **sides)["flashcard"]["id"] for _ in range(2)]

    listed = ada.asks_each("Viewer", "decks", [{}])[0]["edges"]
    assert first["id"] == again["id"]
    assert [each["node"]["title"] for each in listed] == [second["title"], first["title"]]
    assert made[0] == made[1]
    assert ada.query("deck", id=first["id"])["flashcardCount"] == 1


def test_flashcards_are_paged_newest_first(desk: Desk) -> None:
    """Each once, through encrypted cursors."""
    made = [desk.writes(front=f"Wall {number}?")["id"] for number in range(5)]

    (page,) = desk.person.asks_each("Deck", "flashcards", [desk.deck], first=3)
    end = page["pageInfo"]["endCursor"]
    (rest,) = desk.person.asks_each("Deck", "flashcards", [desk.deck], first=3, after=end)

    read = [each["node"]["id"] for each in page["edges"] + rest["edges"]]
    assert read == made[::-1]
    assert rest["pageInfo"]["hasNextPage"] is False


def test_editing_keeps_what_is_remembered_and_checks_the_version(desk: Desk) -> None:
    """The sides change, the schedule does not; a stale version answers the current one."""
    flashcard = desk.writes()
    reviewed = desk.reviews(flashcard)["flashcard"]

    stale = desk.person.does("editFlashcard", id=flashcard["id"], expectedVersion=1, front="Stale?")
    edited = desk.person.does("editFlashcard", id=flashcard["id"], expectedVersion=2, back="Bricks")["flashcard"]

    assert (stale["errors"][0]["code"], stale["errors"][0]["currentVersion"]) == ("CONFLICT", 2)
    assert (edited["front"], edited["back"]) == (flashcard["front"], "Bricks")
    assert edited["memory"] == reviewed["memory"]


def test_a_flashcard_moves_to_another_deck_with_what_is_remembered(desk: Desk, grace: Person) -> None:
    """Both decks count it right, it is due in the new one, and nobody else's deck can be named."""
    flashcard, other = desk.writes(), Desk(desk.person, "Bridges")
    there = {"id": flashcard["id"], "expectedVersion": 1, "deckId": other.deck["id"]}

    foreign = desk.person.does("editFlashcard", **there | {"deckId": Desk(grace).deck["id"]})
    moved = desk.person.does("editFlashcard", **there)["flashcard"]

    count = {each: desk.person.query("deck", id=each)["flashcardCount"] for each in (desk.deck["id"], other.deck["id"])}
    (listed,) = desk.person.asks_each("Deck", "flashcards", [other.deck])
    (left,) = desk.person.asks_each("Deck", "flashcards", [desk.deck])
    assert (_codes(foreign), foreign["errors"][0]["path"]) == (["NOT_FOUND"], ["input", "deckId"])
    assert (moved["deckId"], moved["memory"], moved["version"]) == (other.deck["id"], flashcard["memory"], 2)
    assert count == {desk.deck["id"]: 0, other.deck["id"]: 1}
    assert ([each["node"]["id"] for each in listed["edges"]], left["edges"]) == ([flashcard["id"]], [])
    assert (desk.due(deckId=other.deck["id"]), desk.due(deckId=desk.deck["id"])) == ([flashcard["id"]], [])


@pytest.mark.parametrize("front", ["", " \n ", "\u200b", "a" * 1_001], ids=["empty", "blank", "invisible", "too long"])
def test_a_side_that_nobody_can_read_is_refused_at_its_path(desk: Desk, front: str) -> None:
    """Both sides are text of 1 to 1,000 characters."""
    payload = desk.person.does("createFlashcard", deckId=desk.deck["id"], front=front, back="b")

    (error,) = payload["errors"]
    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "front"])


def test_a_suspended_flashcard_does_not_come_up_until_it_is_resumed(desk: Desk) -> None:
    """Nor can it be reviewed meanwhile."""
    flashcard = desk.writes()

    suspended = desk.person.does("suspendFlashcard", id=flashcard["id"], expectedVersion=1)["flashcard"]
    while_suspended, refused = desk.due(), desk.reviews(suspended)
    resumed = desk.person.does("resumeFlashcard", id=flashcard["id"], expectedVersion=2)["flashcard"]

    assert while_suspended == []
    assert _codes(refused) == ["INVALID_INPUT"]
    assert resumed["state"] == "ACTIVE"
    assert desk.due() == [flashcard["id"]]


def test_a_full_deck_takes_no_more(desk: Desk) -> None:
    """The condition is in the write; deleting one makes room."""
    flashcard = desk.writes()
    table.write(Update(keys.deck(desk.deck["id"]), put={"flashcardCount": CARDS_OF_A_DECK}))

    full = desk.person.does("createFlashcard", deckId=desk.deck["id"], front="a", back="b")
    desk.person.does("deleteFlashcard", id=flashcard["id"])
    fits = desk.person.does("createFlashcard", deckId=desk.deck["id"], front="a", back="b")

    assert _codes(full) == ["LIMIT_REACHED"]
    assert fits["errors"] == []


def test_a_deleted_flashcard_leaves_nothing_behind(desk: Desk) -> None:
    """Neither a due row nor reviews, nor its place in the count; what was studied stays counted."""
    flashcard = desk.writes()
    desk.reviews(flashcard)
    stream = TableStream()
    stream.records()

    desk.person.does("deleteFlashcard", id=flashcard["id"])
    stream.settle()

    assert [key for key in scan() if flashcard["id"] in key] == []
    assert desk.person.query("deck", id=desk.deck["id"])["flashcardCount"] == 0
    assert desk.learning("streak") == 1


def test_a_deleted_deck_is_gone_at_once_and_all_of_it_soon(desk: Desk) -> None:
    """More than are removed in one round; none of its flashcards comes up from the first moment on."""
    flashcards = [desk.writes(front=f"Wall {number}?") for number in range(105)]
    desk.reviews(flashcards[0])
    other = Desk(desk.person, "Roofs").writes()
    stream = TableStream()
    stream.records()

    payload = desk.person.does("deleteDeck", id=desk.deck["id"])
    at_once = (
        desk.person.query("deck", id=desk.deck["id"]),
        desk.due(),
        desk.person.query("flashcard", id=flashcards[1]["id"]),
    )
    refused = desk.person.does("createFlashcard", deckId=desk.deck["id"], front="a", back="b")
    stream.settle()

    assert payload["deletedId"] == desk.deck["id"]
    assert at_once == (None, [other["id"]], None)
    assert _codes(refused) == ["NOT_FOUND"]
    left = [key for key in scan() if key.startswith(("FLASHCARD#", "DUE#", "DECK#")) and other["id"] not in key]
    assert left == [f"DECK#{other['deckId']} DECK"]
