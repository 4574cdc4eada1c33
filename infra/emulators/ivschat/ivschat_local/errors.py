"""Errors of the Chat Messaging API.

Source: Amazon IVS Chat Messaging API Reference, "Error Messages".
"""

from typing import Final

BAD_REQUEST: Final = 400
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
NOT_ACCEPTABLE: Final = 406
TOO_LARGE: Final = 413
TOO_MANY_REQUESTS: Final = 429
INTERNAL: Final = 500

EXPIRED: Final = "The connection has expired."
LACKS_CAPABILITY: Final = "The connection's capabilities do not permit this action."
NO_ROOM: Final = "The room cannot be found."
DENIED: Final = "The request was rejected during message review."
RATE_EXCEEDED: Final = "The application has exceeded rate limits."


class RequestRefused(Exception):  # noqa: N818
    """A request that is not done; `request_id` is the client's own name for it."""

    def __init__(self, code: int, message: str, request_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.request_id = request_id
