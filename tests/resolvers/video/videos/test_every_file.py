"""Every kind of file that people have: watched upright, in its colours and with its sound, or refused by name."""

import socket
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from mediaconvert_local.probe import read_media
from resolvers.core import storage
from resolvers.video.videos.processing import VideoState
from tests.fakes.encoders import ConvertingEncoder
from tests.fakes.file_kinds import HOSTILE, PLAYED, QUARTERS, REFUSED, Kind, Refused
from tests.resolvers.video.videos.conftest import BUCKET, Processing, TellingModerator

_FRAME_GROUP = 0.3  # seconds by which an encoded length may differ


@pytest.fixture
def encoder(tmp_path: Path) -> ConvertingEncoder:
    return ConvertingEncoder(tmp_path)


@pytest.fixture
def processing(bucket: None, encoder: ConvertingEncoder) -> Processing:
    return Processing(encoder, TellingModerator())


def upload(processing: Processing, path: Path) -> None:
    storage.client().upload_file(str(path), BUCKET, processing.video.original)


@pytest.mark.parametrize("kind", PLAYED.values(), ids=PLAYED.keys())
def test_a_file_plays_as_it_was_meant(
    processing: Processing, encoder: ConvertingEncoder, tmp_path: Path, kind: Kind
) -> None:
    """Its lowest rendition has the right shape, colours as its tags say them, its own length, and sound if it had."""
    upload(processing, kind.draw(tmp_path))

    processing.arrives()
    assert processing.video.failure is None
    processing.hears(encoder.convert("frames"))
    processing.hears(encoder.convert("lowest"))

    video = processing.video
    assert video.failure is None
    assert video.manifest
    encoder.fetch("media/unguessable/1/", tmp_path / "media")
    written = tmp_path / "media" / f"lowest-{min(kind.size)}p.cmfv"
    media = read_media(written)
    picture = media.video[0]
    assert (picture.width, picture.height, picture.rotation, picture.aspect) == (*kind.size, 0, Fraction(1))
    assert (picture.primaries, picture.transfer, picture.matrix) == ("ITU_709",) * 3
    assert abs(media.duration - kind.seconds) < _FRAME_GROUP
    if processing.is_live():  # a larger one has more renditions to come
        assert video.encoded_seconds
        assert abs(video.encoded_seconds - kind.seconds) < _FRAME_GROUP
    require_quarters(read_middle_frame(written), kind)
    encoder.fetch("frames/unguessable/1/", tmp_path / "frames")
    require_quarters(read_middle_frame(tmp_path / "frames" / "frames.0000000.jpg"), kind)
    has_sound = "mp4a" in (tmp_path / "media" / "lowest.m3u8").read_text()
    assert has_sound is kind.has_sound


def test_a_file_becomes_a_ladder_with_one_sound(
    processing: Processing, encoder: ConvertingEncoder, tmp_path: Path
) -> None:
    """Two jobs write its renditions; the playlist names all of them, and what it names is there."""
    upload(processing, Kind("mp4", frame="640x480").draw(tmp_path))

    processing.arrives()
    for part in ("frames", "lowest", "others"):
        processing.hears(encoder.convert(part))

    video = processing.video
    assert video.failure is None
    assert processing.is_live()
    names = encoder.fetch("media/unguessable/1/", tmp_path / "media")
    assert video.manifest
    manifest = (tmp_path / "media" / video.manifest.rpartition("/")[2]).read_text()
    assert [size in manifest for size in ("RESOLUTION=480x360", "RESOLUTION=640x480")] == [True, True]
    assert manifest.count("mp4a") == 2
    assert all(line in names for line in manifest.splitlines() if line and not line.startswith("#"))
    assert len(processing.moderator.seen) == len(video.frames) >= 1


def read_middle_frame(path: Path) -> np.ndarray:
    """Return a frame from the middle in RGB, converted by the file's own tags as a player does."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    frame = frames[len(frames) // 2]
    pixels: np.ndarray = frame.reformat(format="rgb24", src_colorspace=frame.colorspace).to_ndarray()
    return pixels


def require_quarters(pixels: np.ndarray, kind: Kind) -> None:
    height, width = pixels.shape[:2]
    for index, name in enumerate(kind.quarters):
        x, y = width * (1 + 2 * (index % 2)) // 4, height * (1 + 2 * (index // 2)) // 4
        found = pixels[y - 3 : y + 4, x - 3 : x + 4].mean(axis=(0, 1))
        distance = np.abs(found - QUARTERS[name]).max()
        assert distance < kind.colour_tolerance, f"quarter {index} is {found.round()}, not {QUARTERS[name]}"


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_cannot_be_watched_says_why(
    processing: Processing, encoder: ConvertingEncoder, tmp_path: Path, refused: Refused
) -> None:
    upload(processing, refused.draw(tmp_path))

    processing.arrives()
    if processing.video.state == VideoState.PROCESSING:
        processing.hears(encoder.convert("frames"))
    if processing.video.state == VideoState.PROCESSING:
        processing.hears(encoder.convert("lowest"))

    assert processing.video.failure
    assert processing.video.failure.reason == refused.reason


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine that a hostile file names; nobody may call it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_names_others_reads_none_of_them(
    processing: Processing, tmp_path: Path, listener: socket.socket, content: str
) -> None:
    """Neither a file beside it, which would play, nor an address."""
    secret = PLAYED["transport stream"].draw(tmp_path)
    port = listener.getsockname()[1]
    path = tmp_path / "hostile"
    path.write_text(content.format(file=secret, address=f"http://127.0.0.1:{port}/secret.ts", port=port))
    upload(processing, path)

    processing.arrives()

    assert processing.video.failure
    assert processing.video.failure.reason == "UNREADABLE"
    with pytest.raises(BlockingIOError):
        listener.accept()
