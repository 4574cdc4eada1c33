"""Announces events to subscribers: IAM-signed mutations that select every field of the event's type."""

import json
import random
import time
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, get_args

import boto3
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from resolvers.core.model import Model, is_hidden
from resolvers.core.settings import settings
from resolvers.platform.event_log import declarations
from resolvers.platform.event_log.model import AccessRevoked, Event, RevokeAccessInput

_ATTEMPTS: Final = 4
_TIMEOUT: Final = urllib3.Timeout(connect=2.0, read=10.0)
_SERVER_FAULT: Final = 500
_BUSY: Final = 429


class NotPublished(Exception):  # noqa: N818
    """AppSync did not take an event; its record will be delivered again."""


def publish(event: Event) -> None:
    """Announce an event, or raise `NotPublished`."""
    kind = declarations.event_types[event.typename()]
    _send(document((kind.mutation,), input_name(kind.model), kind.model), event.to_item())


def revoke(revoked: RevokeAccessInput) -> None:
    """End the subscriptions of people who lost read access, in every product, or raise `NotPublished`."""
    _send(document(revoke_fields(), RevokeAccessInput.__name__, AccessRevoked), revoked.to_item())


def revoke_fields() -> tuple[str, ...]:
    """Return every product's mutation that ends subscriptions to its events."""
    return tuple(map(declarations.revoke_field, declarations.list_revoked_products()))


@cache
def document(mutations: tuple[str, ...], input_type: str, answer: type[Model]) -> str:
    """Return a document of these mutations, which selects every field: what it leaves out no subscriber ever gets.

    Each keeps its own name: AppSync announces no mutation that has an alias.
    """
    operation = mutations[0][0].upper() + mutations[0][1:]
    fields = " ".join(f"{each}(input: $input) {{ {_selection(answer)} }}" for each in mutations)
    return f"mutation {operation}($input: {input_type}!) {{ {fields} }}"


def input_name(event: type[Event]) -> str:
    """Return the name of the input that carries an event of this type."""
    return f"{event.__name__}Input"


def _selection(model: type[Model]) -> str:
    fields = [(info.alias or name, info) for name, info in model.model_fields.items() if not is_hidden(model, name)]
    inner = {name: model_in(info.annotation) for name, info in fields}
    return " ".join(f"{name} {{ {_selection(shape)} }}" if shape else name for name, shape in inner.items())


def model_in(annotation: Any) -> type[Model] | None:
    """Return the model inside a type such as `list[PhotoLabel] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for each in get_args(annotation) if (found := model_in(each))), None)


def _send(query: str, input: dict[str, Any]) -> None:
    body = json.dumps({"query": query, "variables": {"input": input}}).encode()
    for attempt in range(_ATTEMPTS):
        try:
            answer = _pool().request("POST", settings().graphql_endpoint, body=body, headers=_sign(body))
        except urllib3.exceptions.HTTPError as error:
            problem = f"AppSync could not be reached: {error}"
        else:
            if answer.status < _SERVER_FAULT and answer.status != _BUSY:
                return _require(answer.status, answer.data)
            problem = f"AppSync answered {answer.status}."
        time.sleep(random.uniform(0, 0.1 * 2**attempt))  # noqa: S311  jitter, not a secret
    raise NotPublished(problem)


def _require(status: int, data: bytes) -> None:
    try:
        answer = json.loads(data)
    except ValueError as error:
        raise NotPublished(f"AppSync answered {status} without JSON.") from error
    if answer.get("errors"):
        raise NotPublished(f"AppSync answered {status}: {_messages(answer['errors'])}")


def _messages(errors: Sequence[dict[str, Any]]) -> str:
    return "; ".join(str(error.get("message")) for error in errors)


def _sign(body: bytes) -> dict[str, str]:
    """Return the headers that sign a request with the function's own role (Signature Version 4)."""
    headers = {"Content-Type": "application/json"}
    request = AWSRequest("POST", settings().graphql_endpoint, headers=headers, data=body)
    credentials = _session().get_credentials()
    SigV4Auth(credentials.get_frozen_credentials(), "appsync", _session().region_name).add_auth(request)
    return dict(request.headers.items())


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=1, timeout=_TIMEOUT, retries=False)


@cache
def _session() -> Any:
    return boto3.Session()
