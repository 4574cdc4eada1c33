"""What people do in tests, in one word each."""

from typing import Any

from resolvers.platform.jobs import repository as jobs
from resolvers.platform.jobs.model import JobFailure, Message
from resolvers.social.photos import publication, repository
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.model import (
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


def publish_post(person: Person, title: str = "Rain in Hoi An", **more: Any) -> dict[str, Any]:
    made = draft(person, title, **more)
    shown: dict[str, Any] = person.does("publishPost", id=made["id"], expectedVersion=made["version"])["post"]
    return shown


def change_post(person: Person, post: dict[str, Any], **changes: Any) -> dict[str, Any]:
    version = person.query("post", id=post["id"])["version"]
    payload = person.does("updatePost", id=post["id"], expectedVersion=version, **changes)
    shown: dict[str, Any] = payload["post"]
    return shown


def request_photo(person: Person, post: dict[str, Any]) -> Photo:
    """A photo of a post whose upload was asked for."""
    made = person.does("createUpload", purpose="PHOTO", postId=post["id"], contentType="image/jpeg", bytes=10)
    photo = repository.get(made["photo"]["id"])
    assert photo
    return photo


def begin_processing(photo: Photo) -> Photo:
    """A photo that the worker took."""
    return jobs.claim(PHOTO_JOB, photo, Message("message", "version", photo.created_at, is_last_try=False))


def read_as(photo: Photo, *labels: str) -> Photo:
    """A photo that the worker read to the end: the last step is left."""
    photo = jobs.complete_step(PHOTO_JOB, photo, PhotoStepName.CHECKED, {"width": 40, "height": 30})
    photo = jobs.complete_step(PHOTO_JOB, photo, PhotoStepName.RESIZED, {"variants": []})
    found = {
        "labels": [PhotoLabel(name=each, confidence=99.5, parents=["Nature"]) for each in labels],
        "text": [PhotoText(text="Rain", confidence=88.5)],
    }
    photo = jobs.complete_step(PHOTO_JOB, photo, PhotoStepName.LABELLED, found)
    verdict = PhotoModeration(verdict=ModerationVerdict.APPROVED)
    return jobs.complete_step(PHOTO_JOB, photo, PhotoStepName.MODERATED, {"moderation": verdict})


def live(person: Person, post: dict[str, Any], *labels: str) -> Photo:
    """A photo that others see, with these labels."""
    return publication.publish_photo(read_as(begin_processing(request_photo(person, post)), *labels))


def fail(photo: Photo, reason: str, *, retryable: bool = False) -> Photo:
    """End a photo that the worker took, for good or until its owner tries again."""
    step = jobs.find_running_step(PHOTO_JOB, photo)
    failure = JobFailure(step=step, reason=reason, message="The picture is damaged.", retryable=retryable)
    return jobs.fail(PHOTO_JOB, photo, failure)
