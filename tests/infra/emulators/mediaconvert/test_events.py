"""Events as EventBridge would bring them: their order, their members, and that percent only rises."""

from typing import Any

from tests.fakes.clips import Clips
from tests.infra.emulators.mediaconvert.conftest import Converter
from tests.infra.emulators.mediaconvert.settings import captures, job, ladder, picture

ENVELOPE = {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"}
COMMON = {"timestamp", "accountId", "queue", "jobId", "status", "userMetadata"}
# What MediaConvert's guide lists for each status, beside what all have.
MEMBERS = {
    "PROGRESSING": set[str](),
    "INPUT_INFORMATION": {"inputDetails"},
    "STATUS_UPDATE": {"framesDecoded", "jobProgress"},
    "COMPLETE": {"outputGroupDetails", "paddingInserted", "blackVideoDetected", "warnings"},
    "ERROR": {"errorCode", "errorMessage"},
    "CANCELED": set[str](),
}


def details(converter: Converter) -> list[dict[str, Any]]:
    return [event["detail"] for event in converter.recorder.events]


async def test_a_job_tells_its_way_in_order(converter: Converter, clips: Clips) -> None:
    """Begin, input, progress, end; each with the members of the guide, and with what the creator gave along."""
    settings = job(converter.put(clips.landscape()), ladder(picture(640, 360)))

    await converter.convert(settings, UserMetadata={"videoId": "video_1", "attempt": "1"})

    told = details(converter)
    order = list(dict.fromkeys(each["status"] for each in told))
    assert order == ["PROGRESSING", "INPUT_INFORMATION", "STATUS_UPDATE", "COMPLETE"]
    for event in converter.recorder.events:
        assert set(event) == ENVELOPE
        assert event["source"] == "aws.mediaconvert"
        assert event["detail-type"] == "MediaConvert Job State Change"
        assert event["resources"][0].endswith(event["detail"]["jobId"])
        assert event["detail"]["userMetadata"] == {"videoId": "video_1", "attempt": "1"}
        assert set(event["detail"]) == COMMON | MEMBERS[event["detail"]["status"]]


async def test_percent_rises_and_is_not_complete_before_the_end(converter: Converter, clips: Clips) -> None:
    await converter.convert(job(converter.put(clips.landscape(20)), ladder(picture(640, 360))))

    updates = [each["jobProgress"] for each in details(converter) if each["status"] == "STATUS_UPDATE"]
    percents = [each["jobPercentComplete"] for each in updates]
    assert percents == sorted(percents)
    assert len(set(percents)) > 2
    assert set(updates[0]["phaseProgress"]) == {"PROBING", "TRANSCODING", "UPLOADING"}
    assert updates[0]["phaseProgress"]["UPLOADING"] == {"status": "PENDING", "percentComplete": 0}


async def test_a_complete_ladder_names_its_manifest(converter: Converter, clips: Clips) -> None:
    """For CMAF the playlists, never segments; for captures the last file."""
    settings = job(converter.put(clips.landscape()), ladder(picture(640, 360)), captures(2))

    done = await converter.convert(settings)

    cmaf, files = done["outputGroupDetails"]
    assert cmaf["type"] == "CMAF_GROUP"
    assert cmaf["playlistFilePaths"] == ["s3://media/out/clip.m3u8"]
    assert files["type"] == "FILE_GROUP"
    assert files["outputDetails"][0]["outputFilePaths"] == ["s3://media/out/clip-frame.0000001.jpg"]


async def test_a_missing_object_is_an_error_with_its_code(converter: Converter) -> None:
    done = await converter.convert(job("s3://media/nothing.mp4", captures(1)))

    assert set(done) == COMMON | MEMBERS["ERROR"]
    assert done["errorCode"] == 3404
    assert "s3://media/nothing.mp4" in done["errorMessage"]
