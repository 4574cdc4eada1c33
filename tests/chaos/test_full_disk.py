"""A disk without room is told: by health, by a line, and by every write, before it is acknowledged and lost."""

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator

pytestmark = pytest.mark.emulator

LARGE = "before anybody knew" * 10_000
NOWHERE = str(10**12)  # megabytes


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path)
    yield running
    running.stop()


def until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"Not true in time: {what}"
        time.sleep(0.1)


def let_files_grow_to(emulator: Emulator, size: int) -> None:
    """Make every file that the emulator writes end at this size, as a full disk would."""
    resource.prlimit(emulator.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_what_cannot_be_saved_is_told_and_tried_again(emulator: Emulator) -> None:
    """Health turns, a line is printed, writes are refused in words; with room again everything is saved."""
    emulator.client("s3").create_bucket(Bucket="media")
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName="things")["QueueUrl"]
    until(lambda: emulator.get("health")[1]["unsavedSeconds"] == 0, "the queue is saved")

    let_files_grow_to(emulator, len(LARGE) // 2)
    sqs.send_message(QueueUrl=url, MessageBody=LARGE)
    until(lambda: emulator.get("health")[0] == 503, "health has turned")
    with pytest.raises(ClientError, match="cannot be saved"):
        sqs.send_message(QueueUrl=url, MessageBody="refused")
    with pytest.raises(ClientError):
        emulator.client("s3").put_object(Bucket="media", Key="a", Body=b"refused")
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]  # reading goes on
    line = "The state cannot be saved: [Errno 27] File too large"
    until(lambda: line in emulator.log(), "a line says so")

    let_files_grow_to(emulator, resource.RLIM_INFINITY)
    until(lambda: emulator.get("health")[0] == 200, "it was saved after all")
    until(lambda: "The state is saved again." in emulator.log(), "a line says so")
    emulator.kill()
    emulator.start()
    received = emulator.client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert [each["Body"] for each in received] == [LARGE]


def test_writes_leave_room_for_saving(tmp_path: Path) -> None:
    """A write that would take it is refused in words, before it is acknowledged."""
    full = Emulator(tmp_path, "--reserve", NOWHERE, is_healthy=False)
    try:
        status, health = full.get("health")
        with pytest.raises(ClientError, match=r"The disk under .* is full"):
            full.client("sqs").create_queue(QueueName="things")

        assert (status, health["status"]) == (503, "failing")
        until(lambda: "is full" in full.log(), "a line says so")
    finally:
        full.stop()
