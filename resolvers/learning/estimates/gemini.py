"""Google's Gemini as a judge, by generateContent. Its key goes in a header, never in an address."""

import json
from functools import cache
from typing import Any, Final
from urllib.parse import quote

import urllib3

from resolvers.core import redaction, secret
from resolvers.core.settings import settings
from resolvers.learning.estimates.judge import JudgeRefused, JudgeUnavailable, Reply
from resolvers.learning.estimates.model import ANSWER_SCHEMA
from resolvers.learning.estimates.prompt import MOST_OUTPUT_TOKENS, Prompt

SECONDS: Final = 40
_OK: Final = 200
_TOO_MANY: Final = 429
_SERVER_FAULT: Final = 500


class Gemini:
    """A model of Gemini's that answers in a JSON schema."""

    def ask(self, model: str, prompt: Prompt) -> Reply:
        url = f"{settings().gemini_endpoint}/v1beta/models/{quote(model, safe='')}:generateContent"
        headers = {"Content-Type": "application/json", "x-goog-api-key": _read_key()}
        try:
            response = _pool().request("POST", url, headers=headers, body=json.dumps(_write_body(prompt)))
        except urllib3.exceptions.ReadTimeoutError:
            raise JudgeUnavailable("timeout", is_charged=True) from None
        except urllib3.exceptions.HTTPError as error:
            raise JudgeUnavailable(type(error).__name__) from None
        # The body of an error may echo what was sent: only its status is told.
        if response.status == _TOO_MANY or response.status >= _SERVER_FAULT:
            raise JudgeUnavailable(str(response.status))
        if response.status != _OK:
            raise JudgeRefused(str(response.status))
        return _read(response.data)


def _write_body(prompt: Prompt) -> dict[str, Any]:
    return {
        "systemInstruction": {"parts": [{"text": prompt.system}]},
        "contents": [{"role": "user", "parts": [{"text": prompt.message}]}],
        "generationConfig": {
            "temperature": 0,
            "seed": 0,
            "maxOutputTokens": MOST_OUTPUT_TOKENS,
            "responseMimeType": "application/json",
            "responseJsonSchema": ANSWER_SCHEMA,
            # Thoughts are paid as output, and would leave no room for the answer.
            "thinkingConfig": {"thinkingBudget": 0},
        },
    }


def _read(data: bytes) -> Reply:
    try:
        answer = json.loads(data)
        candidate, usage = answer["candidates"][0], answer["usageMetadata"]
        if candidate["finishReason"] != "STOP":
            raise JudgeRefused(str(candidate["finishReason"])[:40], is_charged=True)
        text = "".join(part["text"] for part in candidate["content"]["parts"])
        thoughts = usage.get("thoughtsTokenCount", 0)
        return Reply(json.loads(text), usage["promptTokenCount"], usage["candidatesTokenCount"] + thoughts)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise JudgeRefused(f"no answer ({type(error).__name__})", is_charged=True) from None


def _read_key() -> str:
    key: str = json.loads(secret.read_cached_text(settings().gemini_secret_arn))["apiKey"]
    redaction.hide(key)
    return key


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=urllib3.Timeout(connect=3, read=SECONDS), retries=False)
