"""Paths that are the emulator's own and no service's: which of them are open."""

from typing import Final

# The credentials and the events ask for a token.
OPEN: Final = ("/_waymark/health", "/_waymark/credentials", "/_waymark/events", "/_ministack/health")
# API Gateway's stages: a method's authorizer judges who calls.
REST_APIS: Final = "/_aws/execute-api/"
# A function's own URL is called by everybody on AWS, and here by every program of this machine; the function judges.
FUNCTION_URLS: Final = "/_aws/lambda-url/"


def is_closed(path: str) -> bool:
    """Tell whether a path is the emulator's own, and nobody may call it."""
    return path.startswith("/_") and path not in OPEN and not path.startswith((FUNCTION_URLS, REST_APIS))
