"""What people do in tests, in one word each."""

from typing import Any

from resolvers.media import progress, repository
from resolvers.media.model import (
    ModerationVerdict,
    Photo,
    PhotoLabel,
    PhotoModeration,
    PhotoStepName,
    PhotoText,
)
from tests.people import Person


def draft(person: Person, title: str = "Rain in Hoi An", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = person.does("createPost", title=title, **more)["post"]
    return made


def published(person: Person, title: str = "Rain in Hoi An", **more: Any) -> dict[str, Any]:
    made = draft(person, title, **more)
    shown: dict[str, Any] = person.does("publishPost", id=made["id"], expectedVersion=made["version"])["post"]
    return shown


def changed(person: Person, post: dict[str, Any], **changes: Any) -> dict[str, Any]:
    version = person.query("post", id=post["id"])["version"]
    payload = person.does("updatePost", id=post["id"], expectedVersion=version, **changes)
    shown: dict[str, Any] = payload["post"]
    return shown


def awaited(person: Person, post: dict[str, Any]) -> Photo:
    """A photo of a post whose upload was asked for."""
    made = person.does("createUpload", purpose="PHOTO", postId=post["id"], contentType="image/jpeg", bytes=10)
    photo = repository.get(made["photo"]["id"])
    assert photo
    return photo


def begun(photo: Photo) -> Photo:
    """A photo that the worker took."""
    return progress.claim(photo, "message", "version", photo.created_at)


def read_as(photo: Photo, *labels: str) -> Photo:
    """A photo that the worker read to the end: the last step is left."""
    photo = progress.done(photo, PhotoStepName.CHECKED, {"width": 40, "height": 30})
    photo = progress.done(photo, PhotoStepName.RESIZED, {"variants": []})
    found = {
        "labels": [PhotoLabel(name=each, confidence=99.5, parents=["Nature"]) for each in labels],
        "text": [PhotoText(text="Rain", confidence=88.5)],
    }
    photo = progress.done(photo, PhotoStepName.LABELLED, found)
    verdict = PhotoModeration(verdict=ModerationVerdict.APPROVED)
    return progress.done(photo, PhotoStepName.MODERATED, {"moderation": verdict})


def live(person: Person, post: dict[str, Any], *labels: str) -> Photo:
    """A photo that others see, with these labels."""
    return progress.live(read_as(begun(awaited(person, post)), *labels))
