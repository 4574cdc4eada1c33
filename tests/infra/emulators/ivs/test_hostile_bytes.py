"""Bytes from strangers: readers refuse by their own errors only, and hold no more than they say."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from ivs_local.amf import MalformedAmf, decode_values, encode_values
from ivs_local.chunks import MAX_MESSAGE, ChunkReader, ProtocolBroken, write_message
from ivs_local.codecs import parse_picture, parse_sound
from ivs_local.packager import Packager
from ivs_local.refusal import StreamRefused
from ivs_local.timeline import SEGMENTS_WITH_PARTS, WINDOW, Segment, Timeline

VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3),
    max_leaves=8,
)
SPS = bytes.fromhex("0142c00cffe1001a6742c00cd9010137b016a0202028000003000800000301e478a15501000568cb83cb20")


@settings(deadline=None)
@given(st.binary(max_size=4000), st.integers(1, 700))
def test_chunks_are_read_or_refused(data: bytes, size: int) -> None:
    reader = ChunkReader()
    with contextlib.suppress(ProtocolBroken):
        for at in range(0, len(data), size):
            assert all(len(message.body) <= MAX_MESSAGE for message in reader.feed(data[at : at + size]))
    assert len(reader._buffer) <= len(data)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=9000), max_size=5), st.integers(1, 5000), st.integers(1, 5000))
def test_messages_arrive_however_their_bytes_are_cut(bodies: list[bytes], cut: int, chunk: int) -> None:
    data = write_message(1, chunk.to_bytes(4, "big"), channel=2)
    data += b"".join(write_message(9, body, channel=3, chunk=chunk) for body in bodies)
    reader = ChunkReader()

    found = [message for at in range(0, len(data), cut) for message in reader.feed(data[at : at + cut])]

    assert [message.body for message in found[1:]] == bodies


@settings(deadline=None)
@given(st.lists(VALUES, max_size=4))
def test_values_survive_amf(values: list[object]) -> None:
    assert decode_values(encode_values(*values)) == values


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_amf_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(MalformedAmf):
        decode_values(data)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_descriptions_of_codecs_are_read_or_refused(data: bytes) -> None:
    for read in (parse_picture, parse_sound):
        with contextlib.suppress(StreamRefused):
            read(data)
    with contextlib.suppress(StreamRefused):
        parse_picture(b"\1" + data)


TAGS = st.tuples(st.booleans(), st.integers(0, 2**32 - 1), st.binary(max_size=60))


@settings(deadline=None)
@given(st.lists(TAGS, max_size=60))
def test_tags_are_taken_or_refused(tags: list[tuple[bool, int, bytes]]) -> None:
    """Whatever the timestamps say, time does not run backwards and memory does not grow."""
    timeline = Timeline()
    packager = Packager(timeline)
    with contextlib.suppress(StreamRefused):
        packager.feed_picture(0, b"\x17\0\0\0\0" + SPS)
        for is_picture, timestamp, body in tags:
            if is_picture:
                packager.feed_picture(timestamp, b"\x17\1\0\0\0" + body)
            else:
                packager.feed_sound(timestamp, b"\xaf\1" + body)
        packager.end()
    assert len(timeline.segments) <= WINDOW
    assert all(part.duration >= 0 for segment in timeline.segments for part in segment.parts)


@settings(deadline=None)
@given(st.lists(st.integers(3, 100), min_size=3, max_size=12), st.sampled_from([20, 33, 40, 66, 83]))
def test_no_part_is_too_short_wherever_keyframes_are(groups: list[int], frame_ms: int) -> None:
    """Nor too long, nor is a segment longer than the target duration; every frame is there, in its order."""
    seen: list[Segment] = []
    timeline = Timeline(seen.append)
    packager = Packager(timeline)
    packager.note_metadata({"videocodecid": 7.0})
    packager.feed_picture(0, b"\x17\0\0\0\0" + SPS)
    keys = {sum(groups[:number]) for number in range(len(groups))}
    for number in range(sum(groups)):
        packager.feed_picture(number * frame_ms, (b"\x17" if number in keys else b"\x27") + b"\1\0\0\0" + bytes(9))
        held = timeline.current
        if held and timeline.is_playable:
            assert all(part.duration <= timeline.part_seconds for part in held.parts)
    whole = seen[:]
    packager.end()

    assert all(round(segment.duration) <= timeline.target_seconds for segment in seen)
    recent = whole[1:][-SEGMENTS_WITH_PARTS:]
    assert all(part.duration >= 0.25 for segment in recent for part in segment.parts)
    assert round(sum(segment.duration for segment in seen) * 1000) == sum(groups) * frame_ms


def test_memory_is_flat_over_half_an_hour_of_media() -> None:
    """Thirty minutes at 25 frames a second: what is held after each minute is what was held after the second one."""
    timeline = Timeline()
    packager = Packager(timeline)
    packager.note_metadata({"videocodecid": 7.0})
    packager.feed_picture(0, b"\x17\0\0\0\0" + SPS)
    held = []
    for number in range(30 * 60 * 25):
        head = b"\x17" if number % 50 == 0 else b"\x27"
        packager.feed_picture(number * 40, head + b"\1\0\0\0" + bytes(1000))
        if number % 1500 == 1499:
            held.append(
                sum(len(segment.data) + sum(len(part.data) for part in segment.parts) for segment in timeline.segments)
            )

    assert len(timeline.segments) == WINDOW
    assert set(held[1:]) == {held[1]}
