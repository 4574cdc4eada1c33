"""Playlists as HLS specifies them, of a live stream and of its recording.

Source: draft-pantos-hls-rfc8216bis, "HTTP Live Streaming 2nd Edition".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ivs_local.timeline import SEGMENTS_WITH_PARTS, Format, Segment, Timeline


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment of a recording: its file, its length in seconds, the file of its initialisation."""

    name: str
    duration: float
    format_name: str
    is_discontinuous: bool


def write_multivariant(address: str, rate: int, format_: Format, *, frame_rate: float = 0) -> str:
    """Return the playlist that players open first; `rate` is in bits per second."""
    attributes = [f"BANDWIDTH={max(rate, 1)}", f'CODECS="{format_.codecs}"']
    if format_.picture:
        attributes.append(f"RESOLUTION={format_.picture.width}x{format_.picture.height}")
        attributes += [f"FRAME-RATE={frame_rate:.3f}"] if frame_rate else []
    return f"#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-STREAM-INF:{','.join(attributes)}\n{address}\n"


def write_live(timeline: Timeline, *, has_parts: bool) -> str:
    """Return the playlist of what a live stream holds."""
    control = "CAN-BLOCK-RELOAD=YES" + (f",PART-HOLD-BACK={3 * timeline.part_seconds:.3f}" if has_parts else "")
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        f"#EXT-X-TARGETDURATION:{timeline.target_seconds}",
        f"#EXT-X-SERVER-CONTROL:{control}",
        *([f"#EXT-X-PART-INF:PART-TARGET={timeline.part_seconds:.3f}"] if has_parts else []),
        f"#EXT-X-MEDIA-SEQUENCE:{timeline.segments[0].number}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{timeline.discontinuities}",
    ]
    shown: Format | None = None
    partial = list(timeline.segments)[-SEGMENTS_WITH_PARTS:] if has_parts and not timeline.has_ended else []
    for segment in timeline.segments:
        lines += _describe_start(segment, shown)
        shown = segment.format
        lines += _list_parts(segment) if segment in partial and len(segment.parts) > 1 else []
        lines += [f"#EXTINF:{segment.duration:.3f},", f"segment-{segment.number}.m4s"]
    if timeline.has_ended:
        return "\n".join([*lines, "#EXT-X-ENDLIST", ""])
    if has_parts:
        if timeline.current:
            lines += [*_describe_start(timeline.current, shown), *_list_parts(timeline.current)]
        hint = f"part-{timeline.next_number}-{timeline.next_part}.m4s"
        lines.append(f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{hint}"')
    return "\n".join([*lines, ""])


def write_recording(entries: Sequence[Entry]) -> str:
    """Return the playlist of a recording from its start to its end."""
    longest = max((entry.duration for entry in entries), default=1)
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", f"#EXT-X-TARGETDURATION:{round(longest + 0.5)}"]
    lines += ["#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:VOD"]
    shown = ""
    for entry in entries:
        lines += ["#EXT-X-DISCONTINUITY"] if entry.is_discontinuous else []
        lines += [f'#EXT-X-MAP:URI="{entry.format_name}"'] if entry.format_name != shown else []
        shown = entry.format_name
        lines += [f"#EXTINF:{entry.duration:.3f},", entry.name]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def _describe_start(segment: Segment, shown: Format | None) -> Iterable[str]:
    if segment.is_discontinuous and shown is not None:
        yield "#EXT-X-DISCONTINUITY"
    if segment.format is not shown:
        yield f'#EXT-X-MAP:URI="init-{segment.format.number}.mp4"'
    yield f"#EXT-X-PROGRAM-DATE-TIME:{segment.began_at.isoformat(timespec='milliseconds').replace('+00:00', 'Z')}"


def _list_parts(segment: Segment) -> Iterable[str]:
    for number, part in enumerate(segment.parts):
        independent = ",INDEPENDENT=YES" if part.is_independent else ""
        yield f'#EXT-X-PART:DURATION={part.duration:.3f},URI="part-{segment.number}-{number}.m4s"{independent}'
