"""AppSync's GraphQL address as the publisher meets it: a real HTTP server that judges documents by the contract."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from graphql import GraphQLSchema, execute, parse, validate


@dataclass
class FakeGraphqlEndpoint:
    """Remembers every mutation it took; answers 500 to as many requests as `outage` says."""

    contract: GraphQLSchema
    url: str = ""
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)
    outage: int = 0

    def of(self, mutation: str) -> list[dict[str, Any]]:
        """Return the inputs of one mutation, in the order they came."""
        return [event for name, event in self.taken if name == mutation]

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        document = parse(request["query"])
        mistakes = validate(self.contract, document)
        if mistakes:
            return {"data": None, "errors": [{"message": mistake.message} for mistake in mistakes]}
        said = execute(self.contract, document, _Echo(), variable_values=request["variables"])
        assert not hasattr(said, "__await__")
        if said.errors:
            return {"data": None, "errors": [{"message": error.message} for error in said.errors]}
        for name, event in (said.data or {}).items():
            self.taken.append((name, request["variables"]["input"]))
            self.answers.append(event)
        return {"data": said.data}


class _Echo:
    """Every mutation returns its input, as AppSync's NONE data source does with our function."""

    def __getattr__(self, _name: str) -> Any:
        return lambda _info, **arguments: arguments["input"]


@contextmanager
def graphql_endpoint(contract: GraphQLSchema) -> Iterator[FakeGraphqlEndpoint]:
    """Serve the fake on a free port of this machine."""
    fake = FakeGraphqlEndpoint(contract)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.signatures.append(self.headers.get("Authorization", ""))
            fake.connections.add(self.client_address[1])
            if fake.outage:
                fake.outage -= 1
                return self._say(500, b"out of order")
            return self._say(200, json.dumps(fake.answer(body)).encode())

        def _say(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/graphql"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
