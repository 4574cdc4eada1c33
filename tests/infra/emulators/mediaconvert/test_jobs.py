"""Jobs as boto3 creates them: what is answered, what is refused, and how they end."""

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.clips import Clips
from tests.infra.emulators.mediaconvert.conftest import ROLE, Converter, Recorder, serving
from tests.infra.emulators.mediaconvert.settings import captures, job, ladder, picture


async def test_a_job_writes_a_ladder_and_frames(converter: Converter, clips: Clips) -> None:
    """One job has several groups; GetJob tells the sizes and lengths that the event told."""
    address = converter.put(clips.landscape())
    settings = job(address, ladder(picture(640, 360, name="-360"), picture(320, 180, name="-180")), captures(2))

    done = await converter.convert(settings, UserMetadata={"videoId": "video_1"})

    found = (await converter.call("get_job", Id=done["jobId"]))["Job"]
    assert found["Status"] == "COMPLETE"
    assert found["UserMetadata"] == {"videoId": "video_1"}
    sizes = [each["VideoDetails"]["WidthInPx"] for each in found["OutputGroupDetails"][0]["OutputDetails"][:2]]
    assert sizes == [640, 320]
    assert sorted(path.name for path in converter.output("").iterdir()) == [
        "clip-180.cmfv",
        "clip-180.m3u8",
        "clip-360.cmfv",
        "clip-360.m3u8",
        "clip-audio.cmfa",
        "clip-audio.m3u8",
        "clip-frame.0000000.jpg",
        "clip-frame.0000001.jpg",
        "clip.m3u8",
    ]


async def test_the_manifest_names_what_is_there(converter: Converter, clips: Clips) -> None:
    """Each picture with its size, codecs and sound; segments are byte ranges of one file."""
    settings = job(converter.put(clips.landscape()), ladder(picture(640, 360)))

    await converter.convert(settings)

    manifest = converter.output("clip.m3u8").read_text()
    assert "RESOLUTION=640x360" in manifest
    assert 'CODECS="avc1.' in manifest
    assert 'mp4a.40.2"' in manifest
    assert 'URI="clip-audio.m3u8"' in manifest
    playlist = converter.output("clip-video.m3u8").read_text()
    assert '#EXT-X-MAP:URI="clip-video.cmfv",BYTERANGE=' in playlist
    assert "#EXT-X-BYTERANGE:" in playlist
    assert "#EXT-X-ENDLIST" in playlist


async def test_the_same_token_is_the_same_job(converter: Converter, clips: Clips) -> None:
    settings = job(converter.put(clips.landscape()), captures(1))

    first = await converter.submit(settings, ClientRequestToken="video_1:1:frames")
    again = await converter.submit(settings, ClientRequestToken="video_1:1:frames")

    assert again == first
    await converter.ends(first)


def without(settings: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if key != name}


JOB = job("s3://media/videos/input.mp4", captures(1))
WRONG = {
    "no settings": ({"Role": ROLE}, "settings"),
    "an unknown value": ({"Role": ROLE, "Settings": JOB, "StatusUpdateInterval": "SECONDS_1"}, "statusUpdateInterval"),
    "no input": ({"Role": ROLE, "Settings": without(JOB, "Inputs")}, "/inputs"),
    "another address": ({"Role": ROLE, "Settings": job("https://a.example/a.mp4", captures(1))}, "/inputs/0/fileInput"),
    "an odd size": (
        {"Role": ROLE, "Settings": job("s3://media/a.mp4", ladder(picture(333, 240)))},
        "/outputGroups/0/outputs/0/videoDescription",
    ),
    "a setting that nothing acts on": (
        {"Role": ROLE, "Settings": {**JOB, "KantarWatermark": {}}},
        "/kantarWatermark",
    ),
    "no role": ({"Role": "nobody", "Settings": JOB}, "/role"),
    "another queue": ({"Role": ROLE, "Settings": JOB, "Queue": "Express"}, "Express"),
}


@pytest.mark.parametrize(("request_", "named"), WRONG.values(), ids=WRONG.keys())
async def test_a_wrong_request_is_refused_by_name(converter: Converter, request_: dict[str, Any], named: str) -> None:
    """botocore's model judges first, then the settings are; nothing is done by half."""
    with pytest.raises(ClientError) as refused:
        await converter.call("create_job", **request_)

    assert named in refused.value.response["Error"]["Message"]
    assert (await converter.call("list_jobs"))["Jobs"] == []


async def test_a_job_that_is_cancelled_leaves_nothing(converter: Converter, clips: Clips) -> None:
    """Its process is gone, its last event is CANCELED, and it cannot be cancelled twice."""
    settings = job(converter.put(clips.landscape(60)), ladder(picture(640, 360)))
    job_id = await converter.submit(settings)
    await converter.recorder.wait_for(lambda it: it["status"] == "STATUS_UPDATE")

    await converter.call("cancel_job", Id=job_id)

    assert (await converter.ends(job_id))["status"] == "CANCELED"
    assert not converter.output("").exists()
    with pytest.raises(ClientError) as refused:
        await converter.call("cancel_job", Id=job_id)
    assert refused.value.response["Error"]["Code"] == "ConflictException"


async def test_a_job_that_a_crash_interrupted_begins_again(clips: Clips, tmp_path: Path) -> None:
    """It is told by its retry count; the percent begins again with it."""
    async with serving(tmp_path, Recorder()) as converter:
        settings = job(converter.put(clips.landscape(60)), captures(1), ladder(picture(640, 360)))
        job_id = await converter.submit(settings)
        await converter.recorder.wait_for(lambda it: it["status"] == "STATUS_UPDATE")

    async with serving(tmp_path, Recorder()) as converter:
        await converter.recorder.wait_for(lambda it: it["status"] == "INPUT_INFORMATION")
        found = (await converter.call("get_job", Id=job_id))["Job"]
        await converter.call("cancel_job", Id=job_id)

    assert found["RetryCount"] == 1


async def test_jobs_are_listed_by_state_in_pages(converter: Converter, clips: Clips) -> None:
    address = converter.put(clips.landscape())
    for _ in range(3):
        await converter.convert(job(address, captures(1)))
    await converter.convert(job("s3://media/nothing.mp4", captures(1)))

    page = await converter.call("list_jobs", Status="COMPLETE", MaxResults=2)
    rest = await converter.call("list_jobs", Status="COMPLETE", MaxResults=2, NextToken=page["NextToken"])

    assert [len(page["Jobs"]), len(rest["Jobs"])] == [2, 1]
    assert "NextToken" not in rest
    assert len((await converter.call("list_jobs", Status="ERROR"))["Jobs"]) == 1


async def test_queues_and_endpoints_are_there(converter: Converter) -> None:
    assert (await converter.call("get_queue", Name="Default"))["Queue"]["Status"] == "ACTIVE"
    assert (await converter.call("list_queues"))["Queues"][0]["Name"] == "Default"
    assert (await converter.call("describe_endpoints"))["Endpoints"][0]["Url"].startswith("http://127.0.0.1")
