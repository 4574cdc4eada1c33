"""Reading pictures under limits, and copies that show pixels and nothing else."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational

from resolvers.platform.pictures import decoder
from resolvers.platform.pictures.copies import AI_BYTES, Picture
from resolvers.platform.pictures.formats import BadPicture, Defect
from tests.fixtures import pictures

EDGES = (400, 1080, 2048)


def decode(content: bytes) -> Picture:
    return decoder.decode(content, EDGES[-1])


def _file(image: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def _read(image: Image.Image, kind: str, **options: Any) -> Picture:
    return decode(_file(image, kind, **options))


def _near(pixel: Any, colour: tuple[int, ...], by: int = 4) -> bool:
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(orientation: int) -> None:
    """The camera's note turns the picture once, and its width and height are those of the upright one."""
    upright = Image.new("RGB", (300, 200), "white")
    upright.paste("red", (0, 0, 100, 100))  # the top left corner
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = upright.transpose(undo) if undo is not None else upright
    exif = Image.Exif()
    exif[0x0112] = orientation

    read = _read(stored, "JPEG", quality=95, exif=exif)

    assert (read.width, read.height) == read.image.size == (300, 200)
    assert _near(read.image.getpixel((20, 20)), (255, 0, 0), 10)
    assert _near(read.image.getpixel((280, 180)), (255, 255, 255))


@pytest.mark.parametrize(
    ("image", "kind", "colour"),
    [
        (Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("I;16", (60, 40), 65535), "PNG", (255, 255, 255)),
        (Image.new("I;16", (60, 40), 1 << 15), "PNG", (127, 127, 127)),
        (Image.new("L", (60, 40), 90), "JPEG", (90, 90, 90)),
        (Image.new("1", (60, 40), 1), "PNG", (255, 255, 255)),
        (Image.new("RGB", (60, 40), "red").convert("P"), "GIF", (255, 0, 0)),
        (Image.new("RGB", (60, 40), "blue"), "AVIF", (0, 0, 255)),
        (Image.new("L", (60, 40), 90), "AVIF", (90, 90, 90)),
        (Image.new("L", (60, 40), 90), "WEBP", (90, 90, 90)),
        (Image.new("YCbCr", (60, 40), (76, 85, 255)), "JPEG", (254, 0, 0)),
        (Image.new("CMYK", (60, 40), (0, 0, 0, 255)), "JPEG", (0, 0, 0)),
    ],
    ids=["cmyk", "16 bit", "16 bit grey", "grey", "1 bit", "palette", "avif", "grey avif", "grey webp", "ycc", "key"],
)
def test_every_mode_becomes_srgb_of_eight_bits(image: Image.Image, kind: str, colour: tuple[int, ...]) -> None:
    """Colours stay what they are."""
    read = _read(image, kind)

    assert read.image.mode == "RGB"
    assert _near(read.image.getpixel((30, 20)), colour)


def test_an_images_own_profile_is_turned_into_srgb() -> None:
    """Without it, a wide-gamut photo would look dull."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = _read(Image.new("RGB", (60, 40), (200, 40, 90)), "PNG", icc_profile=lab)
    broken = _read(Image.new("RGB", (60, 40), (200, 40, 90)), "PNG", icc_profile=b"no profile at all")

    assert _near(plain.image.getpixel((5, 5)), (200, 40, 90))
    assert _near(broken.image.getpixel((5, 5)), (200, 40, 90))
    assert all(b"ICCP" not in copy.content for copy in plain.make_copies(EDGES))


def test_transparency_stays_in_copies_and_is_white_for_the_ai() -> None:
    """WebP keeps it; JPEG cannot."""
    read = decode(pictures.transparent_png())

    copy = Image.open(io.BytesIO(read.make_copies(EDGES)[0].content))
    flat = Image.open(io.BytesIO(read.encode_for_ai()))

    assert copy.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert _near(flat.getpixel((5, 5)), (255, 255, 255))


def test_a_gif_gives_its_first_frame() -> None:
    """Red first, blue later."""
    read = decode(pictures.animated_gif())

    assert _near(read.image.getpixel((10, 10)), (255, 0, 0))


@pytest.mark.parametrize(
    ("size", "edges"),
    [
        ((300, 100), [300]),
        ((400, 300), [400]),
        ((800, 600), [400, 800]),
        ((3000, 1500), [400, 1080, 2048]),
        ((1, 4000), [1600, 4000]),
    ],
)
def test_copies_are_never_enlarged_and_at_least_one(size: tuple[int, int], edges: list[int]) -> None:
    """The largest copy is the picture itself where that is smaller than 2048 pixels."""
    made = _read(Image.new("RGB", size), "PNG").make_copies(EDGES)

    assert [max(each.width, each.height) for each in made] == edges
    assert all(Image.open(io.BytesIO(each.content)).size == (each.width, each.height) for each in made)


@pytest.mark.parametrize(
    ("size", "copies"),
    [
        ((30000, 200), [(1600, 11), (4320, 29), (8192, 55)]),
        ((4000, 520), [(769, 100), (2077, 270), (3938, 512)]),
        ((300, 10), [(300, 10)]),
    ],
)
def test_a_thin_picture_keeps_a_short_edge_that_can_be_seen(
    size: tuple[int, int], copies: list[tuple[int, int]]
) -> None:
    """A quarter of the copy's edge, unless that made it more than four times as long; never enlarged."""
    for turned in (False, True):
        made = _read(Image.new("L", size[::-1] if turned else size), "PNG").make_copies(EDGES)

        assert [(each.height, each.width) if turned else (each.width, each.height) for each in made] == copies


@pytest.mark.parametrize(
    ("size", "edge"), [((3000, 600), 512), ((4000, 520), 512), ((600, 3000), 512), ((20000, 600), 512), ((64, 48), 48)]
)
def test_a_square_has_as_many_pixels_as_there_are(size: tuple[int, int], edge: int) -> None:
    """However long the picture: it is cut first, then made smaller. Its own size stays known."""
    for kind in ("PNG", "JPEG"):
        picture = decoder.decode_square(_file(Image.new("RGB", size), kind), 512)

        assert picture.image.size == (edge, edge)
        assert (picture.width, picture.height) == size


@pytest.mark.parametrize("size", [(1, 1), (79, 200), (64, 64), (2048, 14), (80, 80)])
def test_the_ai_gets_at_least_eighty_pixels_on_each_side(size: tuple[int, int]) -> None:
    """Rekognition refuses less: the rest is white."""
    with Image.open(io.BytesIO(_read(Image.new("RGB", size, "red"), "PNG").encode_for_ai())) as sent:
        assert sent.size == (max(80, size[0]), max(80, size[1]))
        assert _near(sent.getpixel((sent.width // 2, sent.height // 2)), (255, 0, 0), 12) == (min(size) >= 14)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    """60 megapixels in 60 kB: the header says enough."""
    with pytest.raises(BadPicture) as refused:
        decode(pictures.bomb())

    assert refused.value.defect == Defect.TOO_LARGE


def test_copies_for_the_ai_fit_its_limit_whatever_the_picture() -> None:
    """Noise is the worst a JPEG can meet."""
    noise = Image.effect_noise((2048, 2048), 200).convert("RGB")

    content = _read(noise, "PNG").encode_for_ai()

    assert len(content) <= AI_BYTES


def _exif_without_numbers() -> bytes:
    exif = Image.Exif()
    nothing = IFDRational(0, 0)
    exif.get_ifd(0x8825).update({1: "N", 2: (nothing,) * 3, 3: "E", 4: (nothing,) * 3})
    return exif.tobytes()


@pytest.mark.parametrize("exif", [_exif_without_numbers(), b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0rubbish"])
def test_damaged_exif_fails_no_photo(exif: bytes) -> None:
    """It says nothing, and the picture is read."""
    read = _read(Image.new("RGB", (60, 40)), "JPEG", exif=exif)

    assert read.position is None


@pytest.mark.parametrize("place", [(48.8584, 2.2945), (-33.8568, 151.2153), (-54.8019, -68.303), (0.0, 6.6131)])
def test_gps_is_read_in_every_hemisphere(place: tuple[float, float]) -> None:
    """Also on the equator, which is a place."""
    read = decode(pictures.photo_with_gps(place))

    assert read.position
    assert (read.position.latitude, read.position.longitude) == pytest.approx(place, abs=1e-4)
