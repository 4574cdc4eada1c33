"""A recogniser that really hears: Whisper, out of the emulator of Transcribe, without its queue."""

import json
import tempfile
from pathlib import Path

from resolvers.learning.speaking.transcriber import HeardWord, read_transcript
from transcribe_local.recogniser import Whisper
from transcribe_local.transcript import build_transcript


class Listener:
    """Hears English in sounds."""

    def __init__(self) -> None:
        self._whisper = Whisper()

    def hear(self, sound: bytes) -> list[HeardWord]:
        """Return the words of a sound as the worker reads them in Transcribe's JSON."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sound"
            path.write_bytes(sound)
            speech = self._whisper.hear(path, "en")
        return read_transcript(json.dumps(build_transcript("job", "000000000000", speech, None)).encode())
