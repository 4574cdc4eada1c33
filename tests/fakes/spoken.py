"""Writes a film in which somebody speaks: `python -m tests.fakes.spoken FILE`."""

import sys
from pathlib import Path

from tests.fakes.clips import draw
from tests.fakes.voice import speak

SENTENCES = "Good morning. The lighthouse stands on the northern coast. We wait for the ferry."


def write_spoken_clip(path: Path) -> None:
    """Draw a quiet picture for as long as the sentences take."""
    voice = speak(SENTENCES, path.with_suffix(".wav"))
    picture = ("-f", "lavfi", "-i", "color=color=teal:size=320x240:rate=5")
    draw(*picture, "-i", voice, "-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path)
    voice.unlink()


if __name__ == "__main__":
    write_spoken_clip(Path(sys.argv[1]))
