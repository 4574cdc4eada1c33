"""A service of botocore's models: a handler for each operation, and everything between them and HTTP."""

import asyncio
import inspect
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import botocore.session
from botocore.model import OperationModel, StructureShape

from aws_wire.authentication import Authenticator
from aws_wire.errors import InternalFailure, ServiceError, UnknownOperation, ValidationFailed
from aws_wire.messages import Request, Response
from aws_wire.protocols.protocol import WireProtocol
from aws_wire.protocols.rest_json import RestJsonProtocol
from aws_wire.protocols.rpc import JsonProtocol, RpcV2CborProtocol
from aws_wire.signature import Signature
from aws_wire.validation import find_violations

log = logging.getLogger("aws_wire")
_VALIDATION_ERRORS = (
    "ValidationException",
    "InvalidParameterException",
    "InvalidRequestException",
    "BadRequestException",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may ask about its request; `signature` names the access key and the region."""

    operation: str
    request_id: str
    signature: Signature
    headers: Mapping[str, str]
    source_ip: str | None = None


Output = Mapping[str, Any] | None
Handler = Callable[[dict[str, Any], Context], Output | Awaitable[Output]]
AnyHandler = TypeVar("AnyHandler", bound=Handler)


class Service:
    """One AWS service, by its name in botocore.

    `validation_error` is the code of requests that break a constraint; by default the model's own.
    """

    def __init__(
        self, name: str, *, authenticator: Authenticator | None = None, validation_error: str | None = None
    ) -> None:
        self.name = name
        self.model = botocore.session.get_session().get_service_model(name)
        self._authenticator = authenticator or Authenticator()
        modelled = [code for code in _VALIDATION_ERRORS if code in self.model.shape_names]
        self._validation_error = validation_error or (modelled or ["ValidationException"])[0]
        self._handlers: dict[str, Handler] = {}
        self._rest = RestJsonProtocol(self.model) if self.model.protocol.startswith("rest") else None
        self._json = JsonProtocol(self.model)
        self._cbor = RpcV2CborProtocol()

    @property
    def operations(self) -> list[str]:
        """The names of the operations that have a handler."""
        return sorted(self._handlers)

    def operation(self, name: str) -> Callable[[AnyHandler], AnyHandler]:
        """Register the handler of an operation, `handler(input, context) -> output`.

        Input and output are dicts by the names in the model, as boto3 takes and returns them; None is an empty output.
        A coroutine function runs in the event loop, a plain function in a thread. A handler refuses by `ServiceError`.
        Raises `ValueError` if the model has no such operation.
        """
        if name not in self.model.operation_names:
            raise ValueError(f"{self.name} has no operation {name}.")

        def register(handler: AnyHandler) -> AnyHandler:
            self._handlers[name] = handler
            return handler

        return register

    async def respond(self, request: Request) -> Response:
        """Return the response to a request; whatever goes wrong is a response too."""
        started, request_id = time.monotonic(), str(uuid.uuid4())
        protocol = self._choose_protocol(request)
        operation = "?"
        try:
            call = protocol.find_call(request)
            operation = call.operation if call else "?"
            model = self._find_operation(call.operation if call else None)
            signature = await self._authenticator.authenticate(request, {self.model.signing_name})
            values = protocol.parse_input(model, request, call)  # type: ignore[arg-type]
            self._validate(model, values)
            context = Context(operation, request_id, signature, request.headers, request.source_ip)
            response = protocol.serialize_output(model, await self._run(operation, values, context) or {})
        except ServiceError as error:
            response = protocol.serialize_error(error, self._find_error_shape(error.code))
        except Exception:
            log.exception("%s.%s failed", self.name, operation)
            response = protocol.serialize_error(InternalFailure(), None)
        response.headers["x-amzn-requestid"] = request_id
        log.info("%s.%s %d %.0f ms", self.name, operation, response.status, (time.monotonic() - started) * 1000)
        return response

    def _choose_protocol(self, request: Request) -> WireProtocol:
        """Return the protocol that the client chose: a service may have several."""
        if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
            return self._cbor
        if self._rest is not None and "x-amz-target" not in request.headers:
            return self._rest
        return self._json

    def _find_operation(self, name: str | None) -> OperationModel:
        if name is None or name not in self._handlers:
            known = ", ".join(self.operations)
            raise UnknownOperation(f"{name or 'This request'} is not implemented here; these operations are: {known}.")
        return self.model.operation_model(name)

    def _validate(self, model: OperationModel, values: dict[str, Any]) -> None:
        if model.input_shape is not None:
            violations = list(find_violations(model.input_shape, values))
            if violations:
                raise ValidationFailed(self._validation_error, violations)

    async def _run(self, operation: str, values: dict[str, Any], context: Context) -> Output:
        handler = self._handlers[operation]
        if inspect.iscoroutinefunction(handler):
            output: Output = await handler(values, context)
        else:
            output = await asyncio.to_thread(handler, values, context)  # type: ignore[arg-type]
        return output

    def _find_error_shape(self, code: str) -> StructureShape | None:
        shape = self.model.shape_for(code) if code in self.model.shape_names else None
        return shape if isinstance(shape, StructureShape) else None
