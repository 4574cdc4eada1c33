"""The local IVS beside the embedded AWS: its events reach a queue by a rule, and its recordings a bucket."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.deploy.aws import client
from infra.local.parts import PARTS
from infra.local.run.child import Child
from infra.local.run.workspace import Workspace
from ivs_local.thumbnails import find_ffmpeg
from tests.emulator import TOKEN, Emulator
from tests.fakes.data_plane import free_port

pytestmark = pytest.mark.emulator
PATTERN = {"source": ["aws.ivs"], "detail-type": ["IVS Stream State Change", "IVS Recording State Change"]}
TOLD = {"Session Created", "Stream Start", "Stream End", "Session Ended", "Recording Start", "Recording End"}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("events"))
    yield running
    running.stop()


@pytest.fixture
def workspace(emulator: Emulator, tmp_path: Path) -> Workspace:
    ministack = int(emulator.url.rpartition(":")[2])
    ports = {"ministack": ministack, **{name: free_port() for name in ("ivs", "rtmp", "rtmps", "site", "dev")}}
    return Workspace(tmp_path, ports, TOKEN)


@pytest.fixture
def ivs(workspace: Workspace, tmp_path: Path) -> Iterator[Any]:
    """IVS by the very command of `make run`, with its client."""
    (part,) = (part for part in PARTS if part.name == "ivs")
    child = Child("ivs", part.command(workspace), dict(os.environ) | dict(part.environment(workspace)), tmp_path)
    try:
        child.wait_until_ready(workspace.url("ivs", "/_ivs/health"), 60)
        yield client("ivs", workspace.url("ivs"))
    finally:
        child.stop(15)


def publish(address: str) -> None:
    """Publish six seconds of a test card, as fast as they are drawn."""
    card = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=6")
    codec = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25")
    command = [find_ffmpeg() or "ffmpeg", "-nostdin", "-loglevel", "error", *card, *codec, "-f", "flv", address]
    subprocess.run(command, check=True, timeout=120)  # noqa: S603


def test_a_stream_is_told_by_a_rule_and_recorded_in_a_bucket(
    emulator: Emulator, ivs: Any, workspace: Workspace
) -> None:
    """From ffmpeg by RTMP to the queue of whoever waits for its events, and to the objects that they name."""
    sqs, s3, events = (emulator.client(name) for name in ("sqs", "s3", "events"))
    queue = sqs.create_queue(QueueName="streams")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="streams", EventPattern=json.dumps(PATTERN))
    events.put_targets(Rule="streams", Targets=[{"Id": "queue", "Arn": arn}])
    s3.create_bucket(Bucket="recordings")
    destination = {"s3": {"bucketName": "recordings"}}
    configuration = ivs.create_recording_configuration(destinationConfiguration=destination)["recordingConfiguration"]
    created = ivs.create_channel(name="ada", insecureIngest=True, recordingConfigurationArn=configuration["arn"])

    publish(f"rtmp://127.0.0.1:{workspace.ports['rtmp']}/app/{created['streamKey']['value']}")

    told: dict[str, dict[str, Any]] = {}
    while not told.keys() >= TOLD:
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20, MaxNumberOfMessages=10)["Messages"]:
            event = json.loads(message["Body"])
            assert event["resources"] == [created["channel"]["arn"]]
            detail = event["detail"]
            told[detail.get("event_name") or detail["recording_status"]] = detail
    prefix = told["Recording End"]["recording_s3_key_prefix"]
    playlist = s3.get_object(Bucket="recordings", Key=f"{prefix}/media/hls/180p25/playlist.m3u8")
    assert playlist["ContentType"] == "application/vnd.apple.mpegurl"
    assert playlist["Body"].read().decode().endswith("#EXT-X-ENDLIST\n")
    listed = s3.list_objects_v2(Bucket="recordings", Prefix=f"{prefix}/media/hls/180p25/")["Contents"]
    assert [each["Size"] > 0 for each in listed] == [True] * 5  # an initialisation, three segments, the playlist
