"""What the stream does about videos: their owners follow the processing, and what is deleted is removed."""

import pytest

from resolvers.core import storage, table
from resolvers.platform.event_log import repository as event_log
from resolvers.platform.jobs import queue
from resolvers.video import keys
from resolvers.video.videos.processing import PROCESSING
from resolvers.video.videos.worker import make_worker
from tests.fakes.encoders import RememberingEncoder
from tests.people import FakeContext, Person
from tests.resolvers.video.videos.conftest import (
    BUCKET,
    Processing,
    TellingModerator,
    make_probe_response,
    write_manifest,
)
from tests.stream import TableStream


def test_the_owner_follows_the_processing_to_its_end(stream: TableStream, ada: Person) -> None:
    """Every step with its percent, in order, and one notification that it is live."""
    processing = Processing(RememberingEncoder(make_probe_response()), TellingModerator())
    processing.arrives()
    stream.settle()
    processing.hears(processing.encoder.job("frames").complete())
    processing.hears(processing.encoder.job("lowest").progress(50))
    stream.settle()
    write_manifest(processing, "lowest", "360p")
    processing.hears(processing.encoder.job("lowest").complete())
    write_manifest(processing, "others", "480p", "720p")
    processing.hears(processing.encoder.job("others").complete())
    stream.settle()

    told = [each.data for each in event_log.list_since(PROCESSING.topic(processing.id), 0, 50)]
    steps = [(each["videoStep"], each["status"], each.get("percent")) for each in told]

    assert ("ENCODED", "RUNNING", 25) in steps
    assert steps[-1] == ("LIVE", "DONE", None)
    assert told[-1]["isPlayable"]
    (page,) = ada.asks_each("Viewer", "notifications", [{"id": ada.id}])
    assert [each["node"]["message"] for each in page["edges"]] == ["Your video “A walk” is live."]


def test_a_deleted_video_leaves_nothing(stream: TableStream, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is encoded: the jobs end, every version of its objects goes, and so do its rows."""
    processing = Processing(RememberingEncoder(make_probe_response()), TellingModerator())
    told: list[str] = []
    monkeypatch.setattr(queue, "send", lambda _url, body, **_: told.append(body))
    storage.client().put_object(Bucket=BUCKET, Key=processing.video.original, Body=b"film")
    processing.arrives()
    processing.hears(processing.encoder.job("frames").complete())
    write_manifest(processing, "lowest", "360p")
    running = processing.encoder.job("lowest")

    assert ada.does("deleteVideo", id=processing.id)["errors"] == []
    stream.settle()
    record = {"messageId": "1", "body": told[0], "attributes": {"ApproximateReceiveCount": "1"}}
    assert make_worker(lambda: processing.tools)({"Records": [record | {"eventSource": "aws:sqs"}]}, FakeContext()) == {
        "batchItemFailures": []
    }

    assert running.is_cancelled
    assert storage.client().list_object_versions(Bucket=BUCKET).get("Versions", []) == []
    assert table.get(keys.video(processing.id), consistent=True) is None
    assert ada.query("video", id=processing.id) is None
    assert [each["code"] for each in ada.does("deleteVideo", id=processing.id)["errors"]] == ["NOT_FOUND"]
