"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script and its dependencies are all in it; rooms are kept in that folder."""
    with serve_wheel("ivschat", tmp_path) as client:
        room = client.create_room(name="evening")

    assert room["name"] == "evening"
    assert (tmp_path / ".ivschat-local/ivschat.sqlite3").exists()
