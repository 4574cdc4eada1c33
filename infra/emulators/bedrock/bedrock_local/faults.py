"""Faults that a test asks for by the header `x-bedrock-fault` (or `x-waymark-fault`), one for each request."""

import asyncio
from collections.abc import Mapping
from typing import Final

from aws_wire.errors import ServiceError

HEADERS: Final = ("x-bedrock-fault", "x-waymark-fault")
MALFORMED: Final = "malformed"
SLOW_SECONDS: Final = 5.0
_ERRORS: Final = {
    "throttle": ("ThrottlingException", "Too many requests, please wait before trying again."),
    "timeout": ("ModelTimeoutException", "The model took too long to answer."),
    "unavailable": ("ServiceUnavailableException", "Bedrock is unable to process your request."),
}


async def suffer_fault(headers: Mapping[str, str]) -> str:
    """Raise the error that a request asks for, or wait, and return the name of the fault; empty if there is none."""
    name = next((headers[each] for each in HEADERS if each in headers), "")
    if name in _ERRORS:
        raise ServiceError(*_ERRORS[name])
    if name == "slow":
        await asyncio.sleep(SLOW_SECONDS)
    elif name not in {"", MALFORMED}:
        known = ", ".join([*_ERRORS, "slow", MALFORMED])
        raise ServiceError("ValidationException", f"There is no fault {name}; the faults are: {known}.")
    return name
