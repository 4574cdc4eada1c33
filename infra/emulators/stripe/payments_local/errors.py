"""Errors as the API answers them: `{"error": {type, code, message, param, …}}` with a status.

ApiError                 any of Stripe's error types
├── InvalidRequestError  400 or 404: the request can't be carried out as it was sent
├── AuthenticationError  401: no usable API key
└── IdempotencyError     400 or 409: the idempotency key belongs to another request
"""

from typing import Any, Literal

ErrorType = Literal["api_error", "card_error", "idempotency_error", "invalid_request_error"]

DOCS = "https://stripe.com/docs/error-codes/"


class ApiError(Exception):
    """An error that a client gets as JSON."""

    status = 500
    type: ErrorType = "api_error"

    def __init__(
        self, message: str, *, code: str | None = None, param: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.code, self.param = message, code, param
        if status is not None:
            self.status = status

    def to_json(self) -> dict[str, Any]:
        """Return the body of the answer; fields without a value are left out, as Stripe does."""
        code = {"code": self.code, "doc_url": DOCS + self.code.replace("_", "-")} if self.code else {}
        param = {"param": self.param} if self.param else {}
        return {"error": {**code, "message": self.message, **param, "type": self.type}}


class InvalidRequestError(ApiError):
    status = 400
    type = "invalid_request_error"


class AuthenticationError(ApiError):
    status = 401
    type = "invalid_request_error"


class IdempotencyError(ApiError):
    status = 400
    type = "idempotency_error"


def not_found(kind: str, identifier: str, param: str, *, status: int = 404) -> InvalidRequestError:
    """Return the error for a missing resource: 404 where the path names it, 400 where a parameter does."""
    return InvalidRequestError(f"No such {kind}: '{identifier}'", code="resource_missing", param=param, status=status)


def make_unsupported_error(name: str, param: str | None = None) -> InvalidRequestError:
    """Return the emulator's own error for what Stripe documents and the emulator does not implement."""
    return InvalidRequestError(f"payments-local does not implement {name}.", code="emulator_unsupported", param=param)
