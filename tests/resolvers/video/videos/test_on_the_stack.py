"""A video on the deployed system: a real file, real events, real conversion and moderation, the real roles."""

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3

from infra.local.media import prepare_secret
from resolvers.core import ids, storage, table
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.steps import find_step
from resolvers.video import keys
from resolvers.video.grants.service import sign_folder
from resolvers.video.videos import repository
from resolvers.video.videos.model import Video
from resolvers.video.videos.processing import VideoState
from tests.fakes.clips import Clips, draw
from tests.fakes.voice import speak
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator
PATIENCE = 180.0
PLAYBACK = """query Playback($id: ID!) {
  video(id: $id) { version playback { manifest files { name url } grant { path cookies { name value } query } } }
}"""
UNPUBLISH = """mutation Unpublish($id: ID!, $version: Int!) {
  unpublishVideo(input: { id: $id, expectedVersion: $version }) { errors { message } }
}"""


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


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Person:
    return stack.sign_up("films@example.com")


def begin(bucket: str, path: Path, owner_id: str) -> ID:
    """Announce a video, then store its file."""
    video_id = ids.new(keys.VIDEO)
    original = f"videos/{owner_id}/{video_id}"
    media_id = secrets.token_hex(16)
    repository.add(Video(id=video_id, owner_id=ID(owner_id), created_at=now(), original=original, media_id=media_id))
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


def ask(url: str, cookies: list[dict[str, str]] | None = None, **headers: str) -> tuple[int, bytes]:
    """Return the status and the body of a file, asked for as a player does."""
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in cookies or [])
    sent = headers | ({"Cookie": cookie} if cookie else {})
    answer = urllib3.request("GET", url, headers=sent, retries=False, timeout=30)
    return answer.status, answer.data


def read_playback(stack: Stack, video_id: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = stack.query(PLAYBACK, headers, id=video_id)
    found: dict[str, Any] = answer["data"]["video"]
    return found


def test_a_file_goes_round_to_its_renditions_and_captions(
    media_bucket: str, tmp_path: Path, stack: Stack, owner: Person
) -> None:
    """From the bucket by three rules' worth of events; every object is where its role may write.

    Then it is played by signed cookies and queries, until fewer may watch it.
    """
    spoken = speak("Good morning. The lighthouse stands on the northern coast.", tmp_path / "spoken.wav")
    film = tmp_path / "film.mp4"
    draw("-i", Clips(tmp_path).landscape(4), "-i", spoken, "-map", "0:v", "-map", "1:a", "-c:v", "copy", film)
    video_id = begin(media_bucket, film, owner.user_id)

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
    plays_by_signature_only(stack, owner, video)


def plays_by_signature_only(stack: Stack, owner: Person, video: Video) -> None:
    """What a guest is given opens the files of this video, for as long as it says, and while they may watch."""
    shown = read_playback(stack, video.id, stack.guest)["playback"]
    grant, cookies = shown["grant"], shown["grant"]["cookies"]
    signed = next(each["url"] for each in shown["files"] if each["name"].endswith(".cmfv"))
    plain = signed.partition("?")[0]
    assert plain.startswith(f"{stack.site_url}{grant['path']}")
    assert video.id not in plain, "nobody can tell the folder from the video's id"

    whole = ask(plain, cookies)
    assert whole[0] == 200
    assert ask(signed) == whole
    assert ask(plain, cookies, Range="bytes=4-7") == (206, whole[1][4:8])

    no_key = ask(plain)
    assert (no_key[0], b"MissingKey" in no_key[1]) == (403, True)
    other, late = (make_cookies(stack, folder, seconds) for folder, seconds in (("media/other/1", 300), (plain, -1)))
    tampered = [each | {"value": each["value"][::-1]} for each in cookies]
    forged = [each | ({"value": "AAAA"} if "Signature" in each["name"] else {}) for each in cookies]
    for wrong in (other, late, tampered, forged):
        assert ask(plain, wrong)[0] == 403

    version = read_playback(stack, video.id, owner.headers)["version"]
    answer = stack.query(UNPUBLISH, owner.headers, id=video.id, version=version)
    assert answer["data"]["unpublishVideo"]["errors"] == []
    wait_until(lambda: ask(plain, cookies)[0] in {403, 404})
    assert ask(signed)[0] in {403, 404}
    assert read_playback(stack, video.id, stack.guest) is None
    owned = read_playback(stack, video.id, owner.headers)["playback"]
    renewed = next(each["url"] for each in owned["files"] if each["url"].partition("?")[0].endswith(".cmfv"))
    assert owned["grant"]["path"] != grant["path"]
    assert ask(renewed.partition("?")[0], owned["grant"]["cookies"]) == whole
    assert ask(renewed.partition("?")[0], cookies)[0] == 403


def make_cookies(stack: Stack, folder: str, seconds: int) -> list[dict[str, str]]:
    """Return cookies by the deployed key, for another folder or with another end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "PLAYBACK_SECONDS", seconds)
        patch.setenv("SITE_ORIGIN", stack.site_url)
        patch.setenv("MEDIA_KEY_SECRET_ARN", prepare_secret(stack.system.ministack_url))
        settings.cache_clear()
        grant = sign_folder(folder.removeprefix(f"{stack.site_url}/").rpartition("/")[0])
    settings.cache_clear()
    assert grant
    return [each.model_dump() for each in grant.cookies]


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.2)


def test_a_file_that_is_no_video_is_refused(media_bucket: str, tmp_path: Path, owner: Person) -> None:
    video_id = begin(media_bucket, Clips(tmp_path).text("note.mp4", "No video."), owner.user_id)

    video = wait_until_ended(video_id)

    assert video.failure
    assert video.failure.reason == "UNREADABLE"
