"""Problem details (RFC 9457): how a REST API tells what GraphQL tells in `errors`, with the same codes.

Problem                  an answer of HTTP other than the one that was asked for
├── of a Refusal         the status that its code has in `STATUSES`
├── of a Fault           401, 403, 400 or 503; 500 for what nobody expected
└── of the request       400 a body that is no JSON object, 413 too long, 415 of another type
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from pydantic.alias_generators import to_snake

from resolvers.core.model import now

STATUSES: Final[Mapping[str, HTTPStatus]] = {
    "NOT_FOUND": HTTPStatus.NOT_FOUND,
    "FORBIDDEN": HTTPStatus.FORBIDDEN,
    "CONFLICT": HTTPStatus.CONFLICT,
    "INVALID_INPUT": HTTPStatus.BAD_REQUEST,
    "HANDLE_TAKEN": HTTPStatus.CONFLICT,
    "IDEMPOTENCY_KEY_REUSED": HTTPStatus.CONFLICT,
    "LIMIT_REACHED": HTTPStatus.CONFLICT,
    "RATE_LIMITED": HTTPStatus.TOO_MANY_REQUESTS,
    "PAYLOAD_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "UNSUPPORTED_MEDIA_TYPE": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "UNAUTHENTICATED": HTTPStatus.UNAUTHORIZED,
    "UNAUTHORIZED": HTTPStatus.FORBIDDEN,
    "INVALID_CURSOR": HTTPStatus.BAD_REQUEST,
    "THROTTLED": HTTPStatus.SERVICE_UNAVAILABLE,
    "INTERNAL_ERROR": HTTPStatus.INTERNAL_SERVER_ERROR,
}
MEDIA_TYPE: Final = "application/problem+json"
_BUSY_SECONDS: Final = 1  # what a busy table asks for


class Problem(Exception):  # noqa: N818  RFC 9457's word
    """An answer that tells what is wrong; `members` are the problem's own, beside those of the RFC."""

    def __init__(self, code: str, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.code = code
        self.status = STATUSES.get(code, HTTPStatus.BAD_REQUEST)
        self.detail = detail
        self.members = members

    @classmethod
    def from_user_errors(cls, errors: Sequence[Mapping[str, Any]]) -> "Problem":
        """Return the problem of a refused mutation: its first error, with all of them beside it."""
        first, *_ = errors
        told = [
            {"code": each["code"], "detail": each["message"], "pointer": _to_pointer(each["path"])} for each in errors
        ]
        more = {name: first[name] for name in ("retryAt", "currentVersion") if name in first}
        return cls(first["code"], first["message"], errors=told, **more)

    @classmethod
    def from_error(cls, error: Mapping[str, Any]) -> "Problem":
        """Return the problem of a top-level GraphQL error, whose type is a refusal's or a fault's name."""
        info = error.get("info") or {}
        more = {name: info[name] for name in ("retryAt", "requestId") if name in info}
        return cls(to_snake(error["type"]).upper(), error["message"], **more)

    def to_body(self) -> dict[str, Any]:
        """Return the members of the problem; `about:blank` says that the status and the code tell its kind."""
        rfc = {"type": "about:blank", "title": self.status.phrase, "status": int(self.status), "detail": self.detail}
        return rfc | {"code": self.code} | self.members

    def to_headers(self) -> dict[str, str]:
        """Return when to try again, where that helps."""
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return {"Retry-After": str(_BUSY_SECONDS)}
        if "retryAt" not in self.members:
            return {}
        seconds = (datetime.fromisoformat(self.members["retryAt"]) - now()).total_seconds()
        return {"Retry-After": str(max(1, int(seconds) + 1))}


def _to_pointer(path: Sequence[str]) -> str:
    """Return a JSON pointer (RFC 6901) into the body, which is the field's `input`."""
    parts = path[1:] if path[:1] == ["input"] else path
    return "#" + "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in parts)
