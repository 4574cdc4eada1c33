"""Files that are no video anybody could watch: each is refused for a reason with a name, before it costs a job."""

from typing import Any

import pytest

from resolvers.video.videos.encoder import UnreadableFile
from resolvers.video.videos.processing import VideoFailureReason, VideoState, VideoStepName
from tests.resolvers.video.videos.conftest import Processing, make_probe_response
from tests.resolvers.video.videos.stages import advance_to_encoding

REFUSED = {
    "sound only": (
        make_probe_response(Tracks=[{"Index": 0, "TrackType": "audio", "Codec": "MP3"}]),
        VideoFailureReason.NO_PICTURE,
    ),
    "too short": (make_probe_response(Duration=0.1), VideoFailureReason.TOO_SHORT),
    "a still picture": (make_probe_response(Duration=None), VideoFailureReason.TOO_SHORT),
    "too small": (make_probe_response(properties={"Width": 640, "Height": 16}), VideoFailureReason.TOO_SMALL),
    "too long": (make_probe_response(Duration=5 * 3600.0), VideoFailureReason.TOO_LONG),
}


@pytest.mark.parametrize(("answer", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_cannot_be_a_video_is_refused_by_name(
    processing: Processing, answer: dict[str, Any], reason: VideoFailureReason
) -> None:
    processing.encoder.answer = answer

    processing.arrives()

    failure = processing.video.failure
    assert failure
    assert (processing.video.state, failure.reason, failure.step) == (VideoState.FAILED, reason, VideoStepName.CHECKED)
    assert not failure.retryable
    assert processing.encoder.jobs == {}


def test_a_damaged_file_is_refused_by_name(processing: Processing, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> dict[str, Any]:
        raise UnreadableFile

    monkeypatch.setattr(processing.encoder, "probe", refuse)
    processing.arrives()

    assert processing.video.failure
    assert processing.video.failure.reason == "UNREADABLE"


def test_a_file_that_is_mostly_missing_is_refused(processing: Processing) -> None:
    """Its header promises ten seconds; four came out."""
    advance_to_encoding(processing)

    processing.hears(processing.encoder.job("lowest").complete(seconds=4))

    assert processing.video.failure
    assert processing.video.failure.reason == "CUT_OFF"
