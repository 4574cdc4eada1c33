"""Amazon Bedrock as a judge, by Converse with one tool that must be used: models without structured output know it."""

from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionError,  # noqa: A004
    HTTPClientError,
    IncompleteReadError,
    ReadTimeoutError,
)

from resolvers.learning.estimates.judge import JudgeRefused, JudgeUnavailable, Reply
from resolvers.learning.estimates.model import ANSWER_SCHEMA
from resolvers.learning.estimates.prompt import MOST_OUTPUT_TOKENS, TASK, Prompt

SECONDS: Final = 40
_SERVER_FAULT: Final = 500
_BUSY: Final = frozenset(
    {"ThrottlingException", "TooManyRequestsException", "ModelNotReadyException", "ModelTimeoutException"}
)


class Bedrock:
    """A model of Bedrock's that can use tools."""

    def ask(self, model: str, prompt: Prompt) -> Reply:
        tool = {"name": TASK, "description": "Gives the estimate.", "inputSchema": {"json": ANSWER_SCHEMA}}
        try:
            answer = client().converse(
                modelId=model,
                system=[{"text": prompt.system}],
                messages=[{"role": "user", "content": [{"text": prompt.message}]}],
                inferenceConfig={"maxTokens": MOST_OUTPUT_TOKENS, "temperature": 0},
                toolConfig={"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": TASK}}},
            )
        except ReadTimeoutError:
            raise JudgeUnavailable("timeout", is_charged=True) from None
        except (ConnectionError, HTTPClientError, IncompleteReadError) as error:
            raise JudgeUnavailable(type(error).__name__) from None
        except ClientError as error:
            raise _explain(error) from None
        return _read(answer)


@cache
def client() -> Any:
    """Return the client of Bedrock's runtime. It asks once: what is asked again is paid again."""
    patience = Config(connect_timeout=3, read_timeout=SECONDS, retries={"mode": "standard", "total_max_attempts": 1})
    return boto3.client("bedrock-runtime", config=patience)


def _explain(error: ClientError) -> Exception:
    """Return what an error means, by its code: its message may echo what was sent."""
    code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    return JudgeUnavailable(code) if code in _BUSY or status >= _SERVER_FAULT else JudgeRefused(code)


def _read(answer: dict[str, Any]) -> Reply:
    if answer["stopReason"] != "tool_use":
        raise JudgeRefused(answer["stopReason"], is_charged=True)
    used = [each["toolUse"] for each in answer["output"]["message"]["content"] if "toolUse" in each]
    if len(used) != 1 or used[0]["name"] != TASK:
        raise JudgeRefused("no answer", is_charged=True)
    return Reply(used[0]["input"], answer["usage"]["inputTokens"], answer["usage"]["outputTokens"])
