"""Pictures as the models see them: decoded, turned upright, flattened and never larger than needed."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from rekognition_local.errors import ImageTooLargeException, InvalidImageFormatException, InvalidParameterException

FORMATS = ("JPEG", "PNG")
MAX_S3_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
MIN_EDGE = 80  # pixels of each side, by Rekognition's guidelines and quotas
MAX_EDGE = 10_000
MAX_SIDE = 1600
BITS_16 = 257

Pixels = NDArray[np.uint8]


def decode(content: bytes) -> Pixels:
    """Return RGB pixels [height, width, 3], the longer side at most 1600.

    Raises `InvalidImageFormatException` for anything but a whole JPEG or PNG, `InvalidParameterException` for fewer
    than 80 pixels on a side, and `ImageTooLargeException` for more than 10,000 on a side or 50 megapixels. Sizes are
    read from the header before a pixel is decoded.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            _require_size(picture.width, picture.height)
            return np.asarray(_prepare(picture))
    except Image.DecompressionBombError as error:
        raise ImageTooLargeException(f"The image has more than {MAX_PIXELS} pixels.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidImageFormatException("The image is not a readable JPEG or PNG file.") from error


def _require_size(width: int, height: int) -> None:
    if max(width, height) > MAX_EDGE or width * height > MAX_PIXELS:
        raise ImageTooLargeException(f"The image has {width}x{height} pixels, which is more than is accepted.")
    if min(width, height) < MIN_EDGE:
        message = f"The image has {width}x{height} pixels; at least {MIN_EDGE} on each side are required."
        raise InvalidParameterException(message)


def _prepare(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (MAX_SIDE, MAX_SIDE))  # lets the JPEG decoder skip pixels nobody needs
    picture.load()
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    return _flatten(ImageOps.exif_transpose(picture))


def _flatten(picture: Image.Image) -> Image.Image:
    """Three channels of eight bits; what is transparent becomes white."""
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.asarray(picture) // BITS_16).astype(np.uint8))
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
