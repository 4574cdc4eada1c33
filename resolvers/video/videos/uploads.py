"""What is uploaded for videos: their files."""

from typing import Final

from resolvers.platform.uploads.purpose import Purpose

# By the file's name only; what is in it is judged by the probe.
_CONTENT_TYPES: Final = frozenset(
    {"video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-msvideo", "video/mpeg", "video/mp2t"}
)

VIDEO: Final = Purpose("VIDEO", "videos/", _CONTENT_TYPES, 2_000_000_000)
PURPOSES: Final = (VIDEO,)
