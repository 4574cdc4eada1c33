"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script, its model and its dependencies are all in it."""
    with serve_wheel("transcribe", tmp_path) as client:
        found = client.list_transcription_jobs()

    assert found["TranscriptionJobSummaries"] == []
