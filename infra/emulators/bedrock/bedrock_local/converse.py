"""Converse: which task a request asks for, and the answer as text or as the use of a tool.

Source: Amazon Bedrock user guide, "Use a tool to complete a model response" and "Get validated JSON results".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aws_wire.errors import ServiceError
from bedrock_local import tasks

MOST_TOKENS: Final = 60_000
_TOKEN: Final = re.compile(r"\w{1,6}|[^\w\s]")  # about as many as a model's tokeniser finds in English


@dataclass(frozen=True)
class Wanted:
    """The schema that a request asks for, and whether a tool takes the answer."""

    name: str | None
    is_tool: bool


def answer_request(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the output of Converse, or raise `ValidationException`."""
    wanted = find_wanted(values)
    give = tasks.find_task(wanted.name)
    messages = values.get("messages") or [{"role": "assistant", "content": []}]
    if messages[-1]["role"] != "user":
        raise _refuse("The last message must be the user's.")
    input_tokens = count_tokens(json.dumps([values.get("system", []), messages], ensure_ascii=False, default=str))
    if input_tokens > MOST_TOKENS:
        raise _refuse(f"Input is too long: {input_tokens} tokens, at most {MOST_TOKENS}.")
    answer = give(tasks.read_document(messages))
    output_tokens = count_tokens(json.dumps(answer, ensure_ascii=False))
    is_whole = output_tokens <= values.get("inferenceConfig", {}).get("maxTokens", MOST_TOKENS)
    return {
        "output": {"message": {"role": "assistant", "content": _write_content(wanted, answer, is_whole=is_whole)}},
        "stopReason": ("tool_use" if wanted.is_tool else "end_turn") if is_whole else "max_tokens",
        "usage": {
            "inputTokens": input_tokens,
            "outputTokens": output_tokens,
            "totalTokens": input_tokens + output_tokens,
        },
        "metrics": {"latencyMs": 0},
    }


def find_wanted(values: Mapping[str, Any]) -> Wanted:
    """Return the schema that is asked for: of the one tool that must be used, or of structured output."""
    tools = values.get("toolConfig", {})
    if name := tools.get("toolChoice", {}).get("tool", {}).get("name"):
        known = [each["toolSpec"]["name"] for each in tools.get("tools", []) if "toolSpec" in each]
        if name not in known:
            raise _refuse(f"toolChoice names {name}, and no tool has this name.")
        return Wanted(name, is_tool=True)
    schema = values.get("outputConfig", {}).get("textFormat", {}).get("structure", {}).get("jsonSchema", {})
    return Wanted(schema.get("name"), is_tool=False)


def count_tokens(text: str) -> int:
    """Return about how many tokens a text has; equal texts have equally many."""
    return len(_TOKEN.findall(text))


def _write_content(wanted: Wanted, answer: dict[str, Any], *, is_whole: bool) -> list[dict[str, Any]]:
    text = json.dumps(answer, ensure_ascii=False)
    if not is_whole:
        return [{"text": text[: len(text) // 2]}]
    if wanted.is_tool:
        return [{"toolUse": {"toolUseId": "tooluse_local", "name": wanted.name, "input": answer}}]
    return [{"text": text}]


def _refuse(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)
