"""Converse by unmodified boto3: tasks by the name of their schema, the errors of Bedrock, and faults on demand."""

import json
from typing import Any, Final

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from bedrock_local import tasks
from bedrock_local.encoder import Vector
from tests.fakes.meaning import serving

TEXT: Final = "We saw a beautifull mountan. She go there on monday."
SCHEMA: Final = {"type": "object", "properties": {"bands": {}, "corrections": {"type": "array"}}}


class NoEncoder:
    """Embeds nothing: these tests do without the model."""

    def encode(self, text: str) -> Vector:
        raise NotImplementedError(text)

    def count_tokens(self, text: str) -> int:
        return len(text)


@pytest.fixture(scope="module")
def url() -> Any:
    with serving(NoEncoder()) as address:
        yield address


def _client(url: str, fault: str | None = None, region: str = "us-east-1") -> Any:
    patience = Config(retries={"total_max_attempts": 1}, read_timeout=60)
    keys: dict[str, Any] = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    client = boto3.client("bedrock-runtime", endpoint_url=url, region_name=region, config=patience, **keys)
    if fault:
        client.meta.events.register(
            "before-sign.bedrock-runtime", lambda request, **_: request.headers.add_header("x-waymark-fault", fault)
        )
    return client


def _request(task: str = "writing-feedback", message: str = "", **more: Any) -> dict[str, Any]:
    text = message or f"<document-a1b2>\n{json.dumps(TEXT)}\n</document-a1b2>"
    return {
        "modelId": tasks.MODEL_ID,
        "system": [{"text": "You judge."}],
        "messages": [{"role": "user", "content": [{"text": text}]}],
        "toolConfig": {
            "tools": [{"toolSpec": {"name": task, "inputSchema": {"json": SCHEMA}}}],
            "toolChoice": {"tool": {"name": task}},
        },
    } | more


def _request_structured_output(name: str) -> dict[str, Any]:
    schema = {"jsonSchema": {"name": name, "schema": json.dumps(SCHEMA)}}
    request = _request(outputConfig={"textFormat": {"type": "json_schema", "structure": schema}})
    del request["toolConfig"]
    return request


def _refusal(client: Any, **request: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        client.converse(**request)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_writing_gets_corrections_and_no_bands_the_same_each_time(url: str) -> None:
    """By a forced tool: what it is given is in the schema, its tokens are counted, and it says why it stopped."""
    one, two = (_client(url).converse(**_request()) for _ in range(2))

    del one["ResponseMetadata"], two["ResponseMetadata"]
    assert one == two
    (content,) = one["output"]["message"]["content"]
    assert (one["stopReason"], content["toolUse"]["name"]) == ("tool_use", "writing-feedback")
    given = content["toolUse"]["input"]
    assert given["bands"] is None
    assert {"quote": "beautifull", "replacement": "beautiful"} in given["corrections"]
    assert all(each["quote"] in TEXT for each in given["corrections"])
    usage = one["usage"]
    assert usage["inputTokens"] > 10 < usage["outputTokens"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]


def test_structured_output_is_the_same_as_text(url: str) -> None:
    answer = _client(url).converse(**_request_structured_output("writing-feedback"))

    by_tool = _client(url).converse(**_request())["output"]["message"]["content"][0]["toolUse"]["input"]
    assert answer["stopReason"] == "end_turn"
    assert json.loads(answer["output"]["message"]["content"][0]["text"]) == by_tool


def test_an_answer_that_is_longer_than_allowed_is_cut(url: str) -> None:
    """And says so by its stop reason."""
    answer = _client(url).converse(**_request(inferenceConfig={"maxTokens": 3}))

    assert answer["stopReason"] == "max_tokens"


def test_what_is_no_task_is_refused_with_their_names(url: str) -> None:
    """Other schemas, none, a message without a document, and one that is not the user's."""
    client = _client(url)
    without = _request()
    del without["toolConfig"]
    assistant = [{"role": "assistant", "content": [{"text": "Yes."}]}]

    answers = [
        _refusal(client, **_request("poem")),
        _refusal(client, **_request_structured_output("poem")),
        _refusal(client, **without),
        _refusal(client, **_request(message="Write a poem.")),
        _refusal(client, **_request(messages=assistant)),
    ]

    assert {code for code, _ in answers} == {"ValidationException"}
    assert all("Its tasks are: writing-feedback." in message for _, message in answers[:3])
    assert "no block <document-TAG>" in answers[3][1]


def test_models_that_are_not_there_and_texts_too_long_get_bedrocks_errors(url: str) -> None:
    client = _client(url)
    long = f"<document-a>{'word and ' * 40_000}</document-a>"

    assert _refusal(client, **_request() | {"modelId": "amazon.nova-lite-v1:0"}) == (
        "ValidationException",
        "The provided model identifier is invalid.",
    )
    assert "Input is too long" in _refusal(client, **_request(message=long))[1]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("throttle", "ThrottlingException"),
        ("timeout", "ModelTimeoutException"),
        ("unavailable", "ServiceUnavailableException"),
        ("rain", "ValidationException"),
    ],
)
def test_a_fault_is_suffered_on_demand(url: str, fault: str, code: str) -> None:
    assert _refusal(_client(url, fault), **_request())[0] == code


def test_half_an_answer_is_given_on_demand(url: str) -> None:
    answer = _client(url, "malformed").converse(**_request())

    assert answer["output"]["message"]["content"] == [{"text": '{"bands": '}]
