"""Jobs as boto3 starts them: what is heard, what is written, what is refused, and how they end."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.clips import draw
from tests.infra.emulators.transcribe.conftest import SENTENCE, Listener


def list_words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


async def test_a_sentence_is_heard_word_by_word(listener: Listener, spoken: Path) -> None:
    """Of a video's sound: its language, its words with rising times, captions, and the event that AWS documents."""
    film = listener.folder / "film.mp4"
    draw("-f", "lavfi", "-i", "color=size=64x64:rate=5", "-i", spoken, "-shortest", "-c:a", "aac", film)

    job = await listener.transcribe("talk", "film.mp4")

    assert (job["TranscriptionJobStatus"], job["LanguageCode"]) == ("COMPLETED", "en-US")
    assert job["IdentifiedLanguageScore"] > 0.8
    assert job["Transcript"]["TranscriptFileUri"].endswith("/media/out/talk.json")
    transcript = json.loads((listener.folder / "out" / "talk.json").read_text())
    results = transcript["results"]
    assert list_words(results["transcripts"][0]["transcript"]) == list_words(SENTENCE)
    spoken_items = [each for each in results["items"] if each["type"] == "pronunciation"]
    starts = [float(each["start_time"]) for each in spoken_items]
    assert starts == sorted(starts)
    assert [each["alternatives"][0]["content"] for each in spoken_items][:2] == ["Good", "morning"]
    vtt = (listener.folder / "out" / "talk.vtt").read_text()
    assert vtt.startswith("WEBVTT\n\n0\n00:00:00.")
    assert "The lighthouse" in vtt
    assert all(len(line) <= 42 for line in vtt.splitlines())
    event = listener.recorder.events["talk"]
    assert (event["source"], event["detail-type"], event["resources"]) == (
        "aws.transcribe",
        "Transcribe Job State Change",
        [],
    )
    assert event["detail"] == {"TranscriptionJobName": "talk", "TranscriptionJobStatus": "COMPLETED"}


@pytest.mark.parametrize("sound", ["sine=duration=2", "anullsrc=duration=2"], ids=["a tone", "silence"])
async def test_what_is_no_speech_has_no_words(listener: Listener, sound: str) -> None:
    draw("-f", "lavfi", "-i", sound, "-t", "2", listener.folder / "sound.wav")

    job = await listener.transcribe("nothing", "sound.wav", LanguageCode="en-US")

    assert job["TranscriptionJobStatus"] == "COMPLETED"
    assert (listener.folder / "out" / "nothing.vtt").read_text() == "WEBVTT\n"


async def test_a_file_without_sound_fails_and_says_why(listener: Listener) -> None:
    draw("-f", "lavfi", "-i", "color=size=64x64:duration=1", listener.folder / "mute.mp4")
    (listener.folder / "note.mp4").write_text("No video.")

    mute = await listener.transcribe("mute", "mute.mp4")
    note = await listener.transcribe("note", "note.mp4")
    gone = await listener.transcribe("gone", "gone.mp4")

    assert {each["TranscriptionJobStatus"] for each in (mute, note, gone)} == {"FAILED"}
    assert "no audio track" in mute["FailureReason"]
    assert "Not found" in gone["FailureReason"]
    assert listener.recorder.events["gone"]["detail"]["FailureReason"] == gone["FailureReason"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no language": ({"IdentifyLanguage": False}, "LanguageCode"),
    "an unknown language": ({"LanguageCode": "xx-XX"}, "languageCode"),
    "a setting that nothing acts on": ({"Settings": {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2}}, "Settings"),
    "another address": ({"Media": {"MediaFileUri": "https://a.example/a.mp4"}}, "MediaFileUri"),
}


@pytest.mark.parametrize(("change", "named"), WRONG.values(), ids=WRONG.keys())
async def test_a_wrong_request_is_refused_by_name(listener: Listener, change: dict[str, Any], named: str) -> None:
    request = {
        "TranscriptionJobName": "wrong",
        "Media": {"MediaFileUri": "s3://media/a.mp4"},
        "OutputBucketName": "media",
        "IdentifyLanguage": "LanguageCode" not in change,
    }
    with pytest.raises(ClientError) as refused:
        await listener.call("start_transcription_job", **(request | change))

    assert refused.value.response["Error"]["Code"] == "BadRequestException"
    assert named in refused.value.response["Error"]["Message"]


async def test_a_name_belongs_to_one_job_until_it_is_deleted(listener: Listener, spoken: Path) -> None:
    """Names are how a client starts a job once; a deleted one leaves what it wrote."""
    shutil.copy(spoken, listener.folder / "talk.wav")
    await listener.transcribe("talk", "talk.wav", LanguageCode="en-GB")

    with pytest.raises(ClientError) as refused:
        await listener.start("talk", "talk.wav")
    listed = await listener.call("list_transcription_jobs", Status="COMPLETED", JobNameContains="tal")
    await listener.call("delete_transcription_job", TranscriptionJobName="talk")
    with pytest.raises(ClientError) as missing:
        await listener.call("get_transcription_job", TranscriptionJobName="talk")

    assert refused.value.response["Error"]["Code"] == "ConflictException"
    assert [each["LanguageCode"] for each in listed["TranscriptionJobSummaries"]] == ["en-GB"]
    assert missing.value.response["Error"]["Code"] == "NotFoundException"
    assert (listener.folder / "out" / "talk.srt").exists()
