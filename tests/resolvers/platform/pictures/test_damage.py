"""Damaged files: metadata fails no picture, and whatever else is wrong ends in a reason, never in a fault."""

import io
import random
import zlib
from struct import pack
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from resolvers.platform.pictures.decoder import decode
from resolvers.platform.pictures.formats import BadPicture, Defect
from tests.fixtures import pictures

SIZE = (96, 64)


def _draw_corners() -> Image.Image:
    """Red top left, blue top right, white elsewhere."""
    image = Image.new("RGB", SIZE, "white")
    image.paste("red", (0, 0, 32, 32))
    image.paste("blue", (64, 0, 96, 32))
    return image


def _file(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:
    written = io.BytesIO()
    (image or _draw_corners()).save(written, kind, **options)
    return written.getvalue()


def _is_red(pixel: Image.Image) -> bool:
    red, green, blue = pixel.convert("RGB").tobytes()
    return red > 240 and green < 30 and blue < 30


def _heic(exif: bytes = b"") -> bytes:
    written = io.BytesIO()
    pillow_heif.from_pillow(_draw_corners()).save(written, quality=90, exif=exif or None)
    return written.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def _png_with(kind: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk after its header."""
    whole = _file("PNG")
    return whole[:33] + _chunk(kind, body) + whole[33:]


def _jpeg_with(marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment after its first marker."""
    whole = _file("JPEG", quality=95)
    return whole[:2] + pack(">BBH", 0xFF, marker, len(body) + 2) + body + whole[2:]


def _tiff(*entries: bytes, rest: bytes = b"", start: int = 8) -> bytes:
    """EXIF of one directory with these entries, in the byte order of Intel."""
    return b"II*\0" + pack("<IH", start, len(entries)) + b"".join(entries) + rest


ON_ITS_SIDE = pack("<HHIHH", 0x0112, 3, 1, 6, 0)
GPS_LOOP = pack("<HHII", 0x8825, 4, 1, 8)
DAMAGED = {
    "a directory that names itself": _tiff(ON_ITS_SIDE, GPS_LOOP),
    "a count of four thousand million": _tiff(pack("<HHII", 0x010F, 2, 0xFFFFFFFF, 8), ON_ITS_SIDE),
    "an unknown type": _tiff(pack("<HHII", 0x010F, 99, 1, 0), ON_ITS_SIDE),
    "a maker's note beyond the end": _tiff(pack("<HHII", 0x927C, 7, 65536, 0x7FFFFFFF), ON_ITS_SIDE),
    "a rational over zero": _tiff(pack("<HHII", 0x011A, 5, 1, 38), ON_ITS_SIDE, rest=bytes(8)),
    "text that is no text": _tiff(pack("<HHI4s", 0x010E, 2, 4, b"\xff\xfe\xff\0"), ON_ITS_SIDE),
    "GPS as text": _tiff(ON_ITS_SIDE, pack("<HHI4s", 0x8825, 2, 4, b"here")),
    "a directory cut in two": _tiff(ON_ITS_SIDE, GPS_LOOP)[:-7],
    "more entries than there are": b"II*\0" + pack("<IH", 8, 500) + ON_ITS_SIDE,
}


@pytest.mark.parametrize("name", sorted(DAMAGED))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_whatever_else_its_exif_says(kind: str, name: str) -> None:
    """Orientation 6 of a picture of 96 by 64: it stands 64 by 96 high, its red corner top right."""
    exif = DAMAGED[name]
    options: dict[str, Any] = {"lossless": True} if kind == "WEBP" else {}
    content = _file(kind, exif=b"Exif\0\0" + exif, **options)

    picture = decode(content, 2048)

    corner = picture.image.crop((60, 4, 61, 5))
    assert (picture.width, picture.height) == (64, 96)
    assert _is_red(corner)


NOTHING_READABLE = (b"", b"rubbish", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"II*\0" + bytes(4))


@pytest.mark.parametrize("exif", NOTHING_READABLE)
def test_exif_without_a_readable_orientation_turns_nothing(exif: bytes) -> None:
    """The picture stays as it is stored, in every container that carries EXIF."""
    for content in (_jpeg_with(0xE1, b"Exif\0\0" + exif), _png_with(b"eXIf", exif), _heic(b"Exif\0\0" + exif)):
        assert decode(content, 2048).image.size == SIZE


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"tEXt", b"\0"),
        (b"tEXt", b"\xff\xfe" * 100),
        (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(9_000_000))),
        (b"zTXt", b"Comment\0\x07not deflate"),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(9_000_000))),
        (b"iTXt", b"no end"),
        (b"iCCP", b"name\0\0" + zlib.compress(bytes(9_000_000))),
        (b"iCCP", b"name\0\1never"),
        (b"iCCP", b""),
        (b"gAMA", pack(">I", 0)),
        (b"gAMA", pack(">I", 0xFFFFFFFF)),
        (b"gAMA", b"\0"),
        (b"cHRM", b"\xff" * 32),
        (b"cHRM", bytes(31)),
        (b"cICP", b"\xff\xff\xff\xff"),
        (b"cICP", b"\1"),
        (b"sPLT", b"palette\0\x10\0\1"),
        (b"pHYs", b"\0"),
        (b"tIME", b"yesterday"),
        (b"tRNS", b""),
        (b"acTL", b"\0"),
        (b"acTL", pack(">II", 0xFFFFFFFF, 0)),
        (b"fcTL", bytes(26)),
        (b"fdAT", b""),
        (b"oFFs", b"\xff" * 9),
        (b"prVt", b"private"),
    ],
)
def test_no_chunk_beside_the_pixels_fails_a_png(kind: bytes, body: bytes) -> None:
    """Text bombs, broken profiles, odd gammas, animation without frames: the pixels are read."""
    picture = decode(_png_with(kind, body), 2048)

    assert picture.image.size == SIZE


CUT_SHORT = (b"", b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0\2\1", b"MPF\0II*\0", b"Adobe", b"Photoshop 3.0\0\xff")


@pytest.mark.parametrize("marker", [0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE])
@pytest.mark.parametrize("body", CUT_SHORT)
def test_no_segment_beside_the_pixels_fails_a_jpeg(marker: int, body: bytes) -> None:
    """JFIF, EXIF, ICC, MPF, IPTC and Adobe's mark, all of them cut short."""
    picture = decode(_jpeg_with(marker, body), 2048)

    assert _is_red(picture.image.crop((8, 8, 9, 9)))


def test_damaged_exif_of_an_avif_says_nothing() -> None:
    """Its decoder reads EXIF while it opens the file, so it must not see it."""
    whole = _file("AVIF", exif=pictures._exif(pictures.PLACE))
    header = next(each for each in (b"MM\0*\0\0\0\x08", b"II*\0\x08\0\0\0") if each in whole)

    for damaged in (bytes(8), b"\xff" * 8, b"MM\0*\xff\xff\xff\xff", b"MM\0+\0\0\0\x08"):
        picture = decode(whole.replace(header, damaged), 2048)
        assert picture.image.size == SIZE
        assert picture.position is None


def test_of_a_multi_picture_jpeg_the_first_counts() -> None:
    """A second picture behind it, whole or cut off, changes nothing."""
    written = io.BytesIO()
    _draw_corners().save(written, "MPO", save_all=True, append_images=[Image.new("RGB", SIZE, "green")])

    for content in (written.getvalue(), written.getvalue()[:-300]):
        assert _is_red(decode(content, 2048).image.crop((8, 8, 9, 9)))


@pytest.mark.parametrize("size", [(320, 240), (75, 333)])
def test_a_jpeg_may_lack_its_end_but_not_its_rows(size: tuple[int, int]) -> None:
    """The end mark, or a part of the last row of blocks: not a tenth of the picture."""
    whole = _file("JPEG", Image.effect_noise(size, 80).convert("RGB"), quality=80)

    for cut in (1, 2, 3, 20):
        assert decode(whole[:-cut], 2048).image.size == size
    for share in (0.9, 0.5, 0.1):
        with pytest.raises(BadPicture) as refused:
            decode(whole[: round(len(whole) * share)], 2048)
        assert refused.value.defect == Defect.CORRUPT


def test_a_jpeg_of_thousands_of_scans_is_refused() -> None:
    """Each scan of a progressive picture may cost as much as decoding it all."""
    whole = _file("JPEG", progressive=True)
    scan = whole.index(b"\xff\xda")
    following = whole.index(b"\xff", scan + 20)

    with pytest.raises(BadPicture) as refused:
        decode(whole[:scan] + whole[scan:following] * 300 + whole[scan:], 2048)

    assert refused.value.defect == Defect.CORRUPT


def test_a_container_of_a_million_boxes_is_left_soon() -> None:
    """Boxes inside boxes are read to a bound; what is behind says nothing."""
    content = (16).to_bytes(4, "big") + b"ftypmif1" + bytes(4) + (b"\0\0\0\0moov" * 100_000)

    with pytest.raises(BadPicture):
        decode(content, 2048)


def _samples() -> dict[str, bytes]:
    exif = pictures._exif(pictures.PLACE).tobytes()
    frames: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", SIZE, "green")]}
    return {
        "jpeg": _file("JPEG", exif=exif),
        "progressive": _file("JPEG", progressive=True),
        "png": _file("PNG", exif=exif),
        "apng": _file("PNG", **frames),
        "gif": _file("GIF", **frames),
        "webp": _file("WEBP", exif=exif),
        "animated webp": _file("WEBP", **frames),
        "avif": _file("AVIF", exif=exif),
        "animated avif": _file("AVIF", **frames),
        "heic": _heic(exif),
    }


@pytest.mark.parametrize("name", sorted(_samples()))
def test_a_file_cut_or_changed_anywhere_is_read_or_refused(name: str) -> None:
    """Never an exception of a decoder, and an empty file has its own reason."""
    whole, chance = _samples()[name], random.Random(name)  # noqa: S311  the same changes every time
    assert decode(whole, 2048).image.size == SIZE

    cuts = [whole[:at] for at in {*range(0, 64, 3), *chance.choices(range(len(whole)), k=25)}]
    changed = [bytearray(whole) for _ in range(25)]
    for each in changed:
        for _ in range(3):
            each[chance.randrange(len(each))] = chance.randrange(256)
    for content in (*cuts, *map(bytes, changed)):
        try:
            decode(content, 2048)
        except BadPicture as refused:
            assert (refused.defect == Defect.EMPTY) == (content == b"")  # noqa: PT017
