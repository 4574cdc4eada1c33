"""Decodes an uploaded picture under limits: its first frame, upright, in sRGB."""

import io
import warnings
from collections.abc import Callable
from typing import Final

import pillow_heif
from PIL import Image

from resolvers.platform.pictures import colour, exif, gif, isobmff, jpeg, png, webp
from resolvers.platform.pictures.copies import Picture, crop_square, shrink
from resolvers.platform.pictures.formats import MAX_PIXELS, BadPicture, Defect, Format, identify
from resolvers.platform.pictures.source import Source, corrupt

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # `_require_size` has our limit, and names it to the person

_READERS: Final = {Format.JPEG: jpeg.read, Format.PNG: png.read, Format.GIF: gif.read, Format.WEBP: webp.read}
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE: Final = {5, 6, 7, 8}
_BLOCK: Final = 8  # pixels of a JPEG's block, which decodes to one pixel at an eighth
_LAST_ROW: Final = 2  # blocks of a JPEG's row at most


def decode(content: bytes, largest: int) -> Picture:
    """Decode an upload to what a copy of this long edge needs, or raise `BadPicture`."""
    return _decode(content, lambda image: shrink(image, largest), largest)


def decode_square(content: bytes, edge: int) -> Picture:
    """Decode the middle of an upload as a square of at most this edge, or raise `BadPicture`."""
    return _decode(content, lambda image: crop_square(image, edge), edge)


def _decode(content: bytes, reduce: Callable[[Image.Image], Image.Image], wanted: int) -> Picture:
    """Call the decoders; whatever they stumble over is the file's fault, since its metadata is not given to them."""
    kind = identify(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode_source(_read_source(kind, content), reduce, wanted)
    except BadPicture:
        raise
    except MemoryError as error:
        raise _refuse_size() from error
    except Exception as error:
        raise corrupt() from error


def _decode_source(source: Source, reduce: Callable[[Image.Image], Image.Image], wanted: int) -> Picture:
    with _open(source) as image:
        _require_size(image.size, source.canvas)
        if source.is_cut_off:
            _require_rows(source)
        orientation = _orientation(source, image)
        full = source.canvas or image.size
        image.draft("RGB", (wanted, wanted))  # a large JPEG is decoded at a fraction of its size
        image.load()
        profile = source.profile or _profile(source, image)
        reduced = reduce(_place(_to_eight_bits(image), source))
    upright = colour.convert_to_srgb(reduced, profile, source.colour)
    if orientation in _TURNS:
        upright = upright.transpose(_TURNS[orientation])
    width, height = full[::-1] if orientation in _ON_ITS_SIDE else full
    return Picture(upright, width, height, exif.read_position(source.exif))


def _read_source(named: Format, content: bytes) -> Source:
    if named in _READERS:
        return _READERS[named](content)
    kind = isobmff.find_format(content, named)
    known = isobmff.name_for_decoders(content, kind)
    return Source(kind, isobmff.hide_metadata(known), _read_exif(known), colour=isobmff.read_colour(content))


def _read_exif(content: bytes) -> bytes:
    """Return the EXIF of a HEIF or AVIF; none where it is damaged."""
    try:
        with _open(Source(Format.HEIF, content)) as image:
            return bytes(image.info.get("exif") or b"").removeprefix(b"Exif\0\0")
    except Exception:  # noqa: BLE001  it is anybody's bytes, and the picture is read without it
        return b""


def _open(source: Source) -> Image.Image:
    """Open with the decoders of this container only; HEIF and AVIF share one, whose brand may not tell them apart."""
    shared = (Format.AVIF, Format.HEIF)
    return Image.open(io.BytesIO(source.content), formats=shared if source.format in shared else (source.format,))


def _require_size(*sizes: tuple[int, int] | None) -> None:
    if any(size and size[0] * size[1] > MAX_PIXELS for size in sizes):
        raise _refuse_size()


def _require_rows(source: Source) -> None:
    """Accept a JPEG without its end mark if it lacks at most its last row of blocks, or raise `BadPicture`.

    At an eighth, each block is one pixel. Without the mark the decoder leaves rows that it could not finish black;
    with it, it fills them.
    """
    filled, given = _decode_eighth(source.content), _decode_eighth(source.content.removesuffix(b"\xff\xd9"))
    missing = [row for row in range(filled.height) if not _row(given, row).getbbox() and _row(filled, row).getbbox()]
    if len(missing) > _LAST_ROW:
        raise corrupt()


def _decode_eighth(content: bytes) -> Image.Image:
    """Return a JPEG in grey at an eighth of its size, as far as its data goes."""
    with Image.open(io.BytesIO(content), formats=(Format.JPEG,)) as image:
        image.draft("L", (max(1, image.width // _BLOCK), max(1, image.height // _BLOCK)))
        try:
            image.load()
        except OSError:
            image.tile = []  # cut off: what is decoded stays
        return image.copy()


def _row(image: Image.Image, row: int) -> Image.Image:
    return image.crop((0, row, image.width, row + 1))


def _orientation(source: Source, image: Image.Image) -> int:
    """Return how to turn a picture: by EXIF, or by the container's own transformation, which goes before it."""
    if Format.AVIF in (source.format, image.format):
        return exif.read_orientation(bytes(image.info.get("exif") or b"").removeprefix(b"Exif\0\0"))
    return 1 if source.format == Format.HEIF else exif.read_orientation(source.exif)  # libheif has turned it


def _profile(source: Source, image: Image.Image) -> bytes | None:
    return image.info.get("icc_profile") if source.format in {Format.HEIF, Format.AVIF} else None


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Return the image in L, RGB, RGBA or CMYK, eight bits a channel."""
    if image.mode.startswith(("I", "F")):
        wide = image.convert("F")
        grey = wide.point(lambda value: value / 257 + 0.0).convert("L")
        hidden = image.info.get("transparency")
        if hidden is None:
            return grey
        clear = wide.point(lambda value: value * 1.0 - hidden).convert("L").point(lambda value: 255 if value else 0)
        return Image.merge("RGBA", (grey, grey, grey, clear))
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _place(image: Image.Image, source: Source) -> Image.Image:
    """Return a frame in its place on the canvas; what it does not cover is transparent."""
    if source.canvas is None or (source.canvas == image.size and source.offset == (0, 0)):
        return image
    canvas = Image.new("RGBA", source.canvas)
    canvas.paste(image.convert("RGBA"), source.offset)
    return canvas


def _refuse_size() -> BadPicture:
    message = "The picture has more than 50 million pixels. Make it smaller and upload it again."
    return BadPicture(Defect.TOO_LARGE, message)
