"""What is accepted, and what other files are told to be."""

from pathlib import Path

import pytest

from resolvers.platform.pictures.decoder import decode
from resolvers.platform.pictures.formats import BadPicture, Defect, Format, identify


def _ftyp(major: bytes, *compatible: bytes) -> bytes:
    brands = b"".join([major, bytes(4), *compatible])
    return (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands + bytes(64)


@pytest.mark.parametrize(
    ("major", "compatible", "kind"),
    [
        (b"heic", (b"mif1", b"heic"), Format.HEIF),
        (b"heix", (b"mif1",), Format.HEIF),
        (b"heim", (), Format.HEIF),
        (b"hevx", (b"msf1",), Format.HEIF),
        (b"mif1", (), Format.HEIF),
        (b"mif1", (b"avif", b"miaf"), Format.AVIF),
        (b"msf1", (b"avis",), Format.AVIF),
        (b"avis", (b"avif",), Format.AVIF),
        (b"MiHE", (b"mif1", b"heic"), Format.HEIF),
    ],
)
def test_the_brands_of_a_container_decide_together(major: bytes, compatible: tuple[bytes, ...], kind: Format) -> None:
    """The major brand alone says little: telephones and cameras write a dozen."""
    assert identify(_ftyp(major, *compatible)) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"II*\0" + bytes(64),
        b"MM\0*" + bytes(64),
        b"BM" + bytes(64),
        b"8BPS" + bytes(64),
        b"\xff\x0a" + bytes(64),
        b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(64),
        b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(64),
        _ftyp(b"crx ", b"isom"),
        _ftyp(b"avci", b"mif1"),
        b"FUJIFILMCCD-RAW" + bytes(64),
        b"P6\n1 1\n255\n" + bytes(3),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- by hand --><svg/>",
    ],
)
def test_pictures_of_other_types_are_unsupported_by_name(content: bytes) -> None:
    """They are pictures: saying otherwise would be untrue."""
    with pytest.raises(BadPicture) as refused:
        identify(content)

    assert refused.value.defect == Defect.UNSUPPORTED
    assert "are not accepted" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"Dear diary",
        b"<!doctype html><html></html>",
        b"<?xml version='1.0'?><rss/>",
        b"%PDF-1.7",
        b"PK\3\4",
        b"RIFF\0\0\0\0WAVE",
        _ftyp(b"isom", b"mp42"),
        _ftyp(b"qt  "),
        b"BM is how my name begins",
        b"P1 is not a picture"[:2],
        b"\0",
    ],
)
def test_other_files_are_no_picture(content: bytes) -> None:
    """Text, pages, archives, sound and films."""
    with pytest.raises(BadPicture) as refused:
        identify(content)

    assert refused.value.defect == Defect.NOT_AN_IMAGE


@pytest.mark.parametrize("codec", [b"avc1", b"jpeg", b"unci"])
def test_a_heif_of_a_codec_that_is_not_read_is_unsupported(codec: bytes) -> None:
    """It is neither damaged nor something other than a picture."""
    entry = (8 + 12).to_bytes(4, "big") + b"infe" + b"\2\0\0\0" + bytes(4) + codec
    items = (8 + 6 + len(entry)).to_bytes(4, "big") + b"iinf" + bytes(4) + b"\0\1" + entry
    meta = (12 + len(items)).to_bytes(4, "big") + b"meta" + bytes(4) + items

    with pytest.raises(BadPicture) as refused:
        decode(_ftyp(b"mif1")[:16] + meta, 2048)

    assert refused.value.defect == Defect.UNSUPPORTED


@pytest.mark.parametrize(
    ("name", "major", "compatible"),
    [
        ("d1b-heic-8bit-heix.heic", b"miaf", b"heic"),
        ("d1b-heic-8bit-heix.heic", b"MiHB", b"heic"),
        ("d1b-heic-8bit-heix.heic", b"iso8", b"heix"),
        ("d1b-heic-8bit-heix.heic", b"mif2", b"mif2"),
        ("d1b-heic-8bit-heix.heic", b"msf1", b"hevx"),
        ("d1b-heic-8bit-heix.heic", b"heic", b"avif"),
        ("e3-avif-p3-cicp.avif", b"avio", b"avif"),
        ("e3-avif-p3-cicp.avif", b"miaf", b"avif"),
        ("e3-avif-p3-cicp.avif", b"mif1", b"mif1"),
    ],
)
def test_a_picture_is_read_whatever_brands_its_writer_chose(name: str, major: bytes, compatible: bytes) -> None:
    """Decoders look for brands of their own, and the codec inside says more than a brand."""
    content = (Path("tests/fixtures/inputs") / name).read_bytes()
    size = int.from_bytes(content[:4], "big")
    branded = content[:8] + major + content[12:16] + compatible * ((size - 16) // 4) + content[size:]

    assert decode(branded, 2048).image.tobytes() == decode(content, 2048).image.tobytes()
