"""An article read aloud on the deployed system: the worker under its role, a real voice, a socket, and what follows."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from resolvers.learning.narrations.mp3 import read_frames
from tests.e2e.test_live import listening
from tests.fakes.listener import Listener
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

BODY = "The old lighthouse stands on the northern coast.\n\nWe wait there for the ferry."
CREATE_POST = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } } }"
PUBLISH_POST = "mutation($input: PublishPostInput!) { publishPost(input: $input) { post { id version } } }"
UPDATE_POST = "mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { id version } } }"
CREATE = """mutation($input: CreateAudioVersionInput!) { createAudioVersion(input: $input) {
  audio { id state } errors { code } } }"""
FIND = """query($id: ID!) { audioVersion(subjectId: $id) {
  state seconds url failure { reason } paragraphs { start end fromSecond toSecond } } }"""
ON_AUDIO = "subscription($id: ID!) { onAudioVersion(subjectId: $id) { subjectId audioState audioPercent } }"
DEADLINE_SECONDS = 60


@pytest.fixture(scope="module")
def ada(stack: Stack) -> Person:
    return stack.sign_up(f"ada-{uuid4().hex[:8]}@example.org")


def find(stack: Stack, headers: dict[str, str], post_id: str) -> Any:
    return (stack.query(FIND, headers, id=post_id)["data"] or {}).get("audioVersion")


def list_sounds(stack: Stack) -> set[str]:
    found = stack.client("s3").list_object_versions(Bucket=stack.deployed.media_bucket, Prefix="narrations/")
    return {each["Key"] for each in (*found.get("Versions", []), *found.get("DeleteMarkers", []))}


def wait_until_gone(stack: Stack, prefix: str) -> None:
    """Wait until the table's stream was followed: no object of an audio version is left."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while any(each.startswith(prefix) for each in list_sounds(stack)):
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_an_article_is_read_aloud_live_and_its_sound_goes_with_its_words(stack: Stack, ada: Person) -> None:
    """A guest hears the end come, then the words; nobody hears them by another address, or once the author hid them."""
    made = stack.query(CREATE_POST, ada.headers, input={"title": "The coast", "body": BODY})["data"]["createPost"][
        "post"
    ]
    sent = {"id": made["id"], "expectedVersion": made["version"]}
    post = stack.query(PUBLISH_POST, ada.headers, input=sent)["data"]["publishPost"]["post"]
    before = list_sounds(stack)

    async def follow() -> list[dict[str, Any]]:
        async with listening(stack, None, ON_AUDIO, post["id"]) as ear:
            answer = await asyncio.to_thread(stack.query, CREATE, ada.headers, input={"subjectId": post["id"]})
            assert answer["data"]["createAudioVersion"]["errors"] == []
            await ear.until(lambda ear: any(each["audioState"] in {"READY", "FAILED"} for each in ear.heard))
        return ear.heard

    heard = asyncio.run(follow())
    ready = find(stack, stack.guest, post["id"])

    assert [each["audioPercent"] for each in heard] == sorted(each["audioPercent"] for each in heard)
    assert (ready["state"], ready["failure"]) == ("READY", None)
    sound = urllib3.request("GET", ready["url"], timeout=30).data
    assert abs(sum(frame.seconds for frame in read_frames(sound)) - ready["seconds"]) < 0.1
    words = " ".join(word.text.lower() for word in Listener().hear(sound))
    assert all(each in words for each in ("northern coast", "wait there", "ferry"))
    assert urllib3.request("GET", ready["url"].partition("?")[0], timeout=30).status == 403
    (key,) = list_sounds(stack) - before
    hidden = {"id": post["id"], "expectedVersion": post["version"], "visibility": "PRIVATE"}
    stack.query(UPDATE_POST, ada.headers, input=hidden)

    assert find(stack, stack.guest, post["id"]) is None
    wait_until_gone(stack, key.rpartition("/")[0])
    assert urllib3.request("GET", ready["url"], timeout=30).status == 404
