"""Timestamps in the three formats of service models: `unixtimestamp`, `iso8601` and `rfc822`.

Source: Smithy, "timestampFormat trait".
"""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from aws_wire.errors import SerializationError


def parse_timestamp(value: Any, kind: str) -> datetime:
    """Return a moment in UTC, or raise `SerializationError`; a number counts seconds in every format."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if kind == "unixtimestamp":
            return datetime.fromtimestamp(float(value), UTC)
        moment = parsedate_to_datetime(value) if kind == "rfc822" else datetime.fromisoformat(value)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise SerializationError(f"{value!r} can not be converted to a Timestamp") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def format_timestamp(moment: datetime, kind: str) -> float | int | str:
    """Return a moment as clients read it; one without a time zone is in UTC."""
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    if kind == "rfc822":
        return format_datetime(moment, usegmt=True)
    if kind == "iso8601":
        return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds").replace("+00:00", "Z")
    seconds = round(moment.timestamp(), 3)
    return int(seconds) if seconds.is_integer() else seconds
