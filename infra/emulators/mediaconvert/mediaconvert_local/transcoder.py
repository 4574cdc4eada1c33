"""One job from its input to its outputs: downloaded, probed, encoded, checked, uploaded."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediaconvert_local import ffmpeg
from mediaconvert_local.demux import MAX_SIDE
from mediaconvert_local.encoding import build_command, locate, locate_playlist
from mediaconvert_local.ffmpeg import FfmpegFailed
from mediaconvert_local.media import Media, UnreadableInput
from mediaconvert_local.picture import measure_frame
from mediaconvert_local.plan import Group, Output, Plan
from mediaconvert_local.playlists import (
    Rendition,
    measure_bit_rates,
    read_codecs,
    read_duration,
    write_multivariant,
)
from mediaconvert_local.probe import read_media
from mediaconvert_local.storage import Storage

OnInput = Callable[[Media], Awaitable[None]]
OnProgress = Callable[[str, int, int], Awaitable[None]]  # phase, its percent, frames


class JobFailed(Exception):  # noqa: N818
    """The job cannot be done; `code` is MediaConvert's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Limits:
    """What one job may use, and how ffmpeg is told to work."""

    preset: str = "veryfast"
    threads: int = 0
    timeout_seconds: float = 3600


@dataclass
class Transcoder:
    """Does jobs in temporary folders of their own."""

    storage: Storage = field(default_factory=Storage)
    limits: Limits = field(default_factory=Limits)

    async def transcode(self, plan: Plan, on_input: OnInput, on_progress: OnProgress) -> list[dict[str, Any]]:
        """Do a job and return the details of its output groups as events name them.

        Raises `JobFailed` and `StorageFailed`; a cancelled call leaves no process and no file behind.
        """
        folder = Path(tempfile.mkdtemp(prefix="mediaconvert-"))
        try:
            source = folder / "input"
            await self.storage.download(plan.bucket, plan.key, source)
            media = await self._probe(source)
            _require_size(media)
            _require_tracks(plan, media)
            await on_input(media)
            await self._encode(plan, media, source, folder, on_progress)
            details = [_finish_group(group, plan, media, folder) for group in plan.groups]
            await self._upload(plan, folder, on_progress)
            return details
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _probe(self, source: Path) -> Media:
        try:
            return await asyncio.to_thread(read_media, source)
        except UnreadableInput as error:
            raise JobFailed(1010, f"Unable to open input file: {error}") from error

    async def _encode(self, plan: Plan, media: Media, source: Path, folder: Path, on_progress: OnProgress) -> None:
        for group in plan.groups:
            (folder / str(group.index)).mkdir()
        command = build_command(plan, media, source, folder, preset=self.limits.preset, threads=self.limits.threads)

        async def report(seconds: float, frames: int) -> None:
            share = seconds / media.duration if media.duration else 0.0
            await on_progress("TRANSCODING", min(round(share * 100), 99), frames)

        try:
            await ffmpeg.run(command, report, timeout_seconds=self.limits.timeout_seconds)
        except FfmpegFailed as error:
            raise JobFailed(1999, f"The encoder failed: {error}") from error
        except TimeoutError as error:
            raise JobFailed(1999, "The job took longer than the emulator allows.") from error

    async def _upload(self, plan: Plan, folder: Path, on_progress: OnProgress) -> None:
        """Upload every file of the outputs, manifests last: what they name is there before them."""
        files = [(group, path) for group in plan.groups for path in sorted((folder / str(group.index)).iterdir())]
        files.sort(key=lambda each: each[1].suffix == ".m3u8")
        for number, (group, path) in enumerate(files, 1):
            await self.storage.upload(path, group.bucket, group.folder + path.name)
            await on_progress("UPLOADING", number * 100 // len(files), 0)


def _require_size(media: Media) -> None:
    for track in media.video:
        if max(track.width, track.height) > MAX_SIDE:
            size = f"{track.width}x{track.height}"
            raise JobFailed(1010, f"The picture is {size}; {MAX_SIDE} pixels a side are the limit.")


def _require_tracks(plan: Plan, media: Media) -> None:
    for _, output in plan.outputs:
        if output.video and not media.video:
            raise JobFailed(1030, f"The input has no picture for the output {output.name}.")
        if not output.video and not media.audio:
            raise JobFailed(1030, f"The input has no sound for the output {output.name}.")


def _finish_group(group: Group, plan: Plan, media: Media, folder: Path) -> dict[str, Any]:
    """Check what a group wrote, write its manifest, and return its details as events name them."""
    details = [_describe_output(group, output, plan, media, folder) for output in group.outputs]
    if group.kind == "FILE_GROUP_SETTINGS":
        return {"type": group.event_type, "outputDetails": details}
    renditions = [_measure_rendition(group, output, plan, media, folder) for output in group.outputs]
    (folder / str(group.index) / f"{group.name}.m3u8").write_text(write_multivariant(group, renditions))
    playlist = f"s3://{group.bucket}/{group.folder}{group.name}.m3u8"
    return {"type": group.event_type, "playlistFilePaths": [playlist], "outputDetails": details}


def _describe_output(group: Group, output: Output, plan: Plan, media: Media, folder: Path) -> dict[str, Any]:
    detail: dict[str, Any] = {"durationInMs": round(_measure_seconds(group, output, media, folder) * 1000)}
    if output.video:
        width, height = measure_frame(output.video, media.video[0], plan.rotate)
        detail["videoDetails"] = {"widthInPx": width, "heightInPx": height}
    if group.kind == "FILE_GROUP_SETTINGS":
        path = _find_last_file(group, output, folder)
        return {"outputFilePaths": [f"s3://{group.bucket}/{group.folder}{path.name}"], **detail}
    return detail


def _measure_seconds(group: Group, output: Output, media: Media, folder: Path) -> float:
    path = locate_playlist(folder, group, output)
    return read_duration(path.read_text()) if path.exists() else media.duration


def _find_last_file(group: Group, output: Output, folder: Path) -> Path:
    """Return the file that the event names: of captures the last one."""
    pattern = f"{output.name}.*.{output.extension}" if output.container == "RAW" else f"{output.name}.*"
    files = sorted((folder / str(group.index)).glob(pattern))
    if not files:
        raise JobFailed(1040, f"The input has too little to write the output {output.name}.")
    return files[-1]


def _measure_rendition(group: Group, output: Output, plan: Plan, media: Media, folder: Path) -> Rendition:
    playlist = locate_playlist(folder, group, output)
    # ffmpeg ends well where it had nothing to write, and a player cannot start on such a ladder.
    if not playlist.exists() or not read_duration(playlist.read_text()):
        raise JobFailed(1040, f"The input has too little to write the output {output.name}.")
    files = sorted(playlist.parent.glob(f"{output.name}*.{output.extension}"))
    peak, mean = measure_bit_rates(playlist.read_text(), sum(path.stat().st_size for path in files))
    codec = read_codecs(locate(folder, group, output) if output.container == "CMFC" else files[0])
    if not output.video:
        return Rendition(playlist.name, codec, peak, mean)
    width, height = measure_frame(output.video, media.video[0], plan.rotate)
    return Rendition(playlist.name, codec, peak, mean, width, height, _find_frame_rate(output, media))


def _find_frame_rate(output: Output, media: Media) -> float:
    settings = (output.video or {})["CodecSettings"].get("H264Settings", {})
    if settings.get("FramerateControl") == "SPECIFIED":
        return float(settings["FramerateNumerator"] / settings.get("FramerateDenominator", 1))
    return float(media.video[0].frame_rate)
