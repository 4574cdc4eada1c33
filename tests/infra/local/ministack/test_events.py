"""Events of a service beside the embedded AWS: MediaConvert's reach a queue by a rule, as they do on AWS."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.deploy.aws import client
from infra.local.run.child import Child
from tests.emulator import TOKEN, Emulator
from tests.fakes.clips import Clips
from tests.fakes.data_plane import free_port
from tests.infra.emulators.mediaconvert.settings import captures, job

pytestmark = pytest.mark.emulator
ROLE = "arn:aws:iam::000000000000:role/convert"
PATTERN = {"source": ["aws.mediaconvert"], "detail": {"status": ["COMPLETE", "ERROR"]}}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("events"))
    yield running
    running.stop()


@pytest.fixture
def mediaconvert(emulator: Emulator, tmp_path: Path) -> Iterator[Any]:
    """MediaConvert as `make run` starts it, with its client."""
    port = free_port()
    events = ("--events-url", f"{emulator.url}/_waymark/events", "--preset", "ultrafast")
    command = (sys.executable, "-m", "mediaconvert_local", "--port", str(port), "--state", str(tmp_path), *events)
    environment = dict(os.environ) | {
        "AWS_ENDPOINT_URL": emulator.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "MEDIACONVERT_EVENTS_TOKEN": TOKEN,
    }
    child = Child("mediaconvert", command, environment, tmp_path)
    try:
        child.wait_until_ready(f"http://127.0.0.1:{port}/_mediaconvert/health", 60)
        yield client("mediaconvert", f"http://127.0.0.1:{port}")
    finally:
        child.stop(10)


def test_a_job_reads_and_writes_s3_and_its_end_reaches_a_queue(
    emulator: Emulator, mediaconvert: Any, tmp_path: Path
) -> None:
    """From an object to a capture, and from the event by a rule to the queue of whoever waits."""
    sqs, s3, events = (emulator.client(name) for name in ("sqs", "s3", "events"))
    queue = sqs.create_queue(QueueName="ends")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="ends", EventPattern=json.dumps(PATTERN))
    events.put_targets(Rule="ends", Targets=[{"Id": "queue", "Arn": arn}])
    s3.create_bucket(Bucket="media")
    s3.upload_file(str(Clips(tmp_path).silent()), "media", "videos/input.mp4")

    created = mediaconvert.create_job(
        Role=ROLE, Settings=job("s3://media/videos/input.mp4", captures(1)), UserMetadata={"videoId": "video_1"}
    )["Job"]
    (message,) = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]

    event = json.loads(message["Body"])
    assert event["detail"]["status"] == "COMPLETE", event
    assert event["detail"]["jobId"] == created["Id"]
    assert event["detail"]["userMetadata"] == {"videoId": "video_1"}
    assert event["resources"] == [created["Arn"]]
    written = s3.get_object(Bucket="media", Key="out/clip-frame.0000000.jpg")
    assert written["ContentType"] == "image/jpeg"


def test_an_event_needs_the_token(emulator: Emulator) -> None:
    refused = emulator.send("POST", "/_waymark/events", {"Authorization": "Bearer guess"}, b"{}")

    assert refused.status == 403


@pytest.mark.parametrize("body", [b"", b"[]", b'{"source": "aws.mediaconvert"}'], ids=["empty", "a list", "half"])
def test_what_is_no_event_is_refused(emulator: Emulator, body: bytes) -> None:
    refused = emulator.send("POST", "/_waymark/events", {"Authorization": f"Bearer {TOKEN}"}, body)

    assert refused.status == 400
