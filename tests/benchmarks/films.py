"""Videos of the small world: one that people watch, and those that wait for their file or failed."""

from typing import Any, Final

from resolvers.core import storage
from resolvers.video.videos import repository
from tests.fakes.encoders import RememberingEncoder
from tests.people import Person
from tests.resolvers.video.videos.conftest import (
    BUCKET,
    Processing,
    TellingModerator,
    go_live,
    make_probe_response,
)

FILE: Final = {"title": "A walk", "contentType": "video/mp4", "bytes": 5}


def publish_video() -> str:
    """Return a live video of Ada's."""
    processing = _begin_processing()
    go_live(processing)
    return processing.id


def fail_video() -> str:
    """Return a video of Ada's whose processing can be tried again."""
    processing = _begin_processing()
    storage.client().put_object(Bucket=BUCKET, Key=processing.video.original, Body=b"film")
    processing.arrives()
    processing.hears(processing.encoder.job("frames").event("ERROR"))
    return processing.id


def request_upload(owner: Person) -> dict[str, Any]:
    """Return a video that waits for its file of one part."""
    payload = owner.does("createVideoUpload", **FILE)
    assert payload["errors"] == []
    video: dict[str, Any] = payload["video"]
    return video


def send_file(owner: Person, video: dict[str, Any]) -> None:
    """Send the file's only part."""
    owner.does("signVideoParts", id=video["id"], parts=[1])
    stored = repository.get(video["id"])
    assert stored
    assert stored.upload_id
    place = {"Bucket": BUCKET, "Key": stored.original, "UploadId": stored.upload_id}
    storage.client().upload_part(**place, PartNumber=1, Body=b"video")


def _begin_processing() -> Processing:
    return Processing(RememberingEncoder(make_probe_response()), TellingModerator())
