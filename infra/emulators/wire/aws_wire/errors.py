"""The errors that a service answers: a name that clients match, a message, an HTTP status.

ServiceError
├── MissingAuthenticationToken   the request carries no signature
├── UnrecognizedClient           nobody knows the access key, or the session token is not the key's
├── SerializationError           the body cannot be read, or a value has the wrong type
├── ValidationFailed             a value breaks a constraint of the service model
├── UnknownOperation             the service has no such operation, or it is not implemented
└── InternalFailure              the emulator failed; its log says why
"""

from collections.abc import Mapping
from typing import Any


class ServiceError(Exception):
    """An error of a service, by the name (`code`) in its model.

    The HTTP status is `status`, else the model's, else 400.
    `members` are further members of the error's shape.
    """

    def __init__(
        self, code: str, message: str, *, status: int | None = None, members: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.members = members or {}


class MissingAuthenticationToken(ServiceError):  # noqa: N818 - AWS's names
    def __init__(self) -> None:
        super().__init__("MissingAuthenticationTokenException", "Missing Authentication Token", status=403)


class UnrecognizedClient(ServiceError):  # noqa: N818
    def __init__(self) -> None:
        message = "The security token included in the request is invalid."
        super().__init__("UnrecognizedClientException", message, status=403)


class SerializationError(ServiceError):
    def __init__(self, message: str) -> None:
        super().__init__("SerializationException", message, status=400)


class ValidationFailed(ServiceError):  # noqa: N818
    """`violations` are the sentences of AWS, one for each constraint that a value breaks."""

    def __init__(self, code: str, violations: list[str]) -> None:
        plural = "s" if len(violations) > 1 else ""
        super().__init__(code, f"{len(violations)} validation error{plural} detected: {'; '.join(violations)}")


class UnknownOperation(ServiceError):  # noqa: N818
    def __init__(self, message: str) -> None:
        super().__init__("UnknownOperationException", message, status=400)


class InternalFailure(ServiceError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__("InternalFailure", "The emulator failed; its log says why.", status=500)
