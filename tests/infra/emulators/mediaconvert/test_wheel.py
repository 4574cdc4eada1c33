"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script and its dependencies are all in it; jobs are kept in that folder."""
    with serve_wheel("mediaconvert", tmp_path) as client:
        queue = client.get_queue(Name="Default")["Queue"]

    assert queue["Status"] == "ACTIVE"
    assert (tmp_path / ".mediaconvert-local/jobs").is_dir()
