"""Avatars: a new one replaces the old one, and what is taken away is not kept."""

from tests.fixtures import pictures
from tests.people import Person
from tests.resolvers.social.photos.upload_queue import UploadQueue


def test_a_new_avatar_replaces_the_old_one_and_its_objects(
    ada: Person, guest: Person, upload_queue: UploadQueue
) -> None:
    """Square, at most 512 pixels, and nothing of the picture before stays."""
    first = upload_queue.upload(ada, None, pictures.photo(edge=1200), purpose="AVATAR")
    upload_queue.work()
    second = upload_queue.upload(ada, None, pictures.animated_gif(), purpose="AVATAR")
    upload_queue.work()

    avatar = guest.query("user", handle="ada")["avatar"]

    assert (avatar["width"], avatar["height"]) == (240, 240)
    assert avatar["url"].startswith("https://")
    assert ada.query("photo", id=first["id"]) is None
    assert ada.query("photo", id=second["id"])["state"] == "LIVE"
    assert guest.query("photo", id=second["id"]) is None
    assert len(upload_queue.objects()) == 1


def test_an_avatar_that_is_taken_away_is_not_kept(ada: Person, guest: Person, upload_queue: UploadQueue) -> None:
    """`updateProfile(removeAvatar: true)` removes what was shown, every version of it."""
    upload_queue.upload(ada, None, pictures.photo(), purpose="AVATAR")
    upload_queue.work()
    version = ada.query("viewer")["user"]["version"]

    payload = ada.does("updateProfile", expectedVersion=version, removeAvatar=True)

    assert payload["errors"] == []
    assert guest.query("user", handle="ada")["avatar"] is None
    assert upload_queue.objects() == []


def test_deleting_the_avatar_takes_it_off_the_profile(ada: Person, guest: Person, upload_queue: UploadQueue) -> None:
    """The profile never shows a picture that is gone."""
    photo = upload_queue.upload(ada, None, pictures.photo(), purpose="AVATAR")
    upload_queue.work()

    payload = ada.does("deletePhoto", id=photo["id"])

    assert payload["errors"] == []
    assert guest.query("user", handle="ada")["avatar"] is None
    assert upload_queue.objects() == []
