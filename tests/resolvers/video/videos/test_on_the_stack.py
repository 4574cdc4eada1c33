"""A video on the deployed system: a real file, real events, real conversion and moderation, the real roles."""

import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from resolvers.core import ids, storage, table
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.steps import find_step
from resolvers.video import keys
from resolvers.video.videos import repository
from resolvers.video.videos.model import Video
from resolvers.video.videos.processing import VideoState
from tests.fakes.clips import Clips, draw
from tests.fakes.voice import speak
from tests.stack import Stack

pytestmark = pytest.mark.emulator
PATIENCE = 180.0


@pytest.fixture(scope="module")
def media_bucket(stack: Stack) -> Iterator[str]:
    """This process as the owner of the deployed table and bucket."""
    patch = pytest.MonkeyPatch()
    for variable, value in {
        "TABLE_NAME": stack.deployed.table_name,
        "MEDIA_BUCKET": stack.deployed.media_bucket,
        "AWS_ENDPOINT_URL": stack.system.ministack_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        patch.setenv(variable, value)
    caches = (settings, storage.client, table.client)
    for each in caches:
        each.cache_clear()
    yield stack.deployed.media_bucket
    patch.undo()
    for each in caches:
        each.cache_clear()


def begin(bucket: str, path: Path) -> ID:
    """Announce a video, then store its file."""
    video_id = ids.new(keys.VIDEO)
    original = f"videos/ada-sub/{video_id}"
    repository.add(Video(id=video_id, owner_id=ID("ada-sub"), created_at=now(), original=original, media_id=video_id))
    boto3.client("s3").upload_file(str(path), bucket, original)
    return video_id


def wait_until_ended(video_id: str) -> Video:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        video = repository.get(video_id)
        if video and video.state not in {VideoState.AWAITING_UPLOAD, VideoState.PROCESSING}:
            return video
        time.sleep(0.2)
    raise TimeoutError(video_id)


def wait_until_captioned(video_id: str) -> Video:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        video = repository.get(video_id)
        if video and find_step(video.steps, "CAPTIONED").status in {StepStatus.DONE, StepStatus.FAILED}:
            return video
        time.sleep(0.2)
    raise TimeoutError(video_id)


def test_a_file_goes_round_to_its_renditions_and_captions(media_bucket: str, tmp_path: Path) -> None:
    """From the bucket by three rules' worth of events; every object is where its role may write."""
    spoken = speak("Good morning. The lighthouse stands on the northern coast.", tmp_path / "spoken.wav")
    film = tmp_path / "film.mp4"
    draw("-i", Clips(tmp_path).landscape(4), "-i", spoken, "-map", "0:v", "-map", "1:a", "-c:v", "copy", film)
    video_id = begin(media_bucket, film)

    ended = wait_until_ended(video_id)
    assert (ended.state, ended.failure) == (VideoState.LIVE, None)
    video = wait_until_captioned(video_id)

    assert [each.language for each in video.caption_files] == ["en-US"]
    captions = boto3.client("s3").get_object(Bucket=media_bucket, Key=video.caption_files[0].key)["Body"].read()
    assert "lighthouse" in captions.decode()
    assert {step.status.value for step in video.steps} == {"DONE"}
    assert video.manifest
    manifest = boto3.client("s3").get_object(Bucket=media_bucket, Key=video.manifest)["Body"].read().decode()
    assert "RESOLUTION=640x360" in manifest


def test_a_file_that_is_no_video_is_refused(media_bucket: str, tmp_path: Path) -> None:
    video_id = begin(media_bucket, Clips(tmp_path).text("note.mp4", "No video."))

    video = wait_until_ended(video_id)

    assert video.failure
    assert video.failure.reason == "UNREADABLE"
