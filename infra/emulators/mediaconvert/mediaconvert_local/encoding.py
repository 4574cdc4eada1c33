"""The command line of ffmpeg for a job: one decoder, then filters and an encoder for each output."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mediaconvert_local.demux import FORMAT_WHITELIST
from mediaconvert_local.media import Media
from mediaconvert_local.picture import build_filters
from mediaconvert_local.plan import Group, Output, Plan

_RATE_FACTOR = 30  # x264's constant rate factor of QVBR level 1; each level is one step better
_QVBR_LEVEL = 7
_AAC_BIT_RATE = 96_000
_SAMPLE_RATE = 48_000
_CHANNELS = {"CODING_MODE_1_0": 1, "CODING_MODE_2_0": 2, "CODING_MODE_5_1": 6}
Settings = Mapping[str, Any]


def build_command(plan: Plan, media: Media, source: Path, folder: Path, *, preset: str, threads: int) -> list[str]:
    """Return ffmpeg's arguments; every output goes into the folder, under its own name."""
    rotation = [] if plan.rotate == "AUTO" else ["-noautorotate"]
    # Only files, and only containers that name no others: a playlist would make ffmpeg read what it names.
    limits = ["-protocol_whitelist", "file", "-format_whitelist", FORMAT_WHITELIST]
    start = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", *limits, *rotation, "-i", f"file:{source}"]
    graph = _build_graph(plan, media)
    outputs = [
        argument
        for number, (group, output) in enumerate(plan.outputs)
        for argument in _output_arguments(group, output, media, number, folder, preset)
    ]
    return [*start, *graph, "-threads", str(threads), *outputs]


def locate(folder: Path, group: Group, output: Output) -> Path:
    """Return where an output's main file is written: in the folder of its group."""
    return folder / str(group.index) / f"{output.name}.{output.extension}"


def locate_playlist(folder: Path, group: Group, output: Output) -> Path:
    """Return where the playlist of an output with segments is written."""
    return folder / str(group.index) / f"{output.name}.m3u8"


def _build_graph(plan: Plan, media: Media) -> list[str]:
    pictures = [(number, output) for number, (_, output) in enumerate(plan.outputs) if output.video]
    if not pictures:
        return []
    track = media.video[0]
    labels = "".join(f"[in{number}]" for number, _ in pictures)
    chains = [
        f"[in{number}]{build_filters(output.video or {}, track, plan.rotate)}[out{number}]"
        for number, output in pictures
    ]
    split = f"[0:{track.index}]split={len(pictures)}{labels}"
    return ["-filter_complex", ";".join([split, *chains])]


def _output_arguments(
    group: Group, output: Output, media: Media, number: int, folder: Path, preset: str
) -> Iterator[str]:
    if output.video:
        yield from ("-map", f"[out{number}]", *_video_arguments(output.video, preset))
    if output.audio and media.audio:
        yield from ("-map", f"0:{media.audio[0].index}", *_audio_arguments(output.audio))
    # Titles and places of the source stay where they are.
    yield from ("-map_metadata", "-1", "-map_chapters", "-1")
    yield from _container_arguments(group, output, folder)


def _video_arguments(video: Settings, preset: str) -> Iterator[str]:
    codec = video["CodecSettings"]
    if codec["Codec"] == "FRAME_CAPTURE":
        capture = codec.get("FrameCaptureSettings", {})
        quality = capture.get("Quality", 80)
        # mjpeg's scale: 2 is the best, 31 the worst.
        yield from ("-c:v", "mjpeg", "-q:v", str(round(31 - quality * 29 / 100)))
        yield from ("-frames:v", str(capture.get("MaxCaptures", 10_000_000)))
        return
    settings = codec.get("H264Settings", {})
    profile = settings.get("CodecProfile", "MAIN").lower()
    yield from ("-c:v", "libx264", "-preset", preset, "-profile:v", profile, "-sc_threshold", "0")
    yield from _rate_arguments(settings)
    yield from _gop_arguments(settings)


def _rate_arguments(settings: Settings) -> Iterator[str]:
    ceiling = settings.get("MaxBitrate")
    if settings.get("RateControlMode", "VBR") == "QVBR":
        level = settings.get("QvbrSettings", {}).get("QvbrQualityLevel", _QVBR_LEVEL)
        yield from ("-crf", str(_RATE_FACTOR - level))
    else:
        ceiling = ceiling or settings.get("Bitrate")
        yield from ("-b:v", str(settings.get("Bitrate", ceiling or 5_000_000)))
    if ceiling:
        yield from ("-maxrate", str(ceiling), "-bufsize", str(settings.get("HrdBufferSize", 2 * ceiling)))


def _gop_arguments(settings: Settings) -> Iterator[str]:
    size = settings.get("GopSize", 2.0)
    if settings.get("GopSizeUnits", "SECONDS") == "FRAMES":
        yield from ("-g", str(round(size)), "-keyint_min", str(round(size)))
    else:
        yield from ("-force_key_frames", f"expr:gte(t,n_forced*{size:g})", "-g", "100000")


def _audio_arguments(audio: Settings) -> Iterator[str]:
    settings = audio["CodecSettings"].get("AacSettings", {})
    channels = _CHANNELS.get(settings.get("CodingMode", "CODING_MODE_2_0"), 2)
    yield from ("-c:a", "aac", "-b:a", str(settings.get("Bitrate", _AAC_BIT_RATE)))
    yield from ("-ar", str(settings.get("SampleRate", _SAMPLE_RATE)), "-ac", str(channels))


def _container_arguments(group: Group, output: Output, folder: Path) -> Iterator[str]:
    path = locate(folder, group, output)
    if output.container == "RAW":
        yield from ("-f", "image2", "-start_number", "0", str(path.with_name(f"{output.name}.%07d.{output.extension}")))
    elif output.container == "MP4":
        yield from ("-f", "mp4", "-movflags", "+faststart", str(path))
    else:
        yield from ("-f", "hls", "-hls_time", str(group.segment_seconds), "-hls_playlist_type", "vod")
        yield from _segment_arguments(output, path)
        yield str(locate_playlist(folder, group, output))


def _segment_arguments(output: Output, path: Path) -> Iterator[str]:
    if output.container == "CMFC":
        yield from ("-hls_segment_type", "fmp4", "-hls_flags", "single_file", "-hls_segment_filename", str(path))
    else:
        yield from ("-hls_segment_filename", str(path.with_name(f"{output.name}_%05d.{output.extension}")))
