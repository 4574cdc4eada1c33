"""What is uploaded for evaluations: recordings of what people read aloud."""

from typing import Final

from resolvers.platform.uploads.purpose import Purpose

RECORDING: Final = Purpose(
    "RECORDING",
    "recordings/",
    frozenset({"audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/flac"}),
    5 * 1024 * 1024,
)
PURPOSES: Final = (RECORDING,)
