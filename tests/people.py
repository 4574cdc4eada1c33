"""People who act in tests: each calls GraphQL fields through the API function, as AppSync would."""

import json
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers import api


class FakeContext(LambdaContext):
    """What Lambda tells a function of its invocation."""

    def __init__(self) -> None:
        self._function_name = "api"
        self._memory_limit_in_mb = 512
        self._invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:api"
        self._aws_request_id = "00000000-0000-0000-0000-000000000000"


@dataclass
class Person:
    """Somebody signed in, or a guest where `id` is empty."""

    id: str = ""
    email: str = ""
    selecting: list[str] = field(default_factory=list)

    def asks(self, type_name: str, field_name: str, source: Any = None, **arguments: Any) -> Any:
        """Resolve one field and return its data, or raise `Refused` with the GraphQL error."""
        answer = api.lambda_handler(self._event(type_name, field_name, source, arguments), FakeContext())
        return _opened(answer)

    def asks_each(self, type_name: str, field_name: str, sources: list[Any], **arguments: Any) -> list[Any]:
        """Resolve one nested field for many parents, as BatchInvoke does."""
        events = [self._event(type_name, field_name, source, arguments) for source in sources]
        return [_opened(answer) for answer in api.lambda_handler(events, FakeContext())]

    def query(self, name: str, **arguments: Any) -> Any:
        return self.asks("Query", name, **arguments)

    def does(self, name: str, **input: Any) -> Any:
        """Send a mutation with this input and return its payload."""
        return self.asks("Mutation", name, input=input)

    def _event(self, type_name: str, field_name: str, source: Any, arguments: dict[str, Any]) -> dict[str, Any]:
        identity = {"sub": self.id, "username": self.id, "claims": {"email": self.email}} if self.id else None
        info = {
            "fieldName": field_name,
            "parentTypeName": type_name,
            "variables": {},
            "selectionSetList": self.selecting,
        }
        event = {"arguments": arguments, "identity": identity, "source": source, "request": {"headers": {}}}
        plain: dict[str, Any] = json.loads(json.dumps(event | {"prev": None, "stash": {}, "info": info}))
        return plain


class Refused(Exception):  # noqa: N818
    """A top-level GraphQL error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.kind: str = error["type"]


def _opened(envelope: dict[str, Any]) -> Any:
    plain = json.loads(json.dumps(envelope))
    if "error" in plain:
        raise Refused(plain["error"])
    return plain.get("subscription") or plain["data"]
