"""The multivariant playlist that viewers get: the renditions of several jobs as one ladder with one sound."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from resolvers.platform.uploads import bucket
from resolvers.video.videos.conversions import Part, manifest_key
from resolvers.video.videos.model import Video, media_folder

_STREAM: Final = "#EXT-X-STREAM-INF:"
_MEDIA: Final = "#EXT-X-MEDIA:"
_CODECS: Final = re.compile(r'CODECS="([^"]*)"')
_GROUP: Final = re.compile(r'GROUP-ID="([^"]*)"')
_ALL: Final = "all"
_MANIFEST_TYPE: Final = "application/vnd.apple.mpegurl"
_MOST_MANIFEST_BYTES: Final = 100_000


class EmptyManifest(Exception):  # noqa: N818
    """A playlist names no rendition: no player can start on it."""


def write_manifest(video: Video, names: list[Part]) -> str:
    """Write the playlist of all renditions and return its key; written twice, it is the same."""
    if len(names) == 1:
        return manifest_key(video, names[0])
    playlists = [_read_manifest(manifest_key(video, name)) for name in names]
    key = f"{media_folder(video)}{_ALL}.m3u8"
    bucket.put(key, merge_manifests(playlists).encode(), _MANIFEST_TYPE)
    return key


def merge_manifests(playlists: Sequence[str]) -> str:
    """Return one playlist of all renditions in several; raises `EmptyManifest`.

    The first one has the sound, which the renditions of the others then name, too.
    """
    media = [line for text in playlists for line in text.splitlines() if line.startswith(_MEDIA)]
    streams = [pair for text in playlists for pair in _read_streams(text)]
    if not streams:
        raise EmptyManifest
    sound = _find_sound(streams)
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS", *media]
    for attributes, address in streams:
        lines += [_STREAM + _name_sound(attributes, media, sound), address]
    return "\n".join(lines) + "\n"


def _read_manifest(key: str) -> str:
    version = bucket.find_latest_version(key)
    if version is None:
        raise bucket.ObjectMissing
    return bucket.read(key, version, _MOST_MANIFEST_BYTES).decode()


def _read_streams(text: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes and the address of each rendition."""
    for line, following in pairwise(text.splitlines()):
        if line.startswith(_STREAM):
            yield line.removeprefix(_STREAM), following


def _find_sound(streams: Sequence[tuple[str, str]]) -> str:
    """Return the codec of the sound, by a rendition that names it; empty where there is none."""
    named = (_CODECS.search(attributes) for attributes, _ in streams if "AUDIO=" in attributes)
    codecs = [each for found in named if found for each in found[1].split(",")]
    return next((each for each in codecs if each.startswith("mp4a")), "")


def _name_sound(attributes: str, media: Sequence[str], sound: str) -> str:
    if not media or "AUDIO=" in attributes:
        return attributes
    group = _GROUP.search(media[0])
    assert group
    joined = _CODECS.sub(lambda found: f'CODECS="{found[1]},{sound}"' if sound else found[0], attributes)
    return f'{joined},AUDIO="{group[1]}"'
