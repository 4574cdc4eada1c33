"""Reading pictures under limits, and copies that show pixels and nothing else."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational

from resolvers.media import picture
from resolvers.media.model import PhotoFailureReason, PhotoVariantName
from resolvers.media.picture import AI_BYTES, BadPicture, Picture
from tests.fixtures import pictures


def _file(image: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def _read(image: Image.Image, kind: str, **options: Any) -> Picture:
    return picture.read(_file(image, kind, **options))


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
    ],
    ids=["cmyk", "16 bit white", "16 bit grey", "grey", "1 bit", "palette", "avif"],
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
    assert all(b"ICCP" not in copy.content for copy in plain.variants().values())


def test_transparency_stays_in_copies_and_is_white_for_the_ai() -> None:
    """WebP keeps it; JPEG cannot."""
    read = picture.read(pictures.transparent_png())

    copy = Image.open(io.BytesIO(read.variants()[PhotoVariantName.THUMBNAIL].content))
    flat = Image.open(io.BytesIO(read.for_ai()))

    assert copy.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert _near(flat.getpixel((5, 5)), (255, 255, 255))


def test_a_gif_gives_its_first_frame() -> None:
    """Red first, blue later."""
    read = picture.read(pictures.animated_gif())

    assert _near(read.image.getpixel((10, 10)), (255, 0, 0))


@pytest.mark.parametrize(
    ("size", "edges"),
    [
        ((300, 100), [300]),
        ((400, 300), [400]),
        ((800, 600), [400, 800]),
        ((3000, 1500), [400, 1080, 2048]),
        ((1, 4000), [400, 1080, 2048]),
    ],
)
def test_copies_are_never_enlarged_and_at_least_one(size: tuple[int, int], edges: list[int]) -> None:
    """The largest copy is the picture itself where that is smaller than 2048 pixels."""
    made = _read(Image.new("RGB", size), "PNG").variants()

    assert [max(each.width, each.height) for each in made.values()] == edges
    assert all(Image.open(io.BytesIO(each.content)).size == (each.width, each.height) for each in made.values())


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    """60 megapixels in 60 kB: the header says enough."""
    with pytest.raises(BadPicture) as refused:
        picture.read(pictures.bomb())

    assert refused.value.reason == PhotoFailureReason.TOO_LARGE


def test_copies_for_the_ai_fit_its_limit_whatever_the_picture() -> None:
    """Noise is the worst a JPEG can meet."""
    noise = Image.effect_noise((2048, 2048), 200).convert("RGB")

    content = _read(noise, "PNG").for_ai()

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
    read = picture.read(pictures.photo_with_gps(place))

    assert read.position
    assert (read.position.latitude, read.position.longitude) == pytest.approx(place, abs=1e-4)
