"""From the tags of a publisher to parts and segments: frames are copied, never encoded.

Source: Adobe, "Video File Format", E.4.3 (video tags) and E.4.2 (audio tags); Veovera, "Enhanced RTMP".
"""

from typing import Any, Final

from ivs_local.codecs import Picture, Sound, parse_picture, parse_sound
from ivs_local.mp4 import AAC_FRAME, PICTURE_SCALE, Sample, write_fragment, write_initialisation, write_text_event
from ivs_local.refusal import StreamRefused
from ivs_local.timeline import PART_SECONDS, Part, Timeline

SEGMENT_SECONDS: Final = 1.9  # a segment ends at the first keyframe after it: two seconds, give or take a frame
LONGEST_GROUP_SECONDS: Final = 12.0
# hls.js looks for the next segment a quarter of a second early, and would leave out a last part shorter than that.
SHORTEST_PART_MS: Final = 250
_WAIT_MS = 2000  # how long a track that was announced is waited for
_JUMP_MS = 10_000
_AUDIO_SLIP_MS = 100
_AVC, _AAC, _ENHANCED = 7, 10, 0x80
_FOURCC = {b"hvc1": "HEVC", b"av01": "AV1", b"vp09": "VP9", b"vp08": "VP8"}
_VIDEO_IDS = {2: "H.263", 4: "VP6", 5: "VP6", 12: "HEVC", 13: "AV1"}
_MAX_SAMPLES = 4000  # of a part; a tenth of it is a lot


class Packager:
    """Writes one stream into a timeline. Raises `StreamRefused` where frames cannot be taken."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.picture: Picture | None = None
        self.sound: Sound | None = None
        self.frame_rate = 0.0
        self._keyframe_ms: int | None = None
        self._longest_group_ms = 0
        self._expects = (True, True)
        self._texts: list[str] = []
        self._fragments = 0
        self._is_open = False
        self._clock = _Clock()
        self._pictures: list[Sample] = []
        self._pending: Sample | None = None
        self._sounds: list[Sample] = []
        self._sound_time: int | None = None
        self._part_ms = 0.0
        self._goal_ms = PART_SECONDS * 1000
        self._longest_frame_ms = 0.0
        self._frame_ms = 40  # the last one's, which nobody tells of the newest
        self._parts = 0  # of the open segment
        self._segment_ms = 0.0

    @property
    def media_ms(self) -> int:
        """How far the stream has come, in milliseconds of its own time."""
        return self._clock.latest

    def note_metadata(self, metadata: dict[str, Any]) -> None:
        """Learn which tracks come; refuse what players could not play before its first frame."""
        picture, sound = metadata.get("videocodecid"), metadata.get("audiocodecid")
        if isinstance(picture, (int, float)) and picture and picture not in (_AVC, int.from_bytes(b"avc1", "big")):
            raise _refuse_picture(int(picture))
        if isinstance(sound, (int, float)) and sound and sound not in (_AAC, int.from_bytes(b"mp4a", "big")):
            raise StreamRefused("The sound is not AAC: IVS takes AAC-LC.")
        self._expects = (bool(picture), bool(sound)) if picture or sound else (True, True)
        rate = metadata.get("framerate")
        self.frame_rate = float(rate) if isinstance(rate, (int, float)) and 0 < rate <= 120 else 0.0

    def add_text(self, text: str) -> None:
        """Carry text in the next part."""
        self._texts.append(text)

    def feed_picture(self, timestamp: int, body: bytes) -> None:
        """Take a video tag."""
        if len(body) < 5:
            return
        if body[0] & _ENHANCED:
            raise StreamRefused(f"The picture is {_FOURCC.get(body[1:5], 'not AVC')}: IVS takes AVC (H.264).")
        if body[0] & 15 != _AVC:
            raise _refuse_picture(body[0] & 15)
        if body[1] == 0:
            self._set_picture(parse_picture(body[5:]))
        elif body[1] == 1 and len(body) > 5:
            offset = (int.from_bytes(body[2:5], "big") ^ 0x800000) - 0x800000
            self._add_picture(self._clock.place(timestamp), body[5:], offset, is_key=body[0] >> 4 == 1)

    def feed_sound(self, timestamp: int, body: bytes) -> None:
        """Take an audio tag."""
        if len(body) < 2:
            return
        if body[0] >> 4 != _AAC:
            raise StreamRefused("The sound is not AAC: IVS takes AAC-LC.")
        if body[1] == 0:
            self._set_sound(parse_sound(body[2:]))
        elif body[1] == 1 and len(body) > 2:
            self._add_sound(self._clock.place(timestamp), body[2:])

    def end(self) -> None:
        """Write what has come, and end the timeline."""
        if self._pending and self._is_open:
            self._take_picture(self._pending, self._frame_ms)
        self._flush()
        self.timeline.end()

    def _set_picture(self, picture: Picture) -> None:
        if picture != self.picture:
            self._change()
            self.picture = picture

    def _set_sound(self, sound: Sound) -> None:
        if sound != self.sound:
            self._change()
            self.sound, self._sound_time = sound, None

    def _change(self) -> None:
        """End what has the old format; what comes next begins with an initialisation of its own."""
        if self._is_open:
            if self._pending:
                self._take_picture(self._pending, self._frame_ms)
            self._end_segment()
        self._is_open, self._pending = False, None

    def _open(self, time: int) -> bool:
        """Begin once every track that was announced has told its format, or has had time to."""
        if not self._is_open:
            lacks = (self._expects[0] and not self.picture) or (self._expects[1] and not self.sound)
            if (lacks and time < _WAIT_MS) or not (self.picture or self.sound):
                return False
            initialisation = write_initialisation(self.picture, self.sound)
            self.timeline.begin_format(self.picture, self.sound, initialisation)
            self._is_open = True
        return True

    def read_keyframe_seconds(self) -> float | None:
        """Return the longest time between two keyframes since the last call; None if there were no two."""
        longest, self._longest_group_ms = self._longest_group_ms, 0
        return longest / 1000 if longest else None

    def _note_keyframe(self, time: int) -> None:
        if self._keyframe_ms is not None:
            self._longest_group_ms = max(self._longest_group_ms, time - self._keyframe_ms)
        self._keyframe_ms = time

    def _add_picture(self, time: int, data: bytes, offset: int, *, is_key: bool) -> None:
        if is_key:
            self._note_keyframe(time)
        if not self.picture or not ((self._pending or is_key) and self._open(time)):
            return
        sample = Sample(time, 0, data, is_key, offset)
        if self._pending:
            sample.time = max(time, self._pending.time + 1)
            self._take_picture(self._pending, sample.time - self._pending.time)
            self._cut(sample.time - self._pending.time, is_key=is_key)
        self._pending = sample

    def _take_picture(self, sample: Sample, duration: int) -> None:
        sample.duration = self._frame_ms = duration
        self._pictures.append(sample)
        self._part_ms += duration
        self._segment_ms += duration

    def _add_sound(self, time: int, data: bytes) -> None:
        if not self.sound or not self._open(time) or (self.picture and not self._pending):
            return
        placed = time * self.sound.rate // 1000
        slip = self.sound.rate * _AUDIO_SLIP_MS // 1000
        if self._sound_time is None or abs(placed - self._sound_time) > slip:
            self._sound_time = max(placed, self._sound_time or 0)
        self._sounds.append(Sample(self._sound_time, AAC_FRAME, data))
        self._sound_time += AAC_FRAME
        if len(self._sounds) > _MAX_SAMPLES:
            raise StreamRefused("The sound comes without its picture.")
        if not self.picture:
            duration = AAC_FRAME * 1000 / self.sound.rate
            self._part_ms += duration
            self._segment_ms += duration
            self._cut(duration, is_key=True)

    def _cut(self, next_ms: float, *, is_key: bool) -> None:
        """End the part, and the segment, where the next frame belongs to another one.

        Parts end at even shares of a segment, as long as the first one was, so that none of them is very short.
        """
        self._longest_frame_ms = max(self._longest_frame_ms, next_ms)
        if self._segment_ms > LONGEST_GROUP_SECONDS * 1000:
            raise StreamRefused("Keyframes are more than 12 seconds apart: set the keyframe interval to 2 seconds.")
        target_ms = self.timeline.target_seconds * 1000
        is_last = bool(target_ms) and self._segment_ms + self._goal_ms > target_ms
        is_long = self._segment_ms >= SEGMENT_SECONDS * 1000
        if is_key and is_long and (self._part_ms >= SHORTEST_PART_MS or not target_ms):
            self._end_segment()
        elif self._is_part_full(next_ms):
            self._end_segment() if is_last else self._flush()

    def _is_part_full(self, next_ms: float) -> bool:
        is_at_share = self._segment_ms + next_ms / 2 > (self._parts + 1) * self._goal_ms
        is_known = bool(self.timeline.target_seconds)
        return is_at_share or (is_known and self._part_ms + next_ms > self.timeline.part_seconds * 1000)

    def _end_segment(self) -> None:
        self._flush()
        if not self.timeline.target_seconds and self._segment_ms:
            self._divide(self._segment_ms)
        self.timeline.end_segment()
        self._segment_ms, self._parts = 0, 0

    def _divide(self, segment_ms: float) -> None:
        """Choose how long parts are: even shares of the first segment, give or take half a frame."""
        self._goal_ms = segment_ms / max(round(segment_ms / (PART_SECONDS * 1000)), 1)
        self.timeline.part_seconds = (self._goal_ms + self._longest_frame_ms / 2 + 1) / 1000

    def _flush(self) -> None:
        if not self._pictures and not self._sounds:
            return
        samples = self._pictures or self._sounds
        self._fragments += 1
        self._parts += 1
        data = b"".join(self._write_texts()) + write_fragment(self._fragments, self._pictures, self._sounds)
        self.timeline.add(Part(data, self._part_ms / 1000, samples[0].is_key))
        self._pictures, self._sounds, self._part_ms = [], [], 0

    def _write_texts(self) -> list[bytes]:
        texts, self._texts = self._texts, []
        first = self._pictures[0].time if self._pictures else self._sounds[0].time * 1000 // self._sound_rate
        return [write_text_event(self._fragments * 100 + number, first, text) for number, text in enumerate(texts)]

    @property
    def _sound_rate(self) -> int:
        return self.sound.rate if self.sound else PICTURE_SCALE


class _Clock:
    """Places a publisher's timestamps on a time that begins at 0 and never jumps."""

    def __init__(self) -> None:
        self.latest = 0
        self._base: int | None = None

    def place(self, timestamp: int) -> int:
        """Return a timestamp's place; one that is far from the last one continues from there."""
        if self._base is None:
            self._base = timestamp
        time = (timestamp - self._base) & 0xFFFFFFFF
        if time > 0x7FFFFFFF:
            time -= 1 << 32
        if abs(time - self.latest) > _JUMP_MS:
            self._base = (timestamp - self.latest) & 0xFFFFFFFF
            time = self.latest
        self.latest = max(self.latest, time)
        return max(time, 0)


def _refuse_picture(codec: int) -> StreamRefused:
    name = _VIDEO_IDS.get(codec) or _FOURCC.get(codec.to_bytes(4, "big")) or "not AVC"
    return StreamRefused(f"The picture is {name}: IVS takes AVC (H.264).")
