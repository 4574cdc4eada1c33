"""The ways a request is refused.

Refusal                  a caller's mistake; a mutation answers it as data, in its payload's `errors`
├── NotFound             nothing there, or nothing the caller may see
├── Forbidden            seen, but not the caller's to change
├── Conflict             changed by somebody else since it was read; carries the current version
├── InvalidInput         a value that breaks a rule; its path names the field
├── HandleTaken          another person has that handle
├── IdempotencyKeyReused the key was used before with other input
├── LimitReached         more than the product allows (photos of a post, say)
└── RateLimited          too many of these for now; says when to try again
Fault                    answered as a top-level GraphQL error with its own `errorType`
├── Unauthenticated      the field needs somebody signed in
├── Unauthorized         signed in, but only its owner may subscribe to it
├── InvalidCursor        a cursor that is foreign, old or altered
└── Throttled            the table refused for load; trying again helps
"""

from enum import StrEnum
from typing import Any

from pydantic import Field

from resolvers.core.model import Member, Moment, iso


class ErrorCode(StrEnum):
    """The kind of an error, for programs."""

    NOT_FOUND = "NOT_FOUND"
    """There is no item with this ID, or you may not read it."""
    FORBIDDEN = "FORBIDDEN"
    """You may read the item but not change it."""
    CONFLICT = "CONFLICT"
    """The item was changed since you read it."""
    INVALID_INPUT = "INVALID_INPUT"
    """A value is not valid."""
    HANDLE_TAKEN = "HANDLE_TAKEN"
    """Another person has this handle."""
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    """The idempotency key was used before with different input."""
    LIMIT_REACHED = "LIMIT_REACHED"
    """A limit was reached, such as the number of photos in a post."""
    RATE_LIMITED = "RATE_LIMITED"
    """You did this too often. Try again at `retryAt`."""
    INSUFFICIENT_STOCK = "INSUFFICIENT_STOCK"
    """Fewer pieces or seats are left than you want."""
    PRICE_CHANGED = "PRICE_CHANGED"
    """The price is not the one that you saw."""
    NOT_FOR_SALE = "NOT_FOR_SALE"
    """The product is no longer for sale."""
    REFUND_TOO_LARGE = "REFUND_TOO_LARGE"
    """Less than that is left of what was paid."""
    ORDER_CLOSED = "ORDER_CLOSED"
    """The order is in a state that does not allow this any more."""
    SHOP_CLOSED = "SHOP_CLOSED"
    """Ordering is not possible now."""


class UserError(Member):
    """An error that you can correct, returned as data in the payload of a mutation."""

    code: ErrorCode = Field(description="The kind of error, for programs.")
    message: str = Field(description="A sentence for people that says what is wrong and what to do.")
    path: list[str] = Field(
        default=[],
        description='The path of the argument that the error is about, such as `["input", "title"]`. '
        "Empty if the error is not about one argument.",
    )

    @classmethod
    def typename(cls) -> str:
        return cls.__name__ if cls is UserError else cls.__name__.removesuffix("Error")


class NotFoundError(UserError):
    """There is no item with this ID, or you may not read it."""


class ForbiddenError(UserError):
    """You may read the item but not change it."""


class ConflictError(UserError):
    """The item was changed since you read it."""

    current_version: int = Field(
        description="The current version. Read the item again, merge your changes, and send this version."
    )


class InvalidInputError(UserError):
    """A value is not valid. `path` names the argument and `message` the rule."""


class HandleTakenError(UserError):
    """Another person has this handle."""


class IdempotencyKeyReusedError(UserError):
    """The idempotency key was used before with different input."""


class LimitReachedError(UserError):
    """A limit was reached, such as the number of photos in a post."""


class RateLimitedError(UserError):
    """You did this too often. Try again at `retryAt`; until then the same request is refused again."""

    retry_at: Moment = Field(description="When the limit starts again, and the request can succeed.")


class Refusal(Exception):  # noqa: N818  the tree reads as sentences
    """A caller's mistake. `shown` is the data a mutation's payload carries."""

    code: ErrorCode
    shape: type[UserError]

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = list(path)

    def to_user_error(self) -> UserError:
        return self.shape(code=self.code, message=self.message, path=self.path)

    def info(self) -> dict[str, Any]:
        """Return what a query or a subscription tells of it, in `errorInfo`."""
        return {"path": self.path}


class NotFound(Refusal):
    code, shape = ErrorCode.NOT_FOUND, NotFoundError


class Forbidden(Refusal):
    code, shape = ErrorCode.FORBIDDEN, ForbiddenError


class InvalidInput(Refusal):
    code, shape = ErrorCode.INVALID_INPUT, InvalidInputError


class HandleTaken(Refusal):
    code, shape = ErrorCode.HANDLE_TAKEN, HandleTakenError


class IdempotencyKeyReused(Refusal):
    code, shape = ErrorCode.IDEMPOTENCY_KEY_REUSED, IdempotencyKeyReusedError


class LimitReached(Refusal):
    code, shape = ErrorCode.LIMIT_REACHED, LimitReachedError


class RateLimited(Refusal):
    """Done too often for now; `retry_at` is when the limit starts again."""

    code = ErrorCode.RATE_LIMITED

    def __init__(self, message: str, retry_at: Moment) -> None:
        super().__init__(message)
        self.retry_at = retry_at

    def to_user_error(self) -> RateLimitedError:
        return RateLimitedError(code=self.code, message=self.message, path=self.path, retry_at=self.retry_at)

    def info(self) -> dict[str, Any]:
        return super().info() | {"retryAt": iso(self.retry_at)}


class Conflict(Refusal):
    """Changed by somebody else; `current_version` is what the table holds now."""

    code = ErrorCode.CONFLICT

    def __init__(self, current_version: int) -> None:
        super().__init__("It changed since you read it: read it again, then send its version.", "expectedVersion")
        self.current_version = current_version

    def to_user_error(self) -> ConflictError:
        return ConflictError(code=self.code, message=self.message, path=self.path, current_version=self.current_version)


class Fault(Exception):  # noqa: N818
    """Answered as a top-level GraphQL error; the class name is its `errorType`."""


class Unauthenticated(Fault):
    pass


class Unauthorized(Fault):
    pass


class InvalidCursor(Fault):
    pass


class Throttled(Fault):
    pass
