"""Lists in pages: `nextToken` says where the next one begins."""

from collections.abc import Sequence
from typing import Any

from aws_wire.errors import ServiceError


def cut_page(name: str, items: Sequence[dict[str, Any]], request: dict[str, Any], *, size: int = 100) -> dict[str, Any]:
    """Return the page of a list that a request asks for, or raise `ValidationException`."""
    token, size = request.get("nextToken") or "0", request.get("maxResults", size)
    if not token.isascii() or not token.isdecimal():
        raise ServiceError("ValidationException", "The nextToken is not valid.")
    start = int(token)
    answer: dict[str, Any] = {name: items[start : start + size]}
    return answer | ({"nextToken": str(start + size)} if len(items) > start + size else {})
