"""Pictures that tests draw: plain areas, signs and menus."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont


def encode_picture(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture as a file."""
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def plain(colour: str = "teal", size: tuple[int, int] = (120, 80), kind: str = "JPEG") -> bytes:
    """One colour everywhere."""
    return encode_picture(Image.new("RGB", size, colour), kind)


def draw_text(*lines: str, size: tuple[int, int] = (800, 500), letters: int = 48, background: str = "white") -> bytes:
    """Dark lines of text below each other."""
    picture = Image.new("RGB", size, background)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(letters)
    for number, line in enumerate(lines):
        draw.text((60, 50 + number * letters * 1.5), line, fill="black", font=font)
    return encode_picture(picture, quality=92)


def bomb(side: int = 8000) -> bytes:
    """A small PNG file that unfolds to 64 megapixels."""
    return encode_picture(Image.new("1", (side, side)), "PNG", optimize=True)
