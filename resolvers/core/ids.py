"""Ids: a prefix that names the kind, and a UUIDv7, so that ids sort by the time they were made.

`ID` judges what a caller sends: an id becomes part of keys, which DynamoDB bounds and whose parts `#` separates.
"""

from typing import Any, Final, NewType

import uuid_utils
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_FORM: Final = r"^([a-z]{1,30}_)?[0-9A-Za-z-]{1,64}$"  # a user's id has no prefix: it is Cognito's `sub`

# An ID of the contract that is no item's: a cursor, the id of an event, an idempotency key.
OpaqueID = NewType("OpaqueID", str)


class ID(str):
    """The id of an item; a validated model holds plain text of its form."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Refuse text of another form as the mistake `id` (core/validation.py has its sentence)."""
        return core_schema.custom_error_schema(
            core_schema.str_schema(pattern=_FORM), "id", custom_error_message="No id"
        )


def new(kind: str) -> ID:
    """Make an id such as `post_0193…` (32 hexadecimal digits)."""
    return ID(f"{kind}_{uuid_utils.uuid7().hex}")


def kind_of(value: str) -> str:
    """Return the prefix of an id, or an empty string for a user's id, which is Cognito's `sub`."""
    prefix, separator, _ = value.partition("_")
    return prefix if separator else ""
