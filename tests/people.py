"""People who act in tests: each calls a GraphQL field through the function that answers it, as AppSync would."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers import rooms
from resolvers.learning import api as learning
from resolvers.platform import api as platform
from resolvers.shop import api as shop
from resolvers.shop.orders import api as orders
from resolvers.shop.payments import api as payments
from resolvers.social import api as social
from resolvers.video import api as video

ENTRIES: Final = {
    "platform": platform,
    "social": social,
    "learning": learning,
    "video": video,
    "shop": shop,
    "orders": orders,
    "payments": payments,
}


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
    address: str = ""
    selecting: list[str] = field(default_factory=list)

    def asks(self, type_name: str, field_name: str, source: Any = None, **arguments: Any) -> Any:
        """Resolve one field and return its data, or raise `Refused` with the GraphQL error."""
        answer = _answer(type_name, field_name, self._event(type_name, field_name, source, arguments))
        return _open_envelope(answer)

    def asks_each(self, type_name: str, field_name: str, sources: list[Any], **arguments: Any) -> list[Any]:
        """Resolve one nested field for many parents, as BatchInvoke does."""
        events = [self._event(type_name, field_name, source, arguments) for source in sources]
        return [_open_envelope(answer) for answer in _answer(type_name, field_name, events)]

    def answers(self, type_name: str, field_name: str, sources: list[Any], arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the first envelope that a field answers: a root field's, or a nested one's for these parents."""
        events = [self._event(type_name, field_name, source, arguments) for source in sources]
        nested = type_name not in {"Query", "Mutation", "Subscription"}
        answer = _answer(type_name, field_name, events if nested else events[0])
        first: dict[str, Any] = answer[0] if nested else answer
        return first

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
        if isinstance(source, dict) and type_name not in {"Query", "Mutation", "Subscription"}:
            source = source | {"body": None}  # as infra/appsync/lambda-field.js sends it
        headers = {"x-forwarded-for": self.address} if self.address else {}
        event = {"arguments": arguments, "identity": identity, "source": source, "request": {"headers": headers}}
        plain: dict[str, Any] = json.loads(json.dumps(event | {"prev": None, "stash": {}, "info": info}))
        return plain


class Refused(Exception):  # noqa: N818
    """A top-level GraphQL error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.kind: str = error["type"]


def _answer(type_name: str, field_name: str, event: Any) -> Any:
    """Call the function that is the field's data source."""
    product = rooms.registry()[type_name, field_name].product
    return ENTRIES[product].lambda_handler(event, FakeContext())


def _open_envelope(envelope: dict[str, Any]) -> Any:
    plain = json.loads(json.dumps(envelope))
    if "error" in plain:
        raise Refused(plain["error"])
    return plain.get("subscription") or plain["data"]
