"""Secrets of Secrets Manager: the one that encrypts cursors, cached, the previous one still accepted, and others."""

import hashlib
import logging
import re
import time
from functools import cache
from typing import Any, Final

import boto3

from resolvers.core.settings import settings

_KEPT_SECONDS: Final = 300
_texts: dict[str, tuple[float, str]] = {}
_hidden: set[str] = set()
# botocore logs answers of Secrets Manager at DEBUG, before anybody knows what is secret in them.
_IN_AN_ANSWER: Final = re.compile(r"SecretString.*", re.DOTALL)
_kept: dict[str, tuple[float, list[bytes]]] = {}


def encryption_keys() -> list[bytes]:
    """Return keys of 256 bits, the newest first: encrypt with the first, decrypt with any."""
    arn = settings().cursor_secret_arn
    until, keys = _kept.get(arn, (0.0, []))
    if time.monotonic() >= until:
        keys = [key for stage in ("AWSCURRENT", "AWSPREVIOUS") if (key := _read(arn, stage))]
        _kept[arn] = (time.monotonic() + _KEPT_SECONDS, keys)
    return keys


def read_secret(arn: str) -> str:
    """Return a secret's text, read again after five minutes, and kept out of every log."""
    _install_redaction()
    until, found = _texts.get(arn, (0.0, ""))
    if time.monotonic() >= until:
        found = read_text(arn)
        _texts[arn] = (time.monotonic() + _KEPT_SECONDS, found)
    return found


def hide_from_logs(value: str) -> None:
    """Let no record of any logger, at any level, show a value from now on."""
    _hidden.add(value)


def read_text(arn: str) -> str:
    """Return a secret's present text."""
    text: str = _client().get_secret_value(SecretId=arn)["SecretString"]
    return text


def _read(arn: str, stage: str) -> bytes | None:
    try:
        value: str = _client().get_secret_value(SecretId=arn, VersionStage=stage)["SecretString"]
    except _client().exceptions.ResourceNotFoundException:
        return None
    return hashlib.sha256(value.encode()).digest()  # the secret is 64 random characters, of any length once rotated


def _redact(text: str) -> str:
    for value in _hidden:
        text = text.replace(value, "[hidden]")
    return _IN_AN_ANSWER.sub("SecretString [hidden]", text)


@cache
def _install_redaction() -> None:
    """Make every record of the log without what is secret, whoever writes it and wherever it goes."""
    make = logging.getLogRecordFactory()

    def make_redacted(*given: Any, **named: Any) -> logging.LogRecord:
        record = make(*given, **named)
        message = str(record.msg) if not record.args else record.getMessage()
        redacted = _redact(message)
        if redacted != message:
            record.msg, record.args = redacted, None
        if record.exc_info and record.exc_info[1] is not None:
            told = logging.Formatter().formatException(record.exc_info)
            if _redact(told) != told:
                record.exc_info, record.exc_text = None, _redact(told)
        return record

    logging.setLogRecordFactory(make_redacted)


@cache
def _client() -> Any:
    return boto3.client("secretsmanager")
