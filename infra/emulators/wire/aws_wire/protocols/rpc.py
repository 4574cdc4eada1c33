"""The protocols that post the whole input as a body: JSON 1.0 and 1.1 by `X-Amz-Target`, and RPC v2 CBOR by the path.

Source: Smithy, "AWS JSON 1.1 protocol" and "Smithy RPC v2 CBOR protocol".
"""

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, ServiceModel, StructureShape

from aws_wire.codecs import CBOR, JSON, Codec
from aws_wire.errors import SerializationError, ServiceError
from aws_wire.messages import Request, Response
from aws_wire.protocols.protocol import Call, error_members, find_status
from aws_wire.values import parse_members, serialize_members

_CBOR_PATH = re.compile(r".*/service/[^/]+/operation/([^/]+)")


class RpcProtocol:
    """What JSON and CBOR have in common."""

    def __init__(self, codec: Codec, headers: Mapping[str, str]) -> None:
        self._codec = codec
        self._headers = headers

    def parse_input(self, operation: OperationModel, request: Request, _: Call) -> dict[str, Any]:
        values = self._codec.decode(request.body)
        if not isinstance(values, dict):
            raise SerializationError("The body must be an object.")
        return parse_members(operation.input_shape, values, self._codec) if operation.input_shape else {}

    def serialize_output(self, operation: OperationModel, output: Mapping[str, Any]) -> Response:
        shape = operation.output_shape
        values = serialize_members(shape, output, self._codec, operation.name) if shape else {}
        return Response(200, dict(self._headers), self._codec.encode(values))

    def serialize_error(self, error: ServiceError, shape: StructureShape | None) -> Response:
        body = {"__type": error.code, **error_members(error, shape)}
        headers = {**self._headers, "x-amzn-errortype": error.code}
        return Response(find_status(error, shape), headers, self._codec.encode(body))


class JsonProtocol(RpcProtocol):
    """AWS JSON 1.0 and 1.1."""

    def __init__(self, model: ServiceModel) -> None:
        version = model.metadata.get("jsonVersion", "1.0")
        super().__init__(JSON, {"content-type": f"application/x-amz-json-{version}"})

    def find_call(self, request: Request) -> Call | None:
        _, dot, operation = request.headers.get("x-amz-target", "").rpartition(".")
        return Call(operation) if dot else None


class RpcV2CborProtocol(RpcProtocol):
    """Smithy RPC v2 CBOR."""

    def __init__(self) -> None:
        super().__init__(CBOR, {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"})

    def find_call(self, request: Request) -> Call | None:
        found = _CBOR_PATH.fullmatch(request.route)
        return Call(found[1]) if found else None
