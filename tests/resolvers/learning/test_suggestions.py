"""Suggestions: from what one may read, doubled by nothing, kept or refused once, and learned only when kept."""

from typing import Any

from tests.acts import change_post, draft, live, publish_post
from tests.people import Person
from tests.resolvers.learning.conftest import Desk
from tests.stream import TableStream, scan

BODY = (
    "The gardeners of the Summer Palace worked with spades for many years.\n\n"
    "The lake is exactly 220 hectares wide and two metres deep.\n\n"
    "The long corridor was painted by the builders of Emperor Qianlong in spring."
)


def _suggest(desk: Desk, post: dict[str, Any]) -> list[dict[str, Any]]:
    """Have flashcards suggested, and return those that leave something out."""
    return [each for each in desk.suggests(post) if each["origin"] != "VOCABULARY"]


def _about_photos(desk: Desk, post: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in desk.suggests(post) if each["origin"] == "PHOTO"]


def _waiting(desk: Desk) -> list[str]:
    (page,) = desk.person.asks_each("Deck", "suggestions", [desk.deck])
    return [each["node"]["back"] for each in page["edges"] if each["node"]["origin"] != "VOCABULARY"]


def _decides(desk: Desk, **decisions: list[str]) -> dict[str, Any]:
    payload: dict[str, Any] = desk.person.does("keepFlashcards", deckId=desk.deck["id"], **decisions)
    return payload


def _codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def test_an_article_of_somebody_else_gives_suggestions_and_nothing_to_review(desk: Desk, grace: Person) -> None:
    """Places first, then names and numbers, each with its sentence and where it is."""
    post = publish_post(grace, body=BODY)
    grace.does(
        "addPin", subjectId=post["id"], position={"latitude": 40, "longitude": 116}, placeName="Summer Palace, Beijing"
    )

    found = _suggest(desk, post)

    assert {each["back"]: each["origin"] for each in found} == {
        "Summer Palace": "PLACE",
        "Emperor Qianlong": "CLOZE",
        "220": "CLOZE",
    }
    for each in found:
        source = each["source"]
        assert source["subjectId"] == post["id"]
        assert BODY[source["start"] : source["end"]] == source["sentence"]
        assert each["state"] == "SUGGESTED"
    assert desk.due() == []
    assert desk.person.query("deck", id=desk.deck["id"])["flashcardCount"] == 0
    assert "40" not in str([each["front"] + each["back"] for each in found])


def test_the_cover_of_an_article_with_one_place_asks_where_it_is(desk: Desk, grace: Person) -> None:
    """Only a live photo, and only a single pin with a name says where it was taken."""
    post = publish_post(grace, body="It rained.")
    unnamed, several = publish_post(grace, body="It rained."), publish_post(grace, body="It rained.")
    for each, *places in ((post, "Summer Palace, Beijing"), (unnamed, None), (several, "Beijing", None)):
        for place in places:
            grace.does("addPin", subjectId=each["id"], position={"latitude": 40, "longitude": 116}, placeName=place)
    assert _about_photos(desk, post) == []
    photo, *_ = [live(grace, each) for each in (post, unnamed, several)]

    (asked,) = _about_photos(desk, post)

    assert (asked["front"], asked["back"], asked["photoId"]) == ("Where is this?", "Summer Palace, Beijing", photo.id)
    assert desk.person.query("photo", id=asked["photoId"])["id"] == photo.id
    assert [*_about_photos(desk, unnamed), *_about_photos(desk, several)] == []


def test_the_photo_of_a_flashcard_is_shown_to_those_who_may_see_it(desk: Desk, grace: Person) -> None:
    """The flashcard stays its owner's, also when the article was hidden."""
    post = publish_post(grace, body="It rained.")
    grace.does("addPin", subjectId=post["id"], position={"latitude": 40, "longitude": 116}, placeName="Beijing")
    live(grace, post)
    (asked,) = _about_photos(desk, post)
    _decides(desk, kept=[asked["id"]])

    change_post(grace, post, visibility="PRIVATE")

    assert desk.reads(asked)["photoId"] == asked["photoId"]
    assert desk.person.query("photo", id=asked["photoId"]) is None


def test_what_one_may_not_read_gives_nothing(desk: Desk, grace: Person) -> None:
    """A draft of somebody else does not exist, and neither does another person's deck."""
    hidden, open_ = draft(grace, body=BODY), publish_post(grace, body=BODY)

    of_hidden = desk.person.does("suggestFlashcards", subjectId=hidden["id"], deckId=desk.deck["id"])
    into_hers = grace.does("suggestFlashcards", subjectId=open_["id"], deckId=desk.deck["id"])

    assert [(each["code"], each["path"]) for each in of_hidden["errors"]] == [("NOT_FOUND", ["input", "subjectId"])]
    assert [(each["code"], each["path"]) for each in into_hers["errors"]] == [("NOT_FOUND", ["input", "deckId"])]


def test_kept_ones_are_learned_and_refused_ones_never_come_again(desk: Desk) -> None:
    """Also where the same is decided twice, and where the article is read again."""
    post = publish_post(desk.person, body=BODY)
    first, second, third = [each["id"] for each in _suggest(desk, post)]

    once = _decides(desk, kept=[first], refused=[second])
    twice = _decides(desk, kept=[first], refused=[second])
    again = _suggest(desk, post)

    assert once["deck"]["flashcardCount"] == twice["deck"]["flashcardCount"] == 1
    assert desk.due() == [first]
    assert [each["id"] for each in again] == [third]
    assert len(_waiting(desk)) == 1
    (page,) = desk.person.asks_each("Deck", "flashcards", [desk.deck])
    assert [each["node"]["id"] for each in page["edges"]] == [first]


def test_a_changed_article_doubles_none_and_leaves_what_was_edited_and_reviewed(desk: Desk) -> None:
    """Only new sentences give new suggestions."""
    post = publish_post(desk.person, body=BODY)
    kept, edited, _ = _suggest(desk, post)
    _decides(desk, kept=[kept["id"]])
    reviewed = desk.reviews(desk.reads(kept), "EASY")["flashcard"]
    desk.person.does("editFlashcard", id=edited["id"], expectedVersion=1, back="Mine")
    before = len([key for key in scan() if key.endswith(" FLASHCARD")])

    change_post(desk.person, post, body=f"{BODY}\n\nThe stone boat was rebuilt for Empress Dowager Cixi after a fire.")
    found = _suggest(desk, post)

    assert "Empress Dowager Cixi" in {each["back"] for each in found}
    assert len([key for key in scan() if key.endswith(" FLASHCARD")]) <= before + 1
    assert desk.reads(kept) == reviewed
    assert "Mine" in _waiting(desk)


def test_only_open_suggestions_of_the_deck_can_be_decided(desk: Desk, grace: Person) -> None:
    """Neither one that was decided otherwise, nor one of another deck or person, nor both ways at once."""
    post = publish_post(desk.person, body=BODY)
    first, second, _ = [each["id"] for each in _suggest(desk, post)]
    _decides(desk, refused=[first])
    other, hers = Desk(desk.person, "Roofs"), Desk(grace)

    assert _codes(_decides(desk, kept=[first])) == ["INVALID_INPUT"]
    assert _codes(_decides(other, kept=[second])) == ["INVALID_INPUT"]
    assert _codes(_decides(hers, kept=[second])) == ["INVALID_INPUT"]
    assert _codes(_decides(desk, kept=[second], refused=[second])) == ["INVALID_INPUT"]
    assert _codes(_decides(desk, kept=["flashcard_none"])) == ["INVALID_INPUT"]
    assert desk.due() == []


def test_a_suggestion_is_neither_reviewed_nor_resumed_and_can_be_deleted(desk: Desk) -> None:
    """It counts nowhere until it is kept."""
    post = publish_post(desk.person, body=BODY)
    suggestion = _suggest(desk, post)[0]

    resumed = desk.person.does("resumeFlashcard", id=suggestion["id"], expectedVersion=1)
    reviewed = desk.reviews(suggestion)
    desk.person.does("deleteFlashcard", id=suggestion["id"])

    assert (_codes(resumed), _codes(reviewed)) == (["INVALID_INPUT"], ["INVALID_INPUT"])
    assert len(_waiting(desk)) == 2
    assert desk.person.query("deck", id=desk.deck["id"])["flashcardCount"] == 0


def test_a_deleted_deck_takes_its_suggestions_along(desk: Desk) -> None:
    """Refused ones too."""
    post = publish_post(desk.person, body=BODY)
    _decides(desk, refused=[_suggest(desk, post)[0]["id"]])
    stream = TableStream()
    stream.records()

    desk.person.does("deleteDeck", id=desk.deck["id"])
    stream.settle()

    assert [key for key in scan() if key.startswith(("FLASHCARD#", "DECK#"))] == []
