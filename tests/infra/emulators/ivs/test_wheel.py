"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from pathlib import Path

from tests.fakes.data_plane import free_port
from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script and its dependencies are all in it; channels are kept in that folder."""
    ports = ("--rtmp-port", str(free_port()), "--rtmps-port", str(free_port()))
    with serve_wheel("ivs", tmp_path, *ports) as client:
        channel = client.create_channel(name="ada")["channel"]

    assert channel["name"] == "ada"
    assert (tmp_path / ".ivs-local/ivs.json").exists()
