"""Secrets of Secrets Manager: the one that encrypts cursors, cached, the previous one still accepted, and others."""

import hashlib
import time
from functools import cache
from typing import Any, Final

import boto3

from resolvers.core import redaction
from resolvers.core.settings import settings

_KEPT_SECONDS: Final = 300
_texts: dict[str, tuple[float, str]] = {}
_kept: dict[str, tuple[float, list[bytes]]] = {}


def encryption_keys() -> list[bytes]:
    """Return keys of 256 bits, the newest first: encrypt with the first, decrypt with any."""
    arn = settings().cursor_secret_arn
    until, keys = _kept.get(arn, (0.0, []))
    if time.monotonic() >= until:
        keys = [key for stage in ("AWSCURRENT", "AWSPREVIOUS") if (key := _read(arn, stage))]
        _kept[arn] = (time.monotonic() + _KEPT_SECONDS, keys)
    return keys


def read_cached_text(arn: str) -> str:
    """Return a secret's text, which is read again after five minutes."""
    until, found = _texts.get(arn, (0.0, ""))
    if time.monotonic() >= until:
        found = read_text(arn)
        _texts[arn] = (time.monotonic() + _KEPT_SECONDS, found)
    return found


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


@cache
def _client() -> Any:
    redaction.install()  # before the first answer, which botocore logs at DEBUG
    return boto3.client("secretsmanager")
