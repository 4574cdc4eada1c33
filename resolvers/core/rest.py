"""From a request of API Gateway to the GraphQL field that answers it, and back.

A route asks the dispatcher of a product's fields as AppSync does, so validation, rights, rates and errors are the
same; only their form is HTTP's. API Gateway has verified the token before (an authorizer of the user pool).
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core.appsync import App
from resolvers.core.model import Model, is_hidden
from resolvers.core.problem import MEDIA_TYPE, Problem
from resolvers.core.selection import find_models
from resolvers.core.settings import settings

LONGEST_BODY: Final = 1_000_000  # bytes: the longest text, each of its characters escaped
IDEMPOTENCY_KEY: Final = "idempotency-key"
EXPOSED: Final = "Location, Retry-After"
_JSON: Final = re.compile(r"application/(?:[\w.-]+\+)?json\s*(?:;|$)", re.IGNORECASE)
_NOT_AN_OBJECT: Final = "The body must be a JSON object."


@dataclass(frozen=True)
class Reply:
    """An answer: its status, its JSON, and headers beside those that every answer has."""

    status: HTTPStatus
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True)
class Request:
    """A request of API Gateway, with the dispatcher of the fields that answer it."""

    event: Mapping[str, Any]
    context: LambdaContext
    app: App

    @property
    def headers(self) -> dict[str, str]:
        """The headers by their lower-case names."""
        return {name.lower(): value for name, value in (self.event.get("headers") or {}).items()}

    def read_input(self) -> dict[str, Any]:
        """Return the body as the field's input, with the key of the header; raise `Problem` for a bad body."""
        text: str = self.event.get("body") or ""
        body = base64.b64decode(text) if self.event.get("isBase64Encoded") else text.encode(errors="surrogatepass")
        if len(body) > LONGEST_BODY:
            raise Problem("PAYLOAD_TOO_LARGE", f"The body may have {LONGEST_BODY:,} bytes.")
        if not _JSON.match(self.headers.get("content-type", "")):
            raise Problem("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.")
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            raise Problem("INVALID_INPUT", _NOT_AN_OBJECT) from None
        if not isinstance(found, dict):
            raise Problem("INVALID_INPUT", _NOT_AN_OBJECT)
        if "idempotencyKey" in found:
            raise Problem("INVALID_INPUT", "Send the idempotency key in the header Idempotency-Key.")
        key = self.headers.get(IDEMPOTENCY_KEY)
        return found | ({} if key is None else {"idempotencyKey": key})

    def mutate(self, field_name: str, input: Mapping[str, Any]) -> dict[str, Any]:
        """Return the payload of a mutation, or raise `Problem` with its errors."""
        payload: dict[str, Any] = self._ask("Mutation", field_name, {"input": input})
        if payload["errors"]:
            raise Problem.from_user_errors(payload["errors"])
        return payload

    def query(self, field_name: str, **arguments: Any) -> Any:
        """Return what a query answers, None where there is nothing that the caller may read, or raise `Problem`."""
        return self._ask("Query", field_name, arguments)

    def query_nested(self, type_name: str, field_name: str, parent: Mapping[str, Any]) -> Any:
        """Return a nested field of one parent, or raise `Problem`."""
        (answer,) = self.app.resolve([self._write_event(type_name, field_name, {}, parent)], self.context)
        return _unwrap(answer)

    def _ask(self, type_name: str, field_name: str, arguments: Mapping[str, Any]) -> Any:
        return _unwrap(self.app.resolve(self._write_event(type_name, field_name, arguments), self.context))

    def _write_event(
        self, type_name: str, field_name: str, arguments: Mapping[str, Any], source: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the event that AppSync would send; it selects nothing, so every field is answered."""
        return {
            "info": {"parentTypeName": type_name, "fieldName": field_name, "selectionSetList": [], "variables": {}},
            "typeName": type_name,
            "fieldName": field_name,
            "arguments": arguments,
            "source": source,
            "identity": self._read_identity(),
            "request": {"headers": self.headers},
            "stash": {},
            "prev": None,
        }

    def _read_identity(self) -> dict[str, Any]:
        """Return the caller as AppSync names them, or raise `Problem` for a token of another app."""
        about = self.event["requestContext"]
        claims = dict((about.get("authorizer") or {}).get("claims") or {})
        # The gateway verifies the pool only; AppSync's `AppIdClientRegex` is compared here.
        if settings().web_client_id not in {claims.get("aud"), claims.get("client_id")}:
            raise Problem("UNAUTHENTICATED", "The token was issued to another app.")
        groups = re.split(r"[\s,]+", claims.pop("cognito:groups", "").strip("[] "))
        return {
            "sub": claims.get("sub"),
            "username": claims.get("cognito:username") or claims.get("username"),
            "claims": claims,
            "groups": [each for each in groups if each],
            "sourceIp": [about.get("identity", {}).get("sourceIp", "")],
        }


def write_reply(reply: Reply) -> dict[str, Any]:
    """Return an answer as API Gateway takes it, which the site's pages may read."""
    headers = {
        "Content-Type": reply.media_type,
        "Cache-Control": "no-store",
        "Access-Control-Allow-Origin": settings().site_origin,
        "Access-Control-Expose-Headers": EXPOSED,
        "Vary": "Origin",
    }
    body = json.dumps(reply.body, ensure_ascii=True)
    return {"statusCode": int(reply.status), "headers": headers | dict(reply.headers), "body": body}


def write_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as API Gateway takes it."""
    return write_reply(Reply(problem.status, problem.to_body(), problem.to_headers(), MEDIA_TYPE))


def leave_out_hidden(value: Mapping[str, Any], model: type[Model]) -> dict[str, Any]:
    """Return an object without what the contract leaves out, which AppSync drops because nobody can select it."""
    shown: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in value and not is_hidden(model, name):
            inner = find_models(info.annotation)
            shown[key] = _leave_out_hidden_of(value[key], inner[0]) if inner else value[key]
    return shown


def _leave_out_hidden_of(value: Any, model: type[Model]) -> Any:
    if isinstance(value, list):
        return [leave_out_hidden(each, model) for each in value]
    return None if value is None else leave_out_hidden(value, model)


def _unwrap(envelope: Mapping[str, Any]) -> Any:
    if "error" in envelope:
        raise Problem.from_error(envelope["error"])
    return envelope["data"]
