"""Every file that people have: it is converted with its shape, colour and sound, or refused by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediaconvert_local.media import Media
from mediaconvert_local.probe import read_media
from tests.fakes.clips import Clips, draw, measure_psnr
from tests.infra.emulators.mediaconvert.conftest import Converter
from tests.infra.emulators.mediaconvert.settings import captures, job, ladder, picture

Make = Callable[[Clips], Path]
FIT = {"ScalingBehavior": "FIT_NO_UPSCALE"}

SHAPES: dict[str, tuple[Make, tuple[int, int]]] = {
    "landscape": (Clips.landscape, (320, 180)),
    "rotated by its display matrix": (Clips.rotated, (102, 180)),
    "portrait": (Clips.portrait, (102, 180)),
    "odd sides": (Clips.odd, (320, 180)),
    "pixels that are not square": (Clips.non_square, (240, 180)),
    "interlaced": (Clips.interlaced, (240, 180)),
    "variable frame rate": (Clips.variable_rate, (240, 180)),
    "WebM": (Clips.webm, (240, 180)),
}


@pytest.mark.parametrize(("make", "size"), SHAPES.values(), ids=SHAPES.keys())
async def test_a_file_keeps_its_shape_and_length(
    converter: Converter, clips: Clips, make: Make, size: tuple[int, int]
) -> None:
    """The picture is upright with square pixels, within one percent; the length within a group of frames."""
    source = make(clips)
    video = picture(320, 180, VideoPreprocessors={"Deinterlacer": {"Mode": "DEINTERLACE"}}, **FIT)

    done = await converter.convert(job(converter.put(source), ladder(video)))

    assert done["status"] == "COMPLETE", done
    details = done["outputGroupDetails"][0]["outputDetails"]
    assert (details[0]["videoDetails"]["widthInPx"], details[0]["videoDetails"]["heightInPx"]) == size
    written = read_media(converter.output("clip-video.cmfv"))
    assert (written.video[0].width, written.video[0].height) == size
    assert written.video[0].rotation == 0
    assert abs(details[0]["durationInMs"] / 1000 - read_media(source).duration) < 1


async def test_a_rotated_picture_is_upright(converter: Converter, clips: Clips, tmp_path: Path) -> None:
    """Not only its frame: what is up in a player is up in the output."""
    upright = tmp_path / "upright.png"
    draw("-i", clips.rotated(), "-vf", "scale=102:180", "-frames:v", "1", upright)

    await converter.convert(job(converter.put(clips.rotated()), ladder(picture(320, 180, **FIT))))

    assert measure_psnr(upright, converter.output("clip-video.cmfv")) > 20


async def test_without_rotate_a_phone_video_lies_on_its_side(converter: Converter, clips: Clips) -> None:
    """As MediaConvert does it: the selector must say AUTO."""
    settings = job(converter.put(clips.rotated()), ladder(picture(320, 180, **FIT)), rotate="DEGREE_0")

    await converter.convert(settings)

    written = read_media(converter.output("clip-video.cmfv")).video[0]
    assert (written.width, written.height) == (320, 180)


async def test_hdr_is_mapped_to_sdr(converter: Converter, clips: Clips) -> None:
    """The output says BT.709 and is brighter than the same without the conversion, which looks washed out."""
    corrector = {"ColorCorrector": {"ColorSpaceConversion": "FORCE_709"}}
    mapped = picture(320, 180, name="-sdr", VideoPreprocessors=corrector)

    done = await converter.convert(
        job(converter.put(clips.hdr()), ladder(mapped, picture(320, 180, name="-raw"), has_sound=False))
    )

    assert done["status"] == "COMPLETE", done
    assert read_media(converter.output("clip-sdr.cmfv")).video[0].transfer == "ITU_709"
    assert measure_psnr(converter.output("clip-sdr.cmfv"), converter.output("clip-raw.cmfv")) < 30


async def test_a_silent_file_has_a_ladder_without_sound(converter: Converter, clips: Clips) -> None:
    done = await converter.convert(job(converter.put(clips.silent()), ladder(picture(320, 240), has_sound=False)))

    assert done["status"] == "COMPLETE"
    assert "AUDIO" not in converter.output("clip.m3u8").read_text()


async def test_sound_alone_has_a_ladder_without_a_picture(converter: Converter, clips: Clips) -> None:
    """The cover of a song is no picture track."""
    done = await converter.convert(job(converter.put(clips.sound_only()), ladder()))

    assert done["status"] == "COMPLETE"
    assert "#EXT-X-STREAM-INF" in converter.output("clip.m3u8").read_text()


async def test_titles_and_places_stay_in_the_source(converter: Converter, clips: Clips, tmp_path: Path) -> None:
    tagged = tmp_path / "tagged.mov"
    tags = ("-metadata", "title=At home", "-metadata", "com.apple.quicktime.location.ISO6709=+52.5+013.4/")
    draw("-i", clips.landscape(), *tags, "-movflags", "use_metadata_tags", "-c", "copy", tagged)

    await converter.convert(job(converter.put(tagged), ladder(picture(320, 180))))

    written = b"".join(path.read_bytes() for path in converter.output("").iterdir())
    assert b"At home" in tagged.read_bytes()
    assert b"At home" not in written
    assert b"+52.5" not in written


BROKEN: dict[str, Make] = {
    "cut off before its index": Clips.cut_off,
    "empty": lambda clips: clips.text("empty.mp4", ""),
    "text": lambda clips: clips.text("note.mp4", "This is no video."),
    "a picture": Clips.picture,
    "a drawing": lambda clips: clips.text("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a list of files": lambda clips: clips.text("list.mp4", f"ffconcat version 1.0\nfile {clips.landscape()}\n"),
    "a playlist": lambda clips: clips.text(
        "list.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{clips.landscape()}\n#EXT-X-ENDLIST\n"
    ),
    "a session description": lambda clips: clips.text(
        "session.sdp", "v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    ),
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN.keys())
async def test_a_file_that_is_no_video_is_refused(converter: Converter, clips: Clips, make: Make) -> None:
    """Probe and the job both say so; a list of files reads none of them."""
    address = converter.put(make(clips), "videos/input.bin")

    done = await converter.convert(job(address, captures(1)))

    assert done["status"] == "ERROR"
    assert done["errorCode"] == 1010
    assert not converter.output("").exists()


async def test_a_video_of_one_frame_has_one_capture(converter: Converter, clips: Clips) -> None:
    done = await converter.convert(job(converter.put(clips.blink()), captures(1)))

    assert done["status"] == "COMPLETE"
    assert done["outputGroupDetails"][0]["outputDetails"][0]["outputFilePaths"] == [
        "s3://media/out/clip-frame.0000000.jpg"
    ]


async def test_probe_tells_what_is_needed_to_convert(converter: Converter, clips: Clips) -> None:
    """Size, rotation, colours, frame rate, sound and length, by MediaConvert's names."""
    answers = await converter.call(
        "probe",
        InputFiles=[
            {"FileUrl": converter.put(clips.rotated(), "videos/a.mp4")},
            {"FileUrl": converter.put(clips.hdr(), "videos/b.mp4")},
        ],
    )

    rotated, hdr = (result["Container"] for result in answers["ProbeResults"])
    picture_, sound = rotated["Tracks"]
    assert rotated["Format"] == "mp4"
    assert abs(rotated["Duration"] - 2) < 0.2
    assert (picture_["Codec"], picture_["VideoProperties"]["Width"]) == ("AVC", 640)
    assert picture_["VideoProperties"]["Rotation"] in {90, 270}
    assert sound["AudioProperties"]["SampleRate"] == 48_000
    assert hdr["Tracks"][0]["VideoProperties"]["TransferCharacteristics"] == "SMPTE_2084"


def test_a_mp3_with_a_cover_has_no_picture_track(clips: Clips, tmp_path: Path) -> None:
    song, cover = tmp_path / "song.mp3", tmp_path / "cover.jpg"
    draw("-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1", cover)
    maps = ("-map", "0", "-map", "1", "-c:a", "copy", "-disposition:v", "attached_pic")
    draw("-i", clips.sound_only(), "-i", cover, *maps, song)

    media: Media = read_media(song)

    assert media.video == ()
    assert len(media.audio) == 1
