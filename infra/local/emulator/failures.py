"""The class of an exception as the errorType of a failed call, which Lambda's runtime for Python tells.

ministack says `Runtime.HandlerError` for each, and writes the traceback into the log.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

UNNAMED: Final = "Runtime.HandlerError"
RAISED: Final = re.compile(r"^(?:[\w<>]+\.)*(\w+)(?:: (.*))?$")


def named(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a call; where an exception ended it, with the name of its class."""
    body = result.get("body")
    if not result.get("error") or not isinstance(body, dict) or body.get("errorType") != UNNAMED:
        return dict(result)
    kind = _class(str(result.get("log") or ""), str(body.get("errorMessage") or ""))
    return {**result, "body": {**body, "errorType": kind or UNNAMED}}


def _class(log: str, message: str) -> str | None:
    """Return the class in the traceback's line that ends with the message, None where there is none."""
    first = message.partition("\n")[0]
    _, _, traceback = log.rpartition("Traceback (most recent call last):")
    for line in reversed(traceback.splitlines()):
        found = RAISED.match(line)
        if found and (found[2] or "") == first:
            return found[1]
    return None
