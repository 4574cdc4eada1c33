"""REST-JSON: members of an input travel in the path, the query string, headers and a JSON body.

Source: Smithy, "AWS restJson1 protocol" and "HTTP bindings".
"""

import base64
import json
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

from aws_wire import event_stream
from aws_wire.codecs import JSON
from aws_wire.errors import SerializationError, ServiceError
from aws_wire.messages import Request, Response
from aws_wire.protocols.protocol import Call, error_members, find_status
from aws_wire.routing import build_routes
from aws_wire.timestamps import format_timestamp, parse_timestamp
from aws_wire.values import (
    check_members,
    is_document,
    parse_members,
    parse_value,
    serialize_members,
    serialize_value,
    wire_name,
)

_JSON_TYPE = "application/json"
_BOOLEANS = {"true": True, "false": False}


class RestJsonProtocol:
    """REST-JSON for the operations of one service."""

    def __init__(self, model: ServiceModel) -> None:
        self._routes = build_routes(model)

    def find_call(self, request: Request) -> Call | None:
        query = request.query
        for route in self._routes:
            labels = route.match(request.method, request.route, query)
            if labels is not None:
                return Call(route.operation, labels)
        return None

    def parse_input(self, operation: OperationModel, request: Request, call: Call) -> dict[str, Any]:
        shape = operation.input_shape
        if shape is None:
            return {}
        values = _parse_payload(shape, request)
        for name, member in shape.members.items():
            value = _parse_bound_member(member, wire_name(name, member), request, call)
            if value is not None:
                values[name] = value
        return values

    def serialize_output(self, operation: OperationModel, output: Mapping[str, Any]) -> Response:
        shape = operation.output_shape
        response = Response(operation.http.get("responseCode", 200), {"content-type": _JSON_TYPE}, b"{}")
        if shape is None:
            return response
        check_members(shape, output, operation.name)
        _set_payload(response, shape, output, operation.name)
        for name, member in shape.members.items():
            if output.get(name) is not None:
                _set_bound_member(response, member, wire_name(name, member), output[name])
        return response

    def serialize_error(self, error: ServiceError, shape: StructureShape | None) -> Response:
        headers = {"content-type": _JSON_TYPE, "x-amzn-errortype": error.code}
        response = Response(find_status(error, shape), headers)
        members = error_members(error, shape)
        for name, member in shape.members.items() if shape is not None else ():
            if "location" in member.serialization and name in members:
                _set_bound_member(response, member, wire_name(name, member), members.pop(name))
        response.body = JSON.encode(members)
        return response


def _parse_payload(shape: StructureShape, request: Request) -> dict[str, Any]:
    """Return the members that the body holds: all without a place of their own, or the one that is the payload."""
    name = shape.serialization.get("payload")
    if name is None:
        values = JSON.decode(request.body)
        if not isinstance(values, dict):
            raise SerializationError("The body must be a JSON object.")
        return parse_members(shape, values, JSON)
    member = shape.members[name]
    if member.type_name == "blob":
        return {name: request.body}
    if member.type_name == "string":
        return {name: _decode_text(request.body)}
    return {name: parse_value(member, JSON.decode(request.body), JSON)} if request.body else {}


def _decode_text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise SerializationError("The body is not valid UTF-8.") from error


def _parse_bound_member(member: Shape, name: str, request: Request, call: Call) -> Any:
    """Return the value of a member in the path, the query string or a header; None if it is absent."""
    location = member.serialization.get("location")
    if location == "uri":
        return _parse_text(member, call.labels[name])
    if location == "querystring":
        return _parse_query(member, name, request.query)
    if location == "headers":
        prefix = name.lower()
        found = {key[len(prefix) :]: text for key, text in request.headers.items() if key.startswith(prefix)}
        return found or None
    text = request.headers.get(name.lower()) if location == "header" else None
    if text is None:
        return None
    if isinstance(member, ListShape):
        return [_parse_text(member.member, part.strip()) for part in text.split(",")]
    return _parse_text(member, text, timestamp="rfc822")


def _parse_query(member: Shape, name: str, query: Mapping[str, list[str]]) -> Any:
    if isinstance(member, MapShape):
        several = isinstance(member.value, ListShape)
        return {key: texts if several else texts[0] for key, texts in query.items()}
    if name not in query:
        return None
    if isinstance(member, ListShape):
        return [_parse_text(member.member, text) for text in query[name]]
    return _parse_text(member, query[name][0])


def _parse_text(shape: Shape, text: str, timestamp: str = "iso8601") -> Any:
    """Return a value that travels as text, or raise `SerializationError`."""
    try:
        if shape.type_name == "boolean":
            return _BOOLEANS[text]
        if shape.type_name in ("integer", "long"):
            return int(text)
        if shape.type_name in ("float", "double"):
            return float(text)
        if shape.serialization.get("jsonvalue"):
            return json.loads(base64.b64decode(text))
    except (KeyError, ValueError) as error:
        raise SerializationError(f"{text!r} can not be converted to {shape.type_name.capitalize()}") from error
    if shape.type_name == "timestamp":
        return parse_timestamp(text, shape.serialization.get("timestampFormat", timestamp))
    return text


def _set_payload(response: Response, shape: StructureShape, output: Mapping[str, Any], path: str) -> None:
    name = shape.serialization.get("payload") or getattr(shape, "event_stream_name", None)
    if name is None:
        response.body = JSON.encode(serialize_members(shape, output, JSON, path))
        return
    member, value = shape.members[name], output.get(name)
    if member.serialization.get("eventstream"):
        assert isinstance(member, StructureShape)
        response.headers["content-type"] = event_stream.CONTENT_TYPE
        response.body = event_stream.encode_events(member, value)  # type: ignore[arg-type]
    elif member.type_name == "blob":
        response.headers["content-type"] = "application/octet-stream"
        response.body = _iterate(value) if isinstance(value, AsyncIterable) else bytes(value or b"")
    elif member.type_name == "string" and not is_document(member):
        response.headers["content-type"] = "text/plain"
        response.body = str(value or "").encode()
    else:
        response.body = JSON.encode(serialize_value(member, value or {}, JSON, f"{path}.{name}"))


async def _iterate(pieces: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    async for piece in pieces:
        yield piece


def _set_bound_member(response: Response, member: Shape, name: str, value: Any) -> None:
    location = member.serialization.get("location")
    if location == "statusCode":
        response.status = int(value)
    elif location == "headers":
        response.headers.update({f"{name.lower()}{key}": str(text) for key, text in value.items()})
    elif location == "header":
        response.headers[name.lower()] = _format_text(member, value)


def _format_text(shape: Shape, value: Any) -> str:
    if isinstance(shape, ListShape):
        return ", ".join(_format_text(shape.member, item) for item in value)
    if shape.type_name == "timestamp":
        return str(format_timestamp(value, shape.serialization.get("timestampFormat", "rfc822")))
    if shape.serialization.get("jsonvalue"):
        return base64.b64encode(json.dumps(value).encode()).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)
