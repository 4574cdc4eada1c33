"""The operations of the control plane: rooms, tokens, and what an application says to a room.

Source: Amazon IVS Chat API Reference.
"""

from datetime import UTC, datetime
from typing import Any, Final

from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from ivschat_local.conversations import Conversations
from ivschat_local.messages import DELETE_EVENT, describe_deletion
from ivschat_local.rates import Clock
from ivschat_local.requests import MOST_ATTRIBUTE_BYTES, measure_attributes
from ivschat_local.store import Room, Store
from ivschat_local.tokens import SESSION_MINUTES, TOKEN_SECONDS, Grant, TokenBox

_SETTABLE = ("name", "maximumMessageRatePerSecond", "maximumMessageLength", "messageReviewHandler")
_LISTED = ("arn", "id", "name", "messageReviewHandler", "createTime", "updateTime", "tags")
_DEFAULTS: Room = {"name": "", "maximumMessageRatePerSecond": 10, "maximumMessageLength": 500, "tags": {}}
_PAGE: Final = 50
Input = dict[str, Any]
Answer = dict[str, Any]


class Operations:
    """The operations, by their names in the service model."""

    def __init__(self, store: Store, tokens: TokenBox, conversations: Conversations, clock: Clock) -> None:
        self._store = store
        self._tokens = tokens
        self._conversations = conversations
        self._clock = clock

    def register(self, service: Service) -> None:
        """Register every operation."""
        for name, handler in {
            "CreateRoom": self._create,
            "GetRoom": self._get,
            "UpdateRoom": self._update,
            "DeleteRoom": self._delete,
            "ListRooms": self._list,
            "CreateChatToken": self._create_token,
            "SendEvent": self._send_event,
            "DeleteMessage": self._delete_message,
            "DisconnectUser": self._disconnect_user,
        }.items():
            service.operation(name)(handler)

    async def _create(self, request: Input, context: Context) -> Answer:
        now = self._clock()
        members = {**_DEFAULTS, **_read_settings(request), "createTime": now, "updateTime": now}
        return _show(self._store.create(context.signature.region, members | {"tags": request.get("tags", {})}))

    async def _get(self, request: Input, _: Context) -> Answer:
        return _show(self._store.get(request["identifier"]))

    async def _update(self, request: Input, _: Context) -> Answer:
        """Change a room; those who are in it feel it with their next message."""
        room = {**self._store.get(request["identifier"]), **_read_settings(request), "updateTime": self._clock()}
        self._store.put(room)
        return _show(room)

    async def _delete(self, request: Input, _: Context) -> Answer:
        self._store.remove(request["identifier"])
        self._conversations.close(request["identifier"])
        return {}

    async def _list(self, request: Input, _: Context) -> Answer:
        token, size = request.get("nextToken") or "0", request.get("maxResults", _PAGE)
        if not token.isascii() or not token.isdecimal():
            raise _invalid("The nextToken is not valid.", "nextToken")
        if request.get("loggingConfigurationIdentifier"):
            return {"rooms": []}
        wanted = {"name": request.get("name"), "uri": request.get("messageReviewHandlerUri")}
        found = [each for each in self._store.list_after(int(token)) if _matches(each[1], wanted)]
        shown = [_show({name: value for name, value in room.items() if name in _LISTED}) for _, room in found[:size]]
        answer: Answer = {"rooms": shown}
        return answer | ({"nextToken": str(found[size - 1][0])} if len(found) > size else {})

    async def _create_token(self, request: Input, _: Context) -> Answer:
        room, now = self._store.get(request["roomIdentifier"]), self._clock()
        _check_attributes(request)
        minutes = request.get("sessionDurationInMinutes", SESSION_MINUTES)
        grant = Grant(
            room_arn=room["arn"],
            user_id=request["userId"],
            capabilities=tuple(request.get("capabilities", ())),
            attributes=request.get("attributes", {}),
            token_expires_at=now + TOKEN_SECONDS,
            session_expires_at=now + minutes * 60,
        )
        return {
            "token": self._tokens.seal(grant),
            "tokenExpirationTime": _moment(grant.token_expires_at),
            "sessionExpirationTime": _moment(grant.session_expires_at),
        }

    async def _send_event(self, request: Input, _: Context) -> Answer:
        room = self._store.get(request["roomIdentifier"])
        _check_attributes(request)
        if request["eventName"].startswith("aws:"):
            raise _invalid("An eventName must not begin with aws:.", "eventName")
        return {"id": self._conversations.send_event(room["arn"], request["eventName"], request.get("attributes"))}

    async def _delete_message(self, request: Input, _: Context) -> Answer:
        """Tell a room to take a message away; the service remembers no message and cannot say whether there is one."""
        room = self._store.get(request["roomIdentifier"])
        attributes = describe_deletion(request["id"], request.get("reason"))
        return {"id": self._conversations.send_event(room["arn"], DELETE_EVENT, attributes)}

    async def _disconnect_user(self, request: Input, _: Context) -> Answer:
        room = self._store.get(request["roomIdentifier"])
        self._conversations.disconnect(room["arn"], request["userId"], request.get("reason"))
        return {}


def _read_settings(request: Input) -> Room:
    """Return what a request sets; there are no logging configurations, so that none can be named."""
    for identifier in request.get("loggingConfigurationIdentifiers", ()):
        details = {"resourceId": identifier, "resourceType": "LOGGING_CONFIGURATION"}
        raise ServiceError("ResourceNotFoundException", f"There is no {identifier}.", members=details)
    return {name: request[name] for name in _SETTABLE if name in request}


def _matches(room: Room, wanted: dict[str, str | None]) -> bool:
    held = {"name": room["name"], "uri": room.get("messageReviewHandler", {}).get("uri")}
    return all(value is None or held[name] == value for name, value in wanted.items())


def _check_attributes(request: Input) -> None:
    if measure_attributes(request.get("attributes", {})) > MOST_ATTRIBUTE_BYTES:
        raise _invalid("The attributes have more than 1 KB.", "attributes")


def _invalid(message: str, name: str) -> ServiceError:
    details = {"reason": "FIELD_VALIDATION_FAILED", "fieldList": [{"name": name, "message": message}]}
    return ServiceError("ValidationException", message, members=details)


def _show(room: Room) -> Answer:
    return {**room, **{name: _moment(room[name]) for name in ("createTime", "updateTime")}}


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
