"""The ways a request is refused.

Refusal                  a caller's mistake; a mutation answers it as data, in its payload's `errors`
├── NotFound             nothing there, or nothing the caller may see
├── Forbidden            seen, but not the caller's to change
├── Conflict             changed by somebody else since it was read; carries the current version
├── InvalidInput         a value that breaks a rule; its path names the field
├── HandleTaken          another person has that handle
├── IdempotencyKeyReused the key was used before with other input
├── LimitReached         more than the product allows (photos of a post, say)
└── RateLimited          too many of these for now
Fault                    answered as a top-level GraphQL error with its own `errorType`
├── Unauthenticated      the field needs somebody signed in
├── Unauthorized         signed in, but it is another's alone to hear
├── InvalidCursor        a cursor that is foreign, old or altered
└── Throttled            the table refused for load; trying again helps
"""

from enum import StrEnum

from pydantic import Field

from resolvers.core.model import Member


class ErrorCode(StrEnum):
    """What kind of refusal this is, for programs."""

    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    INVALID_INPUT = "INVALID_INPUT"
    HANDLE_TAKEN = "HANDLE_TAKEN"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    LIMIT_REACHED = "LIMIT_REACHED"
    RATE_LIMITED = "RATE_LIMITED"


class UserError(Member):
    """A mistake the caller can mend, answered as data."""

    code: ErrorCode = Field(description="What kind of refusal this is.")
    message: str = Field(description="A sentence for people: what is wrong and what to do.")
    path: list[str] = Field(default=[], description="The input field it speaks of, from the outside in.")

    @classmethod
    def typename(cls) -> str:
        return cls.__name__ if cls is UserError else cls.__name__.removesuffix("Error")


class NotFoundError(UserError):
    """Nothing with that id, or nothing the caller may see."""


class ForbiddenError(UserError):
    """The caller may see it, but not change it."""


class ConflictError(UserError):
    """Somebody changed it since it was read."""

    current_version: int = Field(description="The version it has now: read again, merge, send this one.")


class InvalidInputError(UserError):
    """A value that breaks a rule."""


class HandleTakenError(UserError):
    """Another person has that handle."""


class IdempotencyKeyReusedError(UserError):
    """The idempotency key was used before, with other input."""


class LimitReachedError(UserError):
    """More than the product allows."""


class RateLimitedError(UserError):
    """Too many of these for now."""


class Refusal(Exception):  # noqa: N818  the tree reads as sentences
    """A caller's mistake. `shown` is the data a mutation's payload carries."""

    code: ErrorCode
    shape: type[UserError]

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = list(path)

    def shown(self) -> UserError:
        return self.shape(code=self.code, message=self.message, path=self.path)


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
    code, shape = ErrorCode.RATE_LIMITED, RateLimitedError


class Conflict(Refusal):
    """Changed by somebody else; `current_version` is what the table holds now."""

    code = ErrorCode.CONFLICT

    def __init__(self, current_version: int) -> None:
        super().__init__("It changed since you read it: read it again, then send its version.", "expectedVersion")
        self.current_version = current_version

    def shown(self) -> ConflictError:
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
