"""Ids: a prefix that names the kind, and a UUIDv7, so that ids sort by the time they were made."""

from typing import Final, NewType

import uuid_utils

ID = NewType("ID", str)

POST: Final = "post"
PHOTO: Final = "photo"
PIN: Final = "pin"
COMMENT: Final = "comment"
NOTIFICATION: Final = "notification"


def new(kind: str) -> ID:
    """Make an id such as `post_0193…` (32 hexadecimal digits)."""
    return ID(f"{kind}_{uuid_utils.uuid7().hex}")


def kind_of(value: str) -> str:
    """Return the prefix of an id, or an empty string for a user's id, which is Cognito's `sub`."""
    prefix, separator, _ = value.partition("_")
    return prefix if separator else ""
