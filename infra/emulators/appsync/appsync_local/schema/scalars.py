"""AppSync's scalars and the built-in ones: what they accept from clients and what they return.

Source: AppSync Developer Guide, "Scalar types in AWS AppSync"; leniency of the built-in ones: graphql-java's coercings.
"""

import ipaddress
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

from appsync_local import messages

# Java's: an offset is at most 18 hours, a second has nine digits of a fraction.
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-7]):[0-5]\d(?::[0-5]\d)?|18:00(?::00)?))"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{0,9})?)?"
_DATE = re.compile(rf"(\d{{4}}-\d\d-\d\d){_ZONE}?", re.ASCII)
_TIME = re.compile(rf"{_CLOCK}{_ZONE}?", re.ASCII)
_DATE_TIME = re.compile(rf"(\d{{4}}-\d\d-\d\d)T{_CLOCK}{_ZONE}", re.ASCII)
_ATOM = r"[^\s@<>()\[\],;:.\\\"]+"
_EMAIL = re.compile(
    rf"(?:{_ATOM}(?:\.{_ATOM})*|\"(?:[^\"\\\r\n]|\\.)*\")@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*"
)
_PHONE = re.compile(r"\+?\d(?:[ -]?\d)+", re.ASCII)
_NORTH_AMERICAN = re.compile(r"1?[2-9]\d{9}")
_LEAST, _MOST = -(2**31), 2**31 - 1
_INT = range(_LEAST, _MOST + 1)
_LONG = range(-(2**63), 2**63)
_PHONE_DIGITS = range(7, 16)


class InvalidValue(ValueError):  # noqa: N818
    """A value that a scalar cannot accept or return; the text is AppSync's reason."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """`parse` converts a client's JSON value for resolvers, `serialize` a resolver's value for the response."""

    parse: Callable[[Any], Any]
    serialize: Callable[[Any], Any]
    exact: type | None = None  # values of exactly this class need neither parsing nor serialising


def _text_scalar(noun: str, accepts: Callable[[str], object]) -> Scalar:
    """Return a scalar whose values are strings that `accepts` accepts, in both directions."""

    def is_well_formed(value: Any) -> bool:
        return isinstance(value, str) and bool(accepts(value))

    def parse(value: Any) -> str:
        if not is_well_formed(value):
            raise InvalidValue(messages.unparseable_scalar(value, noun))
        return str(value)

    def serialize(value: Any) -> str:
        if not is_well_formed(value):
            raise InvalidValue(messages.unserializable_scalar(value, noun))
        return str(value)

    return Scalar(parse, serialize)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    return bool(found and _is_day(found[1]))


def _is_date_time(text: str) -> bool:
    found = _DATE_TIME.fullmatch(text)
    return bool(found and _is_day(found[1]))


def _is_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if not _PHONE.fullmatch(text):
        return False
    return len(digits) in _PHONE_DIGITS if text.startswith("+") else bool(_NORTH_AMERICAN.fullmatch(digits))


def _is_url(text: str) -> bool:
    if re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path)) and "//" not in parts.path


def _is_ip(text: str) -> bool:
    address, slash, bits = text.partition("/")
    if "%" in address or (slash and not (bits.isascii() and bits.isdigit())):
        return False
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        return False
    return True


def _json_scalar(noun: str) -> Scalar:
    def parse(value: Any) -> Any:
        try:
            return _parse_json(value) if isinstance(value, str) else _refuse_value(value, noun)
        except (ValueError, RecursionError):
            return _refuse_value(value, noun)

    return Scalar(parse, _serialize_json)


def _parse_json(text: str) -> Any:
    """Parse JSON text, without the NaN and Infinity that Python accepts."""
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _refuse_value(value: Any, noun: str) -> Any:
    raise InvalidValue(messages.unparseable_scalar(value, noun)) from None


def _serialize_json(value: Any) -> str:
    """Return JSON text; a string that is JSON text already stays unchanged."""
    if isinstance(value, str):
        try:
            _parse_json(value)
        except (ValueError, RecursionError):
            return json.dumps(value)
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _coerce_integer(value: Any, type_name: str, allowed: range = _INT) -> int:
    """Return an integer from a number or its text, as graphql-java does."""
    number: Any = value
    if isinstance(value, str):
        try:
            number = float(value) if not re.fullmatch(r"[+-]?\d+", value) else int(value)
        except ValueError:
            number = None
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool) or number not in allowed:
        raise InvalidValue(messages.wrong_scalar(type_name, value))
    return int(number)


def _coerce_float(value: Any) -> float | int:
    number: Any = value
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            number = None
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not math.isfinite(number):
        raise InvalidValue(messages.wrong_scalar("Float", value))
    return number


def _coerce_boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if isinstance(value, (int, float)):
        return value != 0
    raise InvalidValue(messages.wrong_scalar("Boolean", value))


def _coerce_id(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InvalidValue(messages.wrong_scalar("ID", value))


def _timestamp_scalar(noun: str) -> Scalar:
    def coerce_timestamp(value: Any) -> int:
        try:
            return _coerce_integer(value, "AWSTimestamp", _LONG)
        except InvalidValue:
            return int(_refuse_value(value, noun))

    return Scalar(coerce_timestamp, coerce_timestamp)


def _coerce_int(value: Any) -> int:
    if value.__class__ is int and _LEAST <= value <= _MOST:
        return int(value)
    return _coerce_integer(value, "Int")


BUILT_IN: dict[str, Scalar] = {
    "String": Scalar(messages.java_text, messages.java_text, str),
    "ID": Scalar(_coerce_id, _coerce_id, str),
    "Boolean": Scalar(_coerce_boolean, _coerce_boolean, bool),
    "Int": Scalar(_coerce_int, _coerce_int),
    "Float": Scalar(_coerce_float, _coerce_float),
}
_NOUNS = {
    "AWSDate": "date",
    "AWSTime": "time",
    "AWSDateTime": "DateTime Object",
    "AWSTimestamp": "Timestamp",
    "AWSEmail": "email address",
    "AWSJSON": "JSON",
    "AWSPhone": "phone number",
    "AWSURL": "URL",
    "AWSIPAddress": "IP address",
}
KNOWN_NOUNS = ("AWSDate", "AWSDateTime")  # the nouns of these two are known from AppSync


def aws_scalars(nouns: Literal["words", "types"] = "words") -> dict[str, Scalar]:
    """Return the AWS scalars; `nouns` chooses the nouns in errors that nobody has seen from AppSync."""
    noun = {name: word if nouns == "words" or name in KNOWN_NOUNS else name for name, word in _NOUNS.items()}
    return {
        "AWSDate": _text_scalar(noun["AWSDate"], _is_date),
        "AWSTime": _text_scalar(noun["AWSTime"], _TIME.fullmatch),
        "AWSDateTime": _text_scalar(noun["AWSDateTime"], _is_date_time),
        "AWSTimestamp": _timestamp_scalar(noun["AWSTimestamp"]),
        "AWSEmail": _text_scalar(noun["AWSEmail"], _EMAIL.fullmatch),
        "AWSJSON": _json_scalar(noun["AWSJSON"]),
        "AWSPhone": _text_scalar(noun["AWSPhone"], _is_phone),
        "AWSURL": _text_scalar(noun["AWSURL"], _is_url),
        "AWSIPAddress": _text_scalar(noun["AWSIPAddress"], _is_ip),
    }


AWS_SCALARS = aws_scalars()
SCALARS = BUILT_IN | AWS_SCALARS
RULES_KEY = "rules"  # the key in a scalar's extensions


def get_scalar(kind: Any) -> Scalar:
    """Return how a scalar type parses and serialises."""
    found: Scalar = kind.extensions.get(RULES_KEY) or SCALARS[kind.name]
    return found
