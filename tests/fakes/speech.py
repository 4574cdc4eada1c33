"""Writes a sound in which somebody speaks after a second of silence: `python -m tests.fakes.speech FILE TEXT`."""

import sys
import wave
from pathlib import Path

from tests.fakes.voice import speak


def write_speech(path: Path, text: str) -> None:
    """Write a WAV file; who plays it into a microphone has a second to begin to listen."""
    with wave.open(str(speak(text, path)), "rb") as spoken:
        form, sound = spoken.getparams(), spoken.readframes(spoken.getnframes())
    with wave.open(str(path), "wb") as written:
        written.setparams(form)
        written.writeframes(bytes(form.framerate * form.sampwidth) + sound)


if __name__ == "__main__":
    write_speech(Path(sys.argv[1]), sys.argv[2])
