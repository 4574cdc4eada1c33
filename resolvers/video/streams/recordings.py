"""What IVS has recorded of a livestream, in the media bucket: its segments, and the playlist that joins recordings.

Source: Amazon IVS User Guide, "Auto-Record to Amazon S3", and RFC 8216, HTTP Live Streaming.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from resolvers.core.model import Moment, iso
from resolvers.core.settings import settings
from resolvers.core.storage import client
from resolvers.platform.uploads import bucket
from resolvers.video.streams.model import Stream, StreamRecording

_ATTRIBUTE: Final = re.compile(r'([A-Z-]+)=("[^"]*"|[^,]*)')
_OF_RECORDING: Final = "playlist.m3u8"
_PLAYLIST: Final = "application/vnd.apple.mpegurl"


@dataclass(frozen=True)
class Segment:
    """A segment of a recording; `begins_anew` where the encoder sent another picture or sound from here on."""

    file: str
    seconds: float
    initialisation: str | None
    begins_anew: bool


def read_recording(session_id: str, prefix: str, aired_from: Moment | None) -> StreamRecording:
    """Return a recording that has ended, in its best quality, from the moment on that it was for viewers.

    An encoder may have sent long before its owner began the stream: none of that is shown.
    """
    folder = f"{prefix}/media/hls/{_choose_rendition(_read_text(f'{prefix}/media/hls/master.m3u8'))}"
    segments = list(_parse(_read_text(f"{folder}/playlist.m3u8")))
    told = json.loads(_read_text(f"{prefix}/events/recording-ended.json"))
    started_at = datetime.fromisoformat(told["recording_started_at"])
    skipped = _count_unaired(segments, started_at, aired_from) if aired_from else 0
    return StreamRecording(
        session_id=session_id,
        prefix=prefix,
        folder=folder,
        started_at=started_at,
        skipped=skipped,
        seconds=sum(each.seconds for each in segments[skipped:]),
    )


def write_replay(folder: str, recordings: Sequence[StreamRecording]) -> str:
    """Join recordings in the order of time, in a playlist in which each file has a number first; return its key."""
    lines: list[str] = []
    longest = 1.0
    for number, recording in sorted(enumerate(recordings), key=lambda each: each[1].started_at):
        shown = None
        segments = list(_parse(_read_text(recording.locate(_OF_RECORDING))))
        skipped = timedelta(seconds=sum(each.seconds for each in segments[: recording.skipped]))
        for segment in segments[recording.skipped :]:
            if lines and (segment.begins_anew or shown is None):
                lines.append("#EXT-X-DISCONTINUITY")
            if shown is None:  # by which players find what was said in the chat
                lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{iso(recording.started_at + skipped)}")
            if segment.initialisation and segment.initialisation != shown:
                lines.append(f'#EXT-X-MAP:URI="{number}-{segment.initialisation}"')
            shown = segment.initialisation or ""
            lines += [f"#EXTINF:{segment.seconds:.3f},", f"{number}-{segment.file}"]
            longest = max(longest, segment.seconds)
    head = ["#EXTM3U", "#EXT-X-VERSION:6", f"#EXT-X-TARGETDURATION:{ceil(longest)}", "#EXT-X-PLAYLIST-TYPE:VOD"]
    text = "\n".join([*head, *lines, "#EXT-X-ENDLIST", ""]).encode()
    key = f"{folder}/replay-{hashlib.sha256(text).hexdigest()[:16]}.m3u8"
    bucket.put(key, text, _PLAYLIST)
    return key


def list_names(manifest: str) -> frozenset[str]:
    """Return the names of the files that a replay's playlist has."""
    segments = [*_parse(_read_text(manifest))]
    return frozenset(name for each in segments for name in (each.file, each.initialisation) if name)


def find_key(recordings: Sequence[StreamRecording], name: str) -> str:
    """Return the key of a file by its name in a replay's playlist."""
    number, _, file = name.partition("-")
    return recordings[int(number)].locate(file)


def list_unaired(recording: StreamRecording) -> frozenset[str]:
    """Return the keys of the segments of a recording from before its livestream began."""
    if not recording.skipped:
        return frozenset()
    segments = list(_parse(_read_text(recording.locate(_OF_RECORDING))))
    aired = {each.file for each in segments[recording.skipped :]}
    return frozenset(recording.locate(each.file) for each in segments[: recording.skipped] if each.file not in aired)


def find_own_folder(stream: Stream) -> str | None:
    """Return the folder that has all files of a replay and nothing else; None while some are where IVS put them."""
    folder = media_folder(stream.media_id) if stream.media_id else None
    return folder if all(each.prefix == folder for each in stream.recordings) else None


def media_folder(name: str) -> str:
    """Return a folder of replays, which the ID of a stream or something that nobody can guess names."""
    return f"media/{name}"


def list_folders(stream: Stream) -> list[str]:
    """Return every folder in which files of a livestream's replay may be."""
    moved = [media_folder(each) for each in (stream.id, stream.media_id, stream.next_media_id) if each]
    return [*moved, *stream.former_folders, *(each.prefix for each in stream.recordings)]


def _choose_rendition(master: str) -> str:
    """Return the folder of the variant with the highest bandwidth."""
    lines = master.splitlines()
    found = [
        (int(dict(_ATTRIBUTE.findall(line)).get("BANDWIDTH", "0")), lines[place + 1])
        for place, line in enumerate(lines)
        if line.startswith("#EXT-X-STREAM-INF:")
    ]
    return max(found)[1].rpartition("/")[0]


def _parse(playlist: str) -> Iterator[Segment]:
    seconds, initialisation, begins_anew = 0.0, None, False
    for line in playlist.splitlines():
        if line.startswith("#EXT-X-MAP:"):
            initialisation = dict(_ATTRIBUTE.findall(line))["URI"].strip('"')
        elif line.startswith("#EXT-X-DISCONTINUITY") and ":" not in line:
            begins_anew = True
        elif line.startswith("#EXTINF:"):
            seconds = float(line.removeprefix("#EXTINF:").partition(",")[0])
        elif line and not line.startswith("#"):
            yield Segment(line, seconds, initialisation, begins_anew)
            begins_anew = False


def _count_unaired(segments: Sequence[Segment], started_at: Moment, aired_from: Moment) -> int:
    """Return how many segments are older than the stream; a recording does not say when each began, to the second."""
    if started_at >= aired_from:
        return 0
    margin = timedelta(seconds=max((each.seconds for each in segments), default=0.0) + 1)
    at = started_at
    for number, segment in enumerate(segments):
        if at >= aired_from + margin:
            return number
        at += timedelta(seconds=segment.seconds)
    return len(segments)


def _read_text(key: str) -> str:
    found = client().get_object(Bucket=settings().media_bucket, Key=key)
    text: str = found["Body"].read().decode()
    return text
