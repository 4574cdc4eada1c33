"""Videos in memory, an encoder that remembers, a moderator who is told what to refuse."""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from resolvers.core import ids, observability, storage
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.steps import find_step
from resolvers.platform.uploads import bucket as media
from resolvers.video import keys
from resolvers.video.videos import pipeline, repository
from resolvers.video.videos.model import Video
from resolvers.video.videos.pipeline import Tools
from resolvers.video.videos.processing import VideoState
from resolvers.video.videos.rekognition import Unavailable
from resolvers.video.videos.reports import read_report
from resolvers.video.videos.transcriber import Transcription
from resolvers.video.videos.worker import make_worker
from tests.fakes.broadcasters import RememberingBroadcaster
from tests.fakes.encoders import RememberingEncoder
from tests.people import FakeContext

BUCKET = "waymark-media"
ARRIVED = {"source": "aws.s3", "detail-type": "Object Created", "time": "2026-11-29T05:00:00Z"}


@dataclass
class TellingModerator:
    """Refuses the pictures whose numbers it is told, and remembers what it saw."""

    refused: set[int] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)
    is_down: bool = False

    def is_refused(self, _: str, key: str) -> bool:
        if self.is_down:
            raise Unavailable
        self.seen.append(key)
        return int(key.split(".")[-2]) in self.refused


@dataclass
class SeeingRecognizer:
    """Sees the same in every picture."""

    labels: dict[str, float] = field(default_factory=dict)
    is_down: bool = False

    def find_labels(self, _: str, __: str) -> dict[str, float]:
        if self.is_down:
            raise Unavailable
        return self.labels


@dataclass
class HearingTranscriber:
    """Hears what it is told, and remembers each job by its name."""

    jobs: dict[str, tuple[str, str]] = field(default_factory=dict)  # its sound and its output
    answer: Transcription | None = field(default_factory=lambda: Transcription("IN_PROGRESS"))
    is_down: bool = False

    def start(self, name: str, media: str, _: str, key: str) -> None:
        if self.is_down:
            raise ConnectionError(name)
        self.jobs.setdefault(name, (media, key))

    def find(self, name: str) -> Transcription | None:
        return self.answer if name in self.jobs else None

    def complete(self, vtt: str, score: float = 0.9) -> None:
        """Write captions as Transcribe does, and answer that the job is done."""
        ((_, key),) = self.jobs.values()
        storage.client().put_object(Bucket=BUCKET, Key=key.replace(".json", ".vtt"), Body=vtt.encode())
        self.answer = Transcription("COMPLETED", "en-US", score)


class Processing:
    """One video on its way, and what reaches its worker."""

    def __init__(self, encoder: RememberingEncoder, moderator: TellingModerator) -> None:
        self.encoder = encoder
        self.moderator = moderator
        self.recognizer = SeeingRecognizer()
        self.transcriber = HearingTranscriber()
        self._numbers = itertools.count(1)
        video_id = ids.new(keys.VIDEO)
        self.id = video_id
        repository.add(
            Video(
                id=video_id,
                owner_id=ID("ada-sub"),
                title="A walk",
                created_at=now(),
                original=f"videos/ada-sub/{video_id}",
                media_id="unguessable",
            )
        )

    @property
    def tools(self) -> Tools:
        broadcaster = RememberingBroadcaster()
        return Tools(
            self.encoder, self.moderator, self.recognizer, self.transcriber, broadcaster, broadcaster, broadcaster
        )

    @property
    def video(self) -> Video:
        found = repository.get(self.id)
        assert found
        return found

    @property
    def statuses(self) -> dict[str, str]:
        return {step.name: step.status.value for step in self.video.steps}

    @property
    def percent(self) -> int | None:
        return find_step(self.video.steps, "ENCODED").percent

    def message(self, *, is_last_try: bool = False, name: str = "") -> Message:
        return Message(name or f"message-{next(self._numbers)}", "v1", datetime.now(UTC), is_last_try)

    def arrives(self, **options: Any) -> Video | None:
        return pipeline.begin(self.id, self.message(**options), self.tools)

    def hears(self, event: dict[str, Any], **options: Any) -> Video | None:
        """Let one event reach the worker."""
        report = read_report(event)
        return pipeline.take_report(report, self.message(**options), self.tools) if report else None

    def is_live(self) -> bool:
        return self.video.state == VideoState.LIVE


@pytest.fixture
def bucket(the_table: None) -> None:
    storage.client().create_bucket(Bucket=BUCKET)
    storage.client().put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})


@pytest.fixture
def processing(bucket: None) -> Processing:
    return Processing(RememberingEncoder(make_probe_response()), TellingModerator())


def make_probe_response(**changes: Any) -> dict[str, Any]:
    """Return Probe's answer of a video of ten seconds, 1280 by 720, with sound."""
    properties = {
        "Width": 1280,
        "Height": 720,
        "Rotation": 0,
        "FrameRate": {"Numerator": 30, "Denominator": 1},
        "SampleAspectRatio": {"Numerator": 1, "Denominator": 1},
        "TransferCharacteristics": "ITU_709",
    } | changes.pop("properties", {})
    tracks = [{"Index": 0, "TrackType": "video", "Codec": "AVC", "VideoProperties": properties}]
    sound = [{"Index": 1, "TrackType": "audio", "Codec": "AAC"}]
    return {"Container": {"Format": "mp4", "Duration": 10.0, "Tracks": [*tracks, *sound], **changes}}


def write_manifest(processing: Processing, part: str, *renditions: str, has_sound: bool = False) -> None:
    """Put the playlist that a part of MediaConvert writes into the bucket."""
    media = ['#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="program_audio_0",URI="lowest-sound.m3u8"'] if has_sound else []
    audio = ',AUDIO="program_audio_0"' if has_sound else ""
    codecs = "avc1.4d401e,mp4a.40.2" if has_sound else "avc1.4d401e"
    streams = [f'#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="{codecs}"{audio}\n{part}-{each}.m3u8' for each in renditions]
    text = "\n".join(["#EXTM3U", *media, *streams]) + "\n"
    attempt = processing.video.attempt
    storage.client().put_object(Bucket=BUCKET, Key=f"media/unguessable/{attempt}/{part}.m3u8", Body=text.encode())


def go_live(processing: Processing) -> None:
    """Carry a video to its viewers, as MediaConvert's reports do."""
    processing.arrives()
    processing.hears(processing.encoder.job("frames").complete())
    write_manifest(processing, "lowest", "360p", has_sound=True)
    processing.hears(processing.encoder.job("lowest").complete())
    write_manifest(processing, "others", "480p", "720p")
    processing.hears(processing.encoder.job("others").complete())
    assert processing.is_live()


class Died(Exception):  # noqa: N818
    """The worker was stopped here."""


def die_at(number: int, patch: pytest.MonkeyPatch, act: Callable[[], object]) -> bool:
    """Stop an act at this request to the bucket; return False if it made fewer."""
    count = itertools.count(1)

    def stop(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if next(count) == number:
                raise Died
            return original(*args, **options)

        return call

    for name in ("_copy", "list_under", "put", "remove_version"):
        patch.setattr(media, name, stop(getattr(media, name)))
    try:
        act()
    except Died:
        return True
    return False


class VideoQueue:
    """The queue in memory, and the worker that reads it as Lambda's event source does."""

    def __init__(self, processing: Processing, url: str) -> None:
        self._processing = processing
        self.url = url

    def deliver(self, event: dict[str, Any], tries: int = 1) -> list[str]:
        """Deliver one message, once, and return the ids of those that failed; it may have been tried before."""
        sqs = boto3.client("sqs")
        sqs.send_message(QueueUrl=self.url, MessageBody=json.dumps(event))
        (message,) = sqs.receive_message(QueueUrl=self.url, AttributeNames=["All"])["Messages"]
        record = {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"] | {"ApproximateReceiveCount": str(tries)},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:videos",
            "awsRegion": "us-east-1",
        }
        worker = observability.entry()(make_worker(lambda: self._processing.tools))
        answer = worker({"Records": [record]}, FakeContext())
        if not answer["batchItemFailures"]:
            sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    def read_next(self) -> dict[str, Any]:
        """Take the next message that waits in the queue."""
        (message,) = boto3.client("sqs").receive_message(QueueUrl=self.url)["Messages"]
        found: dict[str, Any] = json.loads(message["Body"])
        return found

    def count_delayed(self) -> int:
        """Return how many messages the queue holds back."""
        name = "ApproximateNumberOfMessagesDelayed"
        found = boto3.client("sqs").get_queue_attributes(QueueUrl=self.url, AttributeNames=[name])
        return int(found["Attributes"][name])

    def arrival(self, key: str) -> dict[str, Any]:
        stored = storage.client().put_object(Bucket=BUCKET, Key=key, Body=b"film")
        return ARRIVED | {"detail": {"object": {"key": key, "version-id": stored["VersionId"]}}}


@pytest.fixture
def videos(processing: Processing, monkeypatch: pytest.MonkeyPatch) -> Iterator[VideoQueue]:
    url = boto3.client("sqs").create_queue(QueueName="videos")["QueueUrl"]
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    monkeypatch.setenv("VIDEO_QUEUE_URL", url)
    monkeypatch.setenv("MAX_RECEIVES", "5")
    for each in (settings, queue.client):
        each.cache_clear()
    yield VideoQueue(processing, url)
    for each in (settings, queue.client):
        each.cache_clear()
