"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_reads_aloud_in_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script, its voice and its dependencies are all in it."""
    with serve_wheel("polly", tmp_path) as client:
        answer = client.synthesize_speech(Text="Hello.", VoiceId="Joey", OutputFormat="mp3")
        sound = answer["AudioStream"].read()

    assert sound
