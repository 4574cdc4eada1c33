"""The secret that signs cursors: Secrets Manager's, cached, the previous one still accepted."""

import time
from functools import cache
from typing import Any, Final

import boto3

from resolvers.core.settings import settings

_KEPT_SECONDS: Final = 300
_kept: dict[str, tuple[float, list[bytes]]] = {}


def signing_keys() -> list[bytes]:
    """Return the keys, newest first: sign with the first, accept any."""
    arn = settings().cursor_secret_arn
    until, keys = _kept.get(arn, (0.0, []))
    if time.monotonic() >= until:
        keys = [key for stage in ("AWSCURRENT", "AWSPREVIOUS") if (key := _read(arn, stage))]
        _kept[arn] = (time.monotonic() + _KEPT_SECONDS, keys)
    return keys


def _read(arn: str, stage: str) -> bytes | None:
    try:
        value: str = _client().get_secret_value(SecretId=arn, VersionStage=stage)["SecretString"]
    except _client().exceptions.ResourceNotFoundException:
        return None
    return value.encode()


@cache
def _client() -> Any:
    return boto3.client("secretsmanager")
