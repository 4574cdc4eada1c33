"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from collections.abc import Callable
from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(models: Path, photo: Callable[[str], bytes], tmp_path: Path) -> None:
    """Its console script, its data files and its dependencies are all in it: it names what is in a photo."""
    picture = photo("cat")

    with serve_wheel("rekognition", tmp_path, "serve", "--models", str(models.absolute())) as client:
        labels = client.detect_labels(Image={"Bytes": picture})["Labels"]

    assert "Cat" in {label["Name"] for label in labels}
