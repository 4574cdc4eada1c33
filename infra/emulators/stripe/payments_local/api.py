"""Answers API requests: authentication, version, parameters, idempotency, the operation, and a line in the log."""

import json
import logging
import time
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from payments_local import API_VERSION
from payments_local.authentication import require_key
from payments_local.errors import ApiError, InvalidRequestError
from payments_local.expansion import show
from payments_local.faults import Fault, Faults, suffer
from payments_local.form import Tree, decode_form
from payments_local.idempotency import Keyed, Saved, SavedResponses, describe
from payments_local.identifiers import new_identifier
from payments_local.ledger import CURRENT_REQUEST, Ledger, Request
from payments_local.operations import Operation, find_operation
from payments_local.parameters import DOCUMENTED, parse_parameters

LOGGED_REQUESTS: Final = 1000

log = logging.getLogger("payments-local")


@dataclass(frozen=True)
class Answer:
    """Status and body, and the request that is answered: the first one, where this is a repeat."""

    status: int
    body: dict[str, Any]
    original_request: str | None = None
    dropped: bool = False


class Api:
    """Handles every request below /v1; operations run one after the other, each in a transaction of its own."""

    def __init__(self, ledger: Ledger, faults: Faults, keys: list[str]) -> None:
        self._ledger, self._faults, self._keys = ledger, faults, keys
        self._saved = SavedResponses(ledger.store)

    async def handle(self, http: web.Request) -> web.StreamResponse:
        request = Request(new_identifier("req", 14), http.headers.get("Idempotency-Key"))
        token = CURRENT_REQUEST.set(request)
        try:
            answer = await self._answer(http, request)
        except ApiError as error:
            answer = Answer(error.status, error.to_json())
        except Exception:
            log.exception("%s %s failed", http.method, http.path)
            answer = Answer(500, ApiError("payments-local failed; its log says why.").to_json())
        finally:
            CURRENT_REQUEST.reset(token)
        log.info("%s %s %d %s", http.method, http.path, answer.status, answer.body.get("id", ""))
        if answer.dropped and http.transport:
            http.transport.abort()
        return web.json_response(answer.body, status=answer.status, headers=_headers(request, answer))

    async def _answer(self, http: web.Request, request: Request) -> Answer:
        require_key(http.headers.get("Authorization", ""), self._keys)
        _require_version(http.headers.get("Stripe-Version", API_VERSION))
        operation, arguments = find_operation(http.method, http.path)
        tree = decode_form(await _read_parameters(http))
        keyed = None
        if request.idempotency_key and http.method == "POST":
            keyed = describe(request.idempotency_key, http.path, tree)
        call = Call(operation, arguments, tree, keyed, request)
        if keyed is None:
            answer = await self._call(call)
        elif saved := self._saved.begin(keyed):
            answer = _replay(saved)
        else:
            try:
                answer = await self._call(call)
            finally:
                self._saved.end(keyed)
        self._log_request(http, tree, request, answer)
        return answer

    async def _call(self, call: "Call") -> Answer:
        fault = self._faults.take(call.operation.name)
        await suffer(fault)
        parameters = parse_parameters(DOCUMENTED[call.operation.name], call.tree)
        with self._ledger.store.transaction():
            answer = self._run(call, parameters, fault)
            if call.keyed:
                self._saved.save(call.keyed, str(call.request.id), answer.status, answer.body)
        return answer

    def _run(self, call: "Call", parameters: dict[str, Any], fault: Fault | None) -> Answer:
        """Carry an operation out; what it raises is its answer, and leaves nothing behind."""
        connection = self._ledger.store.connection
        connection.execute("SAVEPOINT operation")
        try:
            resource = call.operation.run(self._ledger, parameters, **call.arguments)
            body = show(self._ledger.store, resource, parameters.get("expand") or [])
        except ApiError as error:
            connection.execute("ROLLBACK TO operation")
            return Answer(error.status, error.to_json())
        if fault and fault.kind == "error_after":
            return Answer(500, ApiError("An unknown error occurred: a fault injected on the control page.").to_json())
        return Answer(200, body, dropped=fault is not None and fault.kind == "drop_answer")

    def _log_request(self, http: web.Request, tree: Tree, request: Request, answer: Answer) -> None:
        """Keep the last requests for the control page."""
        self._ledger.store.connection.execute(
            "INSERT INTO requests (id, method, path, parameters, idempotency_key, status, made_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(request.id, http.method, http.path, json.dumps(tree), request.idempotency_key),
                *(answer.status, time.time()),
            ),
        )
        self._ledger.store.connection.execute(
            "DELETE FROM requests WHERE sequence <= (SELECT max(sequence) FROM requests) - ?", (LOGGED_REQUESTS,)
        )


@dataclass(frozen=True)
class Call:
    """An operation with all that it is called with."""

    operation: Operation
    arguments: dict[str, str]
    tree: Tree
    keyed: Keyed | None
    request: Request


def _replay(saved: Saved) -> Answer:
    return Answer(saved.status, json.loads(saved.body), saved.request)


def _require_version(version: str) -> None:
    if version != API_VERSION:
        raise InvalidRequestError(f"Invalid Stripe API version: {version}. payments-local speaks {API_VERSION} only.")


async def _read_parameters(http: web.Request) -> str:
    """Return the encoded parameters of a request, or raise `InvalidRequestError` for another encoding."""
    if http.method in {"GET", "DELETE"}:
        return http.rel_url.raw_query_string
    body = await http.read()
    if body and http.content_type != "application/x-www-form-urlencoded":
        raise InvalidRequestError(f"Invalid content type: {http.content_type}. Send parameters form-encoded.")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise InvalidRequestError("Invalid request: the body is not UTF-8.") from error


def _headers(request: Request, answer: Answer) -> dict[str, str]:
    headers = {"Request-Id": str(request.id), "Stripe-Version": API_VERSION, "Cache-Control": "no-cache, no-store"}
    if request.idempotency_key:
        headers["Idempotency-Key"] = request.idempotency_key
    if answer.original_request:
        headers |= {"Original-Request": answer.original_request, "Idempotent-Replayed": "true"}
    return headers
