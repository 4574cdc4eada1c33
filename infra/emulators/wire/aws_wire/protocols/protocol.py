"""What a protocol does between HTTP and a service: it names the operation, reads inputs, writes outputs and errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from botocore.model import OperationModel, StructureShape

from aws_wire.errors import ServiceError
from aws_wire.messages import Request, Response

BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Call:
    """The operation that a request names, and the labels of its path."""

    operation: str
    labels: Mapping[str, str] = field(default_factory=dict)


class WireProtocol(Protocol):
    """One protocol of one service."""

    def find_call(self, request: Request) -> Call | None:
        """Return the operation that a request names, or None if it names none."""

    def parse_input(self, operation: OperationModel, request: Request, call: Call) -> dict[str, Any]:
        """Return the input by its names in the model, or raise `SerializationError`."""

    def serialize_output(self, operation: OperationModel, output: Mapping[str, Any]) -> Response:
        """Return the response of an output, or raise `TypeError` if it does not fit the model."""

    def serialize_error(self, error: ServiceError, shape: StructureShape | None) -> Response:
        """Return the response of an error; `shape` is its shape in the model, if it has one."""


def find_status(error: ServiceError, shape: StructureShape | None) -> int:
    """Return the HTTP status of an error: its own, else the model's."""
    modelled = (shape.metadata.get("error") or {}).get("httpStatusCode") if shape is not None else None
    return error.status or modelled or BAD_REQUEST


def error_members(error: ServiceError, shape: StructureShape | None) -> dict[str, Any]:
    """Return the members of an error's body; the message is called as the model calls it."""
    # IVS calls it exceptionMessage.
    names = {"message", "exceptionmessage"}
    named = [name for name in shape.members if name.lower() in names] if shape is not None else []
    return {(named or ["message"])[0]: error.message, **error.members}
