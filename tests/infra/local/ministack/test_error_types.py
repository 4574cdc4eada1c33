"""Failed calls: the exception's class is told as Lambda tells it, and nothing else is touched."""

from typing import Any

import pytest

from infra.local.ministack.error_types import name_error_type

TRACE = """[INFO] before
Traceback (most recent call last):
  File "/tmp/code/index.py", line 4, in handler
    raise rooms.errors.Odd("no\\nmore")
"""


def make_failure(message: str, log: str) -> dict[str, Any]:
    return {"body": {"errorMessage": message, "errorType": "Runtime.HandlerError"}, "error": True, "log": log}


@pytest.mark.parametrize(
    ("message", "last", "kind"),
    [
        ("no", "rooms.errors.Odd: no", "Odd"),
        ("no\nmore", "index.Odd: no\nmore", "Odd"),
        ("", "TimeoutError", "TimeoutError"),
        ("'x'", "KeyError: 'x'", "KeyError"),
        ("another", "index.Odd: no", "Runtime.HandlerError"),
    ],
)
def test_an_exception_is_called_by_its_class(message: str, last: str, kind: str) -> None:
    """Of the last line of its traceback, where that says what the call says."""
    assert name_error_type(make_failure(message, TRACE + last))["body"] == {"errorMessage": message, "errorType": kind}


def test_what_has_a_name_or_has_not_failed_stays() -> None:
    """A timeout, and an answer that looks like an error."""
    late = {"body": {"errorMessage": "late", "errorType": "Sandbox.Timedout"}, "error": True, "log": "late"}
    answer = {"body": {"errorMessage": "no", "errorType": "Runtime.HandlerError"}, "log": "ValueError: no"}

    assert name_error_type(late) == late
    assert name_error_type(answer) == answer
