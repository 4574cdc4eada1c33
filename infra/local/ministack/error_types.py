"""The errorType of a failed invocation: the class of the exception, as Lambda's runtime for Python reports it.

ministack reports `Runtime.HandlerError` for every exception, and writes the traceback into the log.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

UNNAMED: Final = "Runtime.HandlerError"
RAISED: Final = re.compile(r"^(?:[\w<>]+\.)*(\w+)(?:: (.*))?$")


def name_error_type(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of an invocation, with the exception's class as its errorType if one was raised."""
    body = result.get("body")
    if not result.get("error") or not isinstance(body, dict) or body.get("errorType") != UNNAMED:
        return dict(result)
    kind = _find_class(str(result.get("log") or ""), str(body.get("errorMessage") or ""))
    return {**result, "body": {**body, "errorType": kind or UNNAMED}}


def _find_class(log: str, message: str) -> str | None:
    """Return the class in the traceback's line that ends with the message, None where there is none."""
    first = message.partition("\n")[0]
    _, _, traceback = log.rpartition("Traceback (most recent call last):")
    for line in reversed(traceback.splitlines()):
        found = RAISED.match(line)
        if found and (found[2] or "") == first:
            return found[1]
    return None
