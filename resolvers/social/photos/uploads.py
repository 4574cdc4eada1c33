"""What is uploaded for photos: the pictures of articles, and their authors' avatars."""

from typing import Final

from resolvers.platform.pictures.formats import CONTENT_TYPES, MAX_BYTES
from resolvers.platform.uploads.purpose import Purpose

_PREFIX: Final = "uploads/"

PHOTO: Final = Purpose("PHOTO", _PREFIX, CONTENT_TYPES, MAX_BYTES)
AVATAR: Final = Purpose("AVATAR", _PREFIX, CONTENT_TYPES, MAX_BYTES)
PURPOSES: Final = (PHOTO, AVATAR)
