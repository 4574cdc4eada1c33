"""Functions that QuickJS lacks and the host provides to APPSYNC_JS code: ids, dates, Base64, XML."""

import base64
import json
import re
import secrets
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.parsers.expat import ExpatError
from zoneinfo import ZoneInfo


def answer_question(question: str) -> dict[str, dict[str, Any]]:
    """Return the answer to a question (`["kind", …]` as JSON text), `{"value"}` or `{"error"}`, by the question.

    Questions for new ids carry a number, and the following numbers are answered in advance.
    """
    kind, *rest = json.loads(question)
    if kind in _GENERATORS:
        return {f'["{kind}",{number}]': {"value": _GENERATORS[kind]()} for number in range(rest[0], 2 * rest[0] + 1)}
    try:
        return {question: {"value": _FUNCTIONS[kind](*rest)}}
    except (ValueError, KeyError, TypeError, OverflowError, OSError, ExpatError) as error:
        return {question: {"error": f"{kind}: {error}"}}


def _make_ulid(alphabet: str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ") -> str:
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(alphabet[(number >> shift) & 31] for shift in range(125, -1, -5))


def _make_ksuid() -> str:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = ((int(time.time()) - 1_400_000_000) << 128) | secrets.randbits(128)
    digits = ""
    for _ in range(27):
        number, digit = divmod(number, 62)
        digits = alphabet[digit] + digits
    return digits


# Java's date patterns that have a counterpart here. `YYYY` is the week-based year, but people mean the year.
_PATTERNS = {
    "yyyy": "%Y", "YYYY": "%Y", "uuuu": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m",
    "DDD": "%j", "dd": "%d", "d": "%-d", "EEEE": "%A", "EEE": "%a", "EE": "%a", "E": "%a", "a": "%p",
    "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S", "s": "%-S",
    "SSSSSS": "%f", "SSS": "%{ms}", "XXX": "%{X}", "xxx": "%{x}", "Z": "%z", "z": "%Z", "VV": "%{V}",
}  # fmt: skip


def _to_strftime(pattern: str) -> str:
    """Return the strftime pattern of a Java date pattern; quoted text is kept, unknown letters are refused."""

    def replace_token(found: re.Match[str]) -> str:
        letters = found["letters"]
        if letters is None:
            literal = found["other"] or found["quoted"].replace("''", "'") or "'"
            return literal.replace("%", "%%")
        if letters not in _PATTERNS:
            raise ValueError(f"'{letters}' is not a known date pattern")
        return _PATTERNS[letters]

    return re.sub(r"'(?P<quoted>(?:[^']|'')*)'|(?P<letters>([A-Za-z])\3*)|(?P<other>.)", replace_token, pattern)


def _format_date(milliseconds: float, pattern: str, zone: str) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(ZoneInfo(zone))
    offset = moment.strftime("%z")
    offset = f"{offset[:3]}:{offset[3:]}"
    parts = {
        "ms": f"{moment.microsecond // 1000:03d}",
        "x": offset,
        "X": "Z" if offset == "+00:00" else offset,
        "V": zone,
    }
    shaped = _to_strftime(pattern)
    for name, part in parts.items():
        shaped = shaped.replace(f"%{{{name}}}", part)
    return moment.strftime(shaped)


def _parse_date(text: str, pattern: str, zone: str) -> float:
    shaped = re.sub(r"%\{[xX]\}", "%z", _to_strftime(pattern)).replace("%{ms}", "%f").replace("%-", "%")
    moment = datetime.strptime(text, shaped)  # noqa: DTZ007
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return aware.timestamp() * 1000


def _base64_decode(text: str) -> str:
    return base64.b64decode(text).decode("utf-8", "replace")


def _parse_xml(text: str) -> dict[str, Any]:
    """Return an XML document as an object; repeated elements are lists, numbers and booleans are converted."""
    from xml.dom import minidom  # noqa: PLC0415 - little code needs it

    root = minidom.parseString(text.strip()).documentElement  # noqa: S318 - expat bounds what entities may grow to
    return {root.nodeName: _parse_element(root)} if root is not None else {}


def _parse_element(node: Any) -> Any:
    found: dict[str, Any] = {name: _parse_scalar(value) for name, value in node.attributes.items()}
    words = ""
    for child in node.childNodes:
        if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
            words += child.data
        elif child.nodeType == child.ELEMENT_NODE:
            _add_child(found, child.nodeName, _parse_element(child))
    if words.strip() and found:
        found["content"] = _parse_scalar(words.strip())
    return found or _parse_scalar(words.strip())


def _add_child(found: dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _parse_scalar(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?(?:0|[1-9]\d*)\.\d+", text) else text


_GENERATORS: dict[str, Callable[[], str]] = {
    "uuid": lambda: str(uuid.uuid4()),
    "ulid": _make_ulid,
    "ksuid": _make_ksuid,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "format": _format_date,
    "parse": _parse_date,
    "base64Encode": lambda text: base64.b64encode(text.encode()).decode(),
    "base64Decode": _base64_decode,
    "xml": _parse_xml,
}
