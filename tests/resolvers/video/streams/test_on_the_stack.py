"""A livestream on the deployed system: a real encoder by RTMPS, real events, the real roles, real playback."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import boto3
import pytest
import urllib3

from tests.fakes.publishers import publishing
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator
PATIENCE = 180.0
SEGMENTS = 4  # of two seconds

KEY = "mutation { rotateStreamKey { key { value url } errors { message } } }"
CREATE = "mutation($input: CreateStreamInput!) { createStream(input: $input) { stream { id } errors { message } } }"
START = "mutation($input: StartStreamInput!) { startStream(input: $input) { stream { state } errors { message } } }"
END = "mutation($input: EndStreamInput!) { endStream(input: $input) { stream { state } errors { message } } }"
FOLLOW = "mutation($input: FollowUserInput!) { followUser(input: $input) { errors { message } } }"
STREAM = (
    "query($id: ID!) { stream(id: $id) { state playbackUrl sessions { startedAt endedAt } replay { url seconds } } }"
)
FILES = "query($id: ID!, $names: [String!]!) { replayFiles(streamId: $id, names: $names) { url } }"


def do(stack: Stack, person: Person, document: str, **input: Any) -> dict[str, Any]:
    """Send a mutation that is not refused, and return its payload."""
    answer = stack.query(document, person.headers, **({"input": input} if input else {}))
    assert "errors" not in answer, answer
    (payload,) = answer["data"].values()
    assert payload["errors"] == []
    return dict(payload)


def wait_until(stack: Stack, owner: Person, stream_id: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        stream = stack.query(STREAM, owner.headers, id=stream_id)["data"]["stream"]
        if is_so(stream):
            return dict(stream)
        time.sleep(0.2)
    raise TimeoutError(stream_id)


def get(address: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", address, timeout=30, retries=False)


def wait_for_segments(address: str) -> None:
    """Wait until a stream has brought so much that its replay has some: the first seconds may be left out of it."""
    master = get(address).data.decode().splitlines()
    variant = urljoin(address, next(line for line in master if line and not line.startswith("#")))
    until = time.monotonic() + PATIENCE
    while (playlist := get(variant).data.decode()) and "\n#EXT-X-MEDIA-SEQUENCE:" in playlist:
        first = int(playlist.partition("#EXT-X-MEDIA-SEQUENCE:")[2].split()[0])
        if first + playlist.count("#EXTINF") >= SEGMENTS:
            return
        assert time.monotonic() < until, playlist
        time.sleep(0.2)
    raise AssertionError(playlist)


def wait_until_judged(stack: Stack, address: str) -> None:
    """Wait until moderation has let a picture of a livestream pass while it goes on."""
    channel = address.partition(".channel.")[2].partition(".m3u8")[0]
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=stack.system.ministack_url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    until = time.monotonic() + PATIENCE
    while not any(
        f"/{channel}/" in item["PK"]["S"]
        for page in dynamodb.get_paginator("scan").paginate(
            TableName=stack.deployed.table_name,
            FilterExpression="kind = :kind",
            ExpressionAttributeValues={":kind": {"S": "JudgedPicture"}},
        )
        for item in page["Items"]
    ):
        assert time.monotonic() < until, channel
        time.sleep(0.2)


@pytest.fixture(scope="module")
def authority(stack: Stack) -> Path:
    return stack.system.workspace.state / "ivs" / "ca.pem"


def test_who_may_watch_watches_a_stream_from_its_encoder_to_its_replay(stack: Stack, authority: Path) -> None:
    owner, follower, stranger = (stack.sign_up(f"{name}-live@waymark.example") for name in ("ada", "fen", "sam"))
    key = do(stack, owner, KEY)["key"]
    stream_id = do(stack, owner, CREATE, title="A walk, live", audience="FOLLOWERS")["stream"]["id"]
    do(stack, follower, FOLLOW, userId=owner.user_id)
    do(stack, owner, START, id=stream_id)

    with publishing(key["url"] + key["value"], authority) as encoder:
        live = wait_until(stack, owner, stream_id, lambda stream: stream["state"] == "LIVE")

        for headers in (stranger.headers, stack.guest):
            assert stack.query(STREAM, headers, id=stream_id) == {"data": {"stream": None}}
        seen = stack.query(STREAM, follower.headers, id=stream_id)["data"]["stream"]
        assert (seen["state"], seen["sessions"]) == ("LIVE", [])
        playlist = get(seen["playbackUrl"])
        assert playlist.status == 200
        assert playlist.data.startswith(b"#EXTM3U")
        for forged in (seen["playbackUrl"].partition("?")[0], seen["playbackUrl"][:-8] + "AAAAAAAA"):
            assert get(forged).status == 403
        assert [bool(each["startedAt"]) for each in live["sessions"]] == [True]
        wait_for_segments(seen["playbackUrl"])
        wait_until_judged(stack, seen["playbackUrl"])

        assert do(stack, owner, END, id=stream_id)["stream"]["state"] == "ENDED"
        encoder.wait(PATIENCE)

    after = wait_until(stack, owner, stream_id, lambda stream: bool(stream["replay"]))
    assert after["playbackUrl"] is None
    assert [bool(each["endedAt"]) for each in after["sessions"]] == [True]
    seen = stack.query(STREAM, follower.headers, id=stream_id)["data"]["stream"]
    names = [line for line in get(seen["replay"]["url"]).data.decode().split("\n") if line.endswith(".m4s")]
    files = stack.query(FILES, follower.headers, id=stream_id, names=names)["data"]["replayFiles"]
    assert [get(each["url"]).status for each in files] == [200] * len(names)
    assert get(files[0]["url"].partition("?")[0]).status == 403
    assert stack.query(FILES, stranger.headers, id=stream_id, names=names) == {"data": {"replayFiles": []}}
    logs = b"".join(path.read_bytes() for path in stack.system.workspace.logs.rglob("*") if path.is_file())
    assert key["value"].encode() not in logs


def test_an_encoder_with_an_old_key_is_refused_and_begins_nothing(stack: Stack, authority: Path) -> None:
    owner = stack.sign_up("old-key-live@waymark.example")
    old = do(stack, owner, KEY)["key"]
    do(stack, owner, KEY)
    stream_id = do(stack, owner, CREATE, title="Never live")["stream"]["id"]
    do(stack, owner, START, id=stream_id)

    with publishing(old["url"] + old["value"], authority, seconds=30) as encoder:
        encoder.wait(PATIENCE)

    assert encoder.returncode != 0
    assert stack.query(STREAM, owner.headers, id=stream_id)["data"]["stream"]["state"] == "STARTING"
    do(stack, owner, END, id=stream_id)
