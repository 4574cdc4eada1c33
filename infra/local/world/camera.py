"""What a camera writes into a photo: where it was taken, whose camera it was, and the file's name."""

import io
from typing import Final

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

Place = tuple[float, float]
VERSION: Final = b"\x02\x03\x00\x00"


def write_position(picture: bytes, place: Place, owner: str, name: str) -> bytes:
    """Return the JPEG with the EXIF of a camera at (latitude, longitude)."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        opened.save(file, "JPEG", quality=88, exif=exif(place, owner, name))
    return file.getvalue()


def exif(place: Place, owner: str, name: str) -> Image.Exif:
    """Return EXIF with the position, the owner and the name, in the tags that telephones and editors use."""
    latitude, longitude = place
    written = Image.Exif()
    written[Base.Make], written[Base.Model] = "Pinhole", "Pinhole One"
    written[Base.Artist] = written[Base.Copyright] = owner
    written[Base.DocumentName] = written[Base.ImageDescription] = name
    written.get_ifd(IFD.Exif).update({Base.CameraOwnerName: owner, Base.BodySerialNumber: "SN-0042"})
    written.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSVersionID: VERSION,
            GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
            GPS.GPSLatitude: _degrees(latitude),
            GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
            GPS.GPSLongitude: _degrees(longitude),
        }
    )
    return written


def _degrees(angle: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(angle) * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 4)
