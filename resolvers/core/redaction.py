"""Keeps what is secret out of every record of every logger, at any level and wherever it is written to."""

import logging
import re
from functools import cache
from typing import Any, Final

_HIDDEN: Final = "[hidden]"
# botocore logs answers of Secrets Manager at DEBUG, before anybody knows what is secret in them.
_IN_AN_ANSWER: Final = re.compile(r"SecretString.*", re.DOTALL)
_secrets: set[str] = set()


def hide(value: str) -> None:
    """Replace a value in all records of the log from now on."""
    install()
    if value:
        _secrets.add(value)


@cache
def install() -> None:
    """Replace secrets in log records from now on, in their messages and in tracebacks."""
    make_record = logging.getLogRecordFactory()

    def make_redacted_record(*positional: Any, **named: Any) -> logging.LogRecord:
        record = make_record(*positional, **named)
        message = str(record.msg) if not record.args else record.getMessage()
        redacted = _redact(message)
        if redacted != message:
            record.msg, record.args = redacted, None
        if record.exc_info and record.exc_info[1] is not None:
            traceback = logging.Formatter().formatException(record.exc_info)
            if _redact(traceback) != traceback:
                record.exc_info, record.exc_text = None, _redact(traceback)
        return record

    logging.setLogRecordFactory(make_redacted_record)


def _redact(text: str) -> str:
    for value in _secrets:
        text = text.replace(value, _HIDDEN)
    return _IN_AN_ANSWER.sub(f"SecretString {_HIDDEN}", text)
