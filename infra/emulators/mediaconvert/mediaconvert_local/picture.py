"""The filters between a decoded frame and an encoder: upright, deinterlaced, toned down, of the size asked for."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from mediaconvert_local.colours import JPEG_COLOURS, convert_to_709
from mediaconvert_local.media import SIDEWAYS, VideoTrack

_TURNS = {"DEGREES_90": 90, "DEGREES_180": 180, "DEGREES_270": 270}
_TURN_FILTERS = {90: "transpose=clock", 180: "hflip,vflip", 270: "transpose=cclock"}
# A picture that begins after its sound is shown from the start.
_FROM_START = "start_time=0"
_SCALING_WITHOUT_BARS = {"FIT", "FIT_NO_UPSCALE"}
Settings = Mapping[str, Any]


def turn(rotate: str, track: VideoTrack) -> int:
    """Return by how many degrees the input selector turns the picture clockwise."""
    return track.rotation if rotate == "AUTO" else _TURNS.get(rotate, 0)


def build_filters(video: Settings, track: VideoTrack, rotate: str) -> str:
    """Return the chain of filters for one output."""
    return ",".join(_filters(video, track, rotate))


def measure_frame(video: Settings, track: VideoTrack, rotate: str) -> tuple[int, int]:
    """Return the width and height of an output's frames, in pixels."""
    width, height = track.compute_shown_size(turn(rotate, track))
    aspect = _pixel_aspect(video, track, rotate)
    wanted_width, wanted_height = video.get("Width"), video.get("Height")
    if wanted_width is None:
        chosen_height: int = wanted_height or _round_to_even(height)
        return _round_to_even(width / aspect * chosen_height / height), chosen_height
    if wanted_height is None:
        return int(wanted_width), _round_to_even(height * wanted_width * aspect / width)
    if video.get("ScalingBehavior") in _SCALING_WITHOUT_BARS:
        return _fit(video, (width / aspect, height), (wanted_width, wanted_height))
    return int(wanted_width), int(wanted_height)


def _filters(video: Settings, track: VideoTrack, rotate: str) -> Iterator[str]:
    preprocessors = video.get("VideoPreprocessors", {})
    if "Deinterlacer" in preprocessors and (track.is_interlaced or _is_forced(preprocessors["Deinterlacer"])):
        yield "yadif=deint=all"
    # AUTO is left to the decoder, which also knows mirrored pictures.
    if rotate in _TURNS:
        yield _TURN_FILTERS[_TURNS[rotate]]
    yield from _frame_rate(video)
    yield from _scale(video, track, rotate)
    yield f"setsar={_pixel_aspect(video, track, rotate)}"
    if preprocessors.get("ColorCorrector", {}).get("ColorSpaceConversion") == "FORCE_709":
        # After scaling: fewer pixels to convert, and zscale takes no odd number of them.
        yield from convert_to_709(track)
    yield "format=yuv420p"
    if video["CodecSettings"]["Codec"] == "FRAME_CAPTURE":
        yield JPEG_COLOURS


def _is_forced(deinterlacer: Settings) -> bool:
    return bool(deinterlacer.get("Control") == "FORCE_ALL_FRAMES")


def _frame_rate(video: Settings) -> Iterator[str]:
    codec = video["CodecSettings"]
    if codec["Codec"] == "FRAME_CAPTURE":
        capture = codec.get("FrameCaptureSettings", {})
        # Rounding up takes the first frame of each interval, so that even the shortest file gives one.
        rate = f"{capture.get('FramerateNumerator', 1)}/{capture.get('FramerateDenominator', 1)}"
        yield f"fps={rate}:round=up:{_FROM_START}"
    elif codec.get("H264Settings", {}).get("FramerateControl") == "SPECIFIED":
        settings = codec["H264Settings"]
        yield f"fps={settings['FramerateNumerator']}/{settings.get('FramerateDenominator', 1)}:{_FROM_START}"


def _scale(video: Settings, track: VideoTrack, rotate: str) -> Iterator[str]:
    frame = width, height = measure_frame(video, track, rotate)
    aspect = _pixel_aspect(video, track, rotate)
    shown_width, shown_height = track.compute_shown_size(turn(rotate, track))
    behaviour = video.get("ScalingBehavior", "DEFAULT")
    if behaviour == "FILL":
        factor = max(width * aspect / shown_width, height / shown_height)
        yield f"scale={_round_to_even(shown_width / aspect * factor)}:{_round_to_even(shown_height * factor)}"
        yield f"crop={width}:{height}"
    elif behaviour == "DEFAULT":
        inner = _fit({}, (shown_width / aspect, shown_height), frame)
        yield f"scale={inner[0]}:{inner[1]}"
        if inner != frame:
            yield f"pad={width}:{height}:-1:-1"
    else:
        yield f"scale={width}:{height}"


def _pixel_aspect(video: Settings, track: VideoTrack, rotate: str) -> Fraction:
    """Return the shape of an output's pixels: as specified, else the source's."""
    settings = video["CodecSettings"].get("H264Settings", {})
    if video["CodecSettings"]["Codec"] == "FRAME_CAPTURE":
        return Fraction(1)  # a JPEG knows no other
    if settings.get("ParControl") == "SPECIFIED":
        return Fraction(settings.get("ParNumerator", 1), settings.get("ParDenominator", 1))
    return 1 / track.aspect if turn(rotate, track) in SIDEWAYS else track.aspect


def _fit(video: Settings, size: tuple[Fraction, Fraction], box: tuple[int, int]) -> tuple[int, int]:
    factor = min(box[0] / size[0], box[1] / size[1])
    if video.get("ScalingBehavior") == "FIT_NO_UPSCALE":
        factor = min(factor, Fraction(1))
    return min(_round_to_even(size[0] * factor), box[0]), min(_round_to_even(size[1] * factor), box[1])


def _round_to_even(length: Fraction | float) -> int:
    return max(2, round(length / 2) * 2)
