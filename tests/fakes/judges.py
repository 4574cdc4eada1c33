"""Two language models behind their wire protocols: Bedrock's Converse and Gemini's generateContent, in one server.

They judge as a model would that obeys whatever it is told: who can instruct them gets band 9.
"""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import unquote

import pytest
from aws_lambda_powertools.utilities.circuit_breaker import base

from resolvers.core import observability, secret
from resolvers.core.settings import settings
from resolvers.learning.estimates import bedrock, circuits, gemini

KEY: Final = "AIza-planted-key-0123456789"
BEDROCK_MODEL, GEMINI_MODEL = "amazon.nova-lite-v1:0", "gemini-3.5-flash-lite"
CRITERIA: Final = ("content", "organisation", "vocabulary", "grammar")
_BLOCK: Final = re.compile(r"<document-(\w+)>\n(.*)\n</document-\1>", re.DOTALL)
_ORDERS: Final = ("ignoreprevious", "ignoreall", "band9", "fullmarks", "highestband")


@dataclass(frozen=True)
class Call:
    """A request as it came."""

    provider: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def message(self) -> str:
        if self.provider == "bedrock":
            return str(self.body["messages"][0]["content"][0]["text"])
        return str(self.body["contents"][0]["parts"][0]["text"])

    @property
    def document(self) -> str | None:
        """The text in its block; None if anything stands beside the block, or it is no JSON string."""
        found = _BLOCK.fullmatch(self.message)
        try:
            document = json.loads(found[2]) if found else None
        except ValueError:
            return None
        return document if isinstance(document, str) else None


@dataclass
class Judges:
    """What the models were asked, and how each of them fails: a status, `timeout`, `half`, `null` or a stop reason."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    faults: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)

    def count_calls(self, provider: str) -> int:
        return sum(each.provider == provider for each in self.calls)

    def judge(self, call: Call) -> dict[str, Any]:
        document = call.document
        squeezed = re.sub(r"[^a-z0-9]", "", (document or "").lower())
        obeys = document is None or any(each in squeezed for each in _ORDERS)
        one: dict[str, Any] = {"band": 9 if obeys else 5.5, "comment": "It has a clear order.", "quotes": []}
        return {"bands": dict.fromkeys(CRITERIA, one), "corrections": []} | self.answer


@contextmanager
def serving_judges(patch: pytest.MonkeyPatch, order: str = "bedrock,gemini", budget: str = "5") -> Iterator[Judges]:
    """Serve both models and name them to the resolvers; the key is in the secret."""
    judges = Judges()
    judges.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(judges))
    judges.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    arn = _client().create_secret(Name="gemini", SecretString=json.dumps({"apiKey": KEY}))["ARN"]
    values = {
        "JUDGE_ORDER": order,
        "JUDGE_BUDGET": budget,
        "BEDROCK_JUDGE": f"{BEDROCK_MODEL} 0.06 0.24",
        "GEMINI_JUDGE": f"{GEMINI_MODEL} 0.30 2.50",
        "GEMINI_ENDPOINT": judges.url,
        "GEMINI_SECRET_ARN": arn,
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": judges.url,
    }
    patch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    for name, value in values.items():
        patch.setenv(name, value)
    _forget()
    try:
        yield judges
    finally:
        judges.gate.set()
        judges.end.set()
        bedrock.client().close()
        server.shutdown()
        server.server_close()
        thread.join(60)
        _forget()


def _forget() -> None:
    for cached in (settings, bedrock.client, gemini._pool):
        cached.cache_clear()
    secret._texts.clear()
    circuits._store.cache_clear()
    for counted in (base._LOCAL_FAILURES, base._LOCAL_SUCCESSES, base._LAST_OBSERVED_STATE):
        counted.clear()


def _client() -> Any:
    return secret._client()


def _make_handler(judges: Judges) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            path, headers = unquote(self.path), {name.lower(): value for name, value in self.headers.items()}
            call = Call("bedrock" if path.endswith("/converse") else "gemini", path, headers, body)
            judges.calls.append(call)
            judges.arrived.set()
            judges.gate.wait(60)
            fault = judges.faults.get(call.provider)
            if fault == "timeout":
                judges.end.wait(60)  # longer than any client waits
                self.close_connection = True
                return
            if isinstance(fault, int):
                # A provider may echo what it was sent, headers and all.
                self._send(fault, {"message": f"refused: {headers} {path}", "error": {"message": str(headers)}})
                return
            write = _write_bedrock if call.provider == "bedrock" else _write_gemini
            self._send(200, write(judges.judge(call), fault))

        def _send(self, status: int, answer: dict[str, Any]) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Write no log."""

    return Handler


def _write_bedrock(answer: dict[str, Any], fault: str | None) -> dict[str, Any]:
    given = {"bands": None} if fault == "half" else answer
    content = [{"toolUse": {"toolUseId": "1", "name": "writing-feedback", "input": given}}]
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": fault if fault in {"max_tokens", "guardrail_intervened"} else "tool_use",
        "usage": {"inputTokens": 1_300, "outputTokens": 700, "totalTokens": 2_000},
        "metrics": {"latencyMs": 1},
    }


def _write_gemini(answer: dict[str, Any], fault: str | None) -> dict[str, Any]:
    text = json.dumps(answer)
    if fault == "blocked":
        return {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 1_300}}
    return {
        "candidates": [
            {
                "content": {"parts": [{"text": text[: len(text) // 2] if fault == "half" else text}]},
                "finishReason": fault if fault in {"MAX_TOKENS", "SAFETY"} else "STOP",
            }
        ],
        "usageMetadata": {"promptTokenCount": 1_300, "candidatesTokenCount": 700},
    }


def band(value: float, comment: str = "", quotes: Sequence[str] = ()) -> dict[str, Any]:
    return {"band": value, "comment": comment, "quotes": [*quotes]}
