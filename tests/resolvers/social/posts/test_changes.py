"""Unpublished changes of a published post: who sees them, their versions, publishing and discarding them."""

from typing import Any

import pytest

from resolvers.core import table
from resolvers.social import keys
from resolvers.social.posts import revision_rows
from tests.people import Person


def _publish(person: Person, **more: object) -> Any:
    draft = person.does("createPost", **{"title": "Rain in Hoi An", "body": "It rained."} | more)["post"]
    return person.does("publishPost", id=draft["id"], expectedVersion=draft["version"])["post"]


def _saves(person: Person, post: Any, version: int, **text: object) -> Any:
    text = {"title": post["title"], "body": post["body"], "tags": post["tags"]} | text
    return person.does("savePostRevision", id=post["id"], expectedVersion=version, **text)


def _revision(person: Person, post: Any) -> Any:
    return person.query("post", id=post["id"])["revision"]


def _settles(person: Person, mutation: str, post: Any, version: int) -> Any:
    return person.does(mutation, id=post["id"], expectedVersion=version)


def test_readers_see_a_post_as_it_was_until_its_changes_are_published(
    ada: Person, grace: Person, guest: Person
) -> None:
    """Saving touches neither the post nor its place in a feed; only the author sees the revision."""
    post = _publish(ada)

    _saves(ada, post, post["version"], body="It poured.")

    shown = guest.query("post", id=post["id"])
    assert {name: shown[name] for name in ("title", "body", "tags", "version", "editedAt")} == {
        name: post[name] for name in ("title", "body", "tags", "version", "editedAt")
    }
    assert guest.query("feed")["edges"][0]["node"]["body"] == "It rained."
    assert _revision(ada, post)["body"] == "It poured."
    assert _revision(grace, post) is None
    assert _revision(guest, post) is None


def test_publishing_the_changes_shows_them_and_when_the_post_was_edited(ada: Person, guest: Person) -> None:
    """The revision is gone with its publication, and the post keeps its place in feeds."""
    post = _publish(ada)
    _saves(ada, post, 2, title="Rain", body="It poured.", tags=["rain"])

    published = _settles(ada, "publishPostRevision", post, 3)["post"]

    seen = guest.query("post", id=post["id"])
    assert (seen["title"], seen["body"], seen["tags"]) == ("Rain", "It poured.", ["rain"])
    assert seen["editedAt"] >= seen["publishedAt"] == post["publishedAt"]
    assert _revision(ada, published) is None
    assert published["version"] > 3


def test_discarding_the_changes_leaves_the_post_as_it_is_published(ada: Person, guest: Person) -> None:
    """Nothing that readers see changes, not even a time."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")

    discarded = _settles(ada, "discardPostRevision", post, 3)["post"]

    seen = guest.query("post", id=post["id"])
    assert (seen["body"], seen.get("editedAt"), seen["updatedAt"]) == ("It rained.", None, post["updatedAt"])
    assert _revision(ada, discarded) is None


@pytest.mark.parametrize("mutation", ["publishPostRevision", "discardPostRevision"])
def test_ending_a_revision_may_be_repeated(ada: Person, mutation: str) -> None:
    """An answer that was lost is asked for again with the same version."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")

    first = _settles(ada, mutation, post, 3)
    again = _settles(ada, mutation, post, 3)

    assert again["errors"] == []
    assert again["post"] == first["post"]


@pytest.mark.parametrize(
    ("done", "repeated"),
    [("publishPostRevision", "discardPostRevision"), ("discardPostRevision", "publishPostRevision")],
)
def test_what_another_tab_did_with_the_changes_is_told(ada: Person, done: str, repeated: str) -> None:
    """To discard what is published, or publish what is discarded, is no repetition."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")
    version = _settles(ada, done, post, 3)["post"]["version"]

    (error,) = _settles(ada, repeated, post, 3)["errors"]

    assert (error["code"], error["currentVersion"]) == ("CONFLICT", version)


@pytest.mark.parametrize("mutation", ["savePostRevision", "publishPostRevision", "discardPostRevision"])
def test_a_stale_version_loses_nothing(ada: Person, mutation: str) -> None:
    """Two tabs: the second one learns that the revision is newer than what it shows."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")
    _saves(ada, post, 3, body="It poured all night.")

    refused = _saves(ada, post, 3, body="Mine") if mutation.startswith("save") else _settles(ada, mutation, post, 3)

    (error,) = refused["errors"]
    assert (error["code"], error["currentVersion"]) == ("CONFLICT", 4)
    assert _revision(ada, post)["body"] == "It poured all night."


@pytest.mark.parametrize("mutation", ["publishPostRevision", "discardPostRevision"])
def test_a_version_is_never_met_twice(ada: Person, mutation: str) -> None:
    """A tab that slept while a revision ended and another began does not overwrite it."""
    post = _publish(ada)
    _saves(ada, post, 2, body="One")
    version = _settles(ada, mutation, post, 3)["post"]["version"]
    _saves(ada, post, version, body="Two")

    (error,) = _saves(ada, post, 3, body="Slept")["errors"]

    assert error["code"] == "CONFLICT"
    assert _revision(ada, post)["body"] == "Two"


def test_visibility_changes_at_once_beside_unpublished_changes(ada: Person, guest: Person) -> None:
    """Who may read is no text: hiding a post never waits, and the changes can still be published."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")

    ada.does("updatePost", id=post["id"], expectedVersion=2, visibility="PRIVATE")
    hidden = guest.query("post", id=post["id"])
    published = _settles(ada, "publishPostRevision", post, 3)["post"]

    assert hidden is None
    assert (published["visibility"], published["body"]) == ("PRIVATE", "It poured.")


def test_published_text_does_not_change_under_a_revision(ada: Person) -> None:
    """Otherwise publishing the revision would undo that change unseen."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")

    (error,) = ada.does("updatePost", id=post["id"], expectedVersion=2, body="Other")["errors"]

    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "id"])
    assert ada.query("post", id=post["id"])["body"] == "It rained."


def test_a_post_taken_back_has_the_unpublished_changes(ada: Person) -> None:
    """The draft is what its author last wrote."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")

    draft = ada.does("unpublishPost", id=post["id"], expectedVersion=2)["post"]

    assert (draft["state"], draft["body"]) == ("DRAFT", "It poured.")
    assert _revision(ada, draft) is None


def test_a_draft_needs_no_revision(ada: Person) -> None:
    """Nobody reads it, so it is changed itself."""
    draft = ada.does("createPost", title="Rain")["post"]

    (error,) = _saves(ada, draft, 1, body="It poured.")["errors"]

    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "id"])


def test_a_draft_that_was_never_published_is_never_edited(ada: Person) -> None:
    """Readers learn of edits after they could read, also of those made while the post was a draft again."""
    draft = ada.does("createPost", title="Rain")["post"]
    edited = ada.does("updatePost", id=draft["id"], expectedVersion=1, body="It rained.")["post"]
    published = ada.does("publishPost", id=draft["id"], expectedVersion=2)["post"]
    taken_back = ada.does("unpublishPost", id=draft["id"], expectedVersion=3)["post"]

    edited_later = ada.does("updatePost", id=draft["id"], expectedVersion=4, body="It poured.")["post"]

    assert [each.get("editedAt") for each in (edited, published, taken_back)] == [None, None, None]
    assert edited_later["editedAt"]


def test_a_deleted_post_leaves_no_revision(ada: Person) -> None:
    """The words go with the post, in the same transaction."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")

    ada.does("deletePost", id=post["id"])

    assert table.get(keys.revision(post["id"])) is None
    assert [error["code"] for error in _saves(ada, post, 3, body="More")["errors"]] == ["NOT_FOUND"]


def test_anothers_post_takes_no_revision(ada: Person, grace: Person) -> None:
    """The viewer sees it, and is not its author."""
    post = _publish(ada)

    assert [error["code"] for error in _saves(grace, post, 2, body="Hers")["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize("other", ["visibility", "revision"])
def test_a_change_between_reading_and_publishing_is_read_again(
    ada: Person, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """A visibility that changes meanwhile is kept; a revision that changes meanwhile is not published unseen."""
    post = _publish(ada)
    _saves(ada, post, 2, body="It poured.")
    read = revision_rows.get

    def read_then_change(post_id: str) -> Any:
        found = read(post_id)
        monkeypatch.setattr(revision_rows, "get", read)
        if other == "visibility":
            ada.does("updatePost", id=post_id, expectedVersion=2, visibility="PRIVATE")
        else:
            _saves(ada, post, 3, body="Newer")
        return found

    monkeypatch.setattr(revision_rows, "get", read_then_change)
    payload = _settles(ada, "publishPostRevision", post, 3)

    if other == "visibility":
        assert (payload["post"]["visibility"], payload["post"]["body"]) == ("PRIVATE", "It poured.")
    else:
        assert [error["code"] for error in payload["errors"]] == ["CONFLICT"]
        assert ada.query("post", id=post["id"])["body"] == "It rained."
