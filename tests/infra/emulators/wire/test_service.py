"""Services by botocore's models, judged by botocore's own clients over HTTP."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from botocore.exceptions import ClientError

from aws_wire.authentication import Authenticator
from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from aws_wire.signature import SigningKey
from tests.infra.emulators.wire.serving import call, serving

CREATED = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
CONVERSE = {
    "output": {"message": {"role": "assistant", "content": [{"text": "Hi"}]}},
    "stopReason": "end_turn",
    "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
    "metrics": {"latencyMs": 5},
}


class Keys:
    """The secrets of one access key."""

    async def find_key(self, access_key: str) -> SigningKey | None:
        return SigningKey(access_key, "hush") if access_key == "AKIDREPORTER" else None


def recording(name: str, operation: str, output: dict[str, Any]) -> tuple[Service, list[dict[str, Any]]]:
    """A service with one operation that always gives one output, and the inputs that reached it."""
    service = Service(name)
    inputs: list[dict[str, Any]] = []

    @service.operation(operation)
    def answer(given: dict[str, Any], _: Context) -> dict[str, Any]:
        inputs.append(given)
        return output

    return service, inputs


@pytest.mark.parametrize(
    ("name", "operation", "method", "given", "output"),
    [
        pytest.param(
            "rekognition",
            "DetectLabels",
            "detect_labels",
            {"Image": {"Bytes": b"\x00\xff"}, "MaxLabels": 3, "MinConfidence": 50.5},
            {"Labels": [{"Name": "Cat", "Confidence": 99.5}], "LabelModelVersion": "1"},
            id="json-1.1",
        ),
        pytest.param(
            "transcribe",
            "GetTranscriptionJob",
            "get_transcription_job",
            {"TranscriptionJobName": "interview-1"},
            {"TranscriptionJob": {"TranscriptionJobName": "interview-1", "CreationTime": CREATED}},
            id="rpc-v2-cbor",
        ),
        pytest.param(
            "mediaconvert",
            "CreateJob",
            "create_job",
            {
                "Role": "arn:aws:iam::1:role/x",
                "Settings": {"Inputs": [{"FileInput": "s3://b/k"}]},
                "Priority": -7,
                "ClientRequestToken": "t",
            },
            {"Job": {"Id": "1", "Role": "r", "Settings": {"OutputGroups": []}, "CreatedAt": CREATED}},
            id="rest-json with other names on the wire",
        ),
        pytest.param(
            "bedrock-runtime",
            "Converse",
            "converse",
            {
                "modelId": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/abcdefghijkl",
                "messages": [{"role": "user", "content": [{"text": "Hello"}]}],
                "additionalModelRequestFields": {"anything": [1, None, "x"]},
            },
            CONVERSE,
            id="rest-json with a label that holds a slash, and a document",
        ),
        pytest.param(
            "polly",
            "DescribeVoices",
            "describe_voices",
            {"LanguageCode": "de-DE", "IncludeAdditionalLanguageCodes": True},
            {"Voices": [{"Id": "Vicki", "LanguageCode": "de-DE"}]},
            id="rest-json with a query string",
        ),
    ],
)
async def test_clients_and_handlers_see_the_same_values(
    name: str, operation: str, method: str, given: dict[str, Any], output: dict[str, Any]
) -> None:
    """In every protocol what boto3 sends is what the handler gets, and what the handler returns is what boto3 gives."""
    service, inputs = recording(name, operation, output)

    async with serving(service) as url:
        answer = await call(url, name, method, **given)

    metadata = answer.pop("ResponseMetadata")
    assert inputs == [given]
    assert answer == output
    assert metadata["RequestId"]
    assert metadata["HTTPStatusCode"] == service.model.operation_model(operation).http.get("responseCode", 200)


async def test_a_blob_is_streamed_with_its_headers() -> None:
    """Polly's audio is the body; its type and the length of the text are headers."""
    polly = Service("polly")

    @polly.operation("SynthesizeSpeech")
    async def speak(given: dict[str, Any], _: Context) -> dict[str, Any]:
        async def pieces() -> AsyncIterator[bytes]:
            for word in given["Text"].split():
                yield word.encode()

        return {"AudioStream": pieces(), "ContentType": "audio/mpeg", "RequestCharacters": len(given["Text"])}

    async with serving(polly) as url:
        answer = await call(url, "polly", "synthesize_speech", Text="a b", OutputFormat="mp3", VoiceId="Vicki")

    assert (answer["AudioStream"], answer["ContentType"], answer["RequestCharacters"]) == (b"ab", "audio/mpeg", 3)


async def test_events_are_streamed() -> None:
    """Bedrock answers event by event, each in a frame that botocore decodes, of JSON or of bytes."""
    bedrock = Service("bedrock-runtime")
    sent: list[dict[str, Any]] = [
        {"messageStart": {"role": "assistant"}},
        {"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": "Hi"}}},
        {"messageStop": {"stopReason": "end_turn"}},
    ]

    @bedrock.operation("ConverseStream")
    async def converse(_: dict[str, Any], __: Context) -> dict[str, Any]:
        async def events() -> AsyncIterator[dict[str, Any]]:
            for event in sent:
                yield event

        return {"stream": events()}

    @bedrock.operation("InvokeModelWithResponseStream")
    async def invoke(given: dict[str, Any], _: Context) -> dict[str, Any]:
        async def events() -> AsyncIterator[dict[str, Any]]:
            yield {"chunk": {"bytes": given["body"]}}

        return {"body": events(), "contentType": given["accept"]}

    async with serving(bedrock) as url:
        conversation = await call(url, "bedrock-runtime", "converse_stream", modelId="m")
        invoked = await call(
            url, "bedrock-runtime", "invoke_model_with_response_stream", modelId="m", body=b"{}", accept="text/x"
        )

    assert conversation["stream"] == sent
    assert (invoked["body"], invoked["contentType"]) == ([{"chunk": {"bytes": b"{}"}}], "text/x")


@pytest.mark.parametrize(
    ("given", "place", "demand"),
    [
        ({"MaxLabels": 3}, "Value null at 'image'", "not be null"),
        ({"Image": {}, "MaxLabels": -1}, "Value '-1' at 'maxLabels'", "have value greater than or equal to 0"),
        (
            {"Image": {"S3Object": {"Bucket": "a"}}},
            "Value 'a' at 'image.s3Object.bucket'",
            "have length greater than or equal to 3",
        ),
        (
            {"Image": {"S3Object": {"Bucket": "no spaces"}}},
            "Value 'no spaces' at 'image.s3Object.bucket'",
            r"satisfy regular expression pattern: [0-9A-Za-z\.\-_]*",
        ),
        (
            {"Image": {}, "Features": ["FACES"]},
            "Value 'FACES' at 'features.1.member'",
            "satisfy enum value set: [GENERAL_LABELS, IMAGE_PROPERTIES]",
        ),
        ({"Image": {"Bytes": b""}}, "Value at 'image.bytes'", "have length greater than or equal to 1"),
    ],
)
async def test_constraints_of_the_model_are_checked(given: dict[str, Any], place: str, demand: str) -> None:
    """Required members, ranges, lengths, patterns and enums, wherever they are; the error is the service's own."""
    service, inputs = recording("rekognition", "DetectLabels", {})

    async with serving(service) as url:
        with pytest.raises(ClientError) as refused:
            await call(url, "rekognition", "detect_labels", **given)

    assert refused.value.response["Error"] == {
        "Code": "InvalidParameterException",
        "Message": f"1 validation error detected: {place} failed to satisfy constraint: Member must {demand}",
    }
    assert inputs == []


async def test_every_broken_constraint_is_named() -> None:
    """A client can mend all of them at once; a service may name the error otherwise than its model."""
    polly = Service("polly", validation_error="InvalidInput")
    polly.operation("SynthesizeSpeech")(lambda _, __: {})

    async with serving(polly) as url:
        with pytest.raises(ClientError, match=r"2 validation errors detected: .*'voiceId'") as refused:
            await call(url, "polly", "synthesize_speech", Text="Hello", VoiceId="Nobody", OutputFormat="wav")

    assert refused.value.response["Error"]["Code"] == "InvalidInput"
    assert "at 'outputFormat' failed" in refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    "body",
    [
        {"Image": {}, "MaxLabels": "three"},
        {"Image": []},
        {"Image": {}, "Features": "GENERAL_LABELS"},
        {"Image": {"Bytes": "not base64"}},
        {"Image": {}, "MaxLabels": True},
        [],
    ],
)
async def test_a_value_of_another_type_is_refused_before_constraints(body: Any) -> None:
    """What the model calls an integer may not be text."""
    service, inputs = recording("rekognition", "DetectLabels", {})
    credential = "Credential=A/20260301/eu-west-1/rekognition/aws4_request"
    headers = {
        "x-amz-target": "RekognitionService.DetectLabels",
        "authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0",
    }

    async with (
        serving(service) as url,
        aiohttp.ClientSession() as session,
        session.post(url, json=body, headers=headers) as answer,
    ):
        refused = await answer.json(content_type=None)

    assert (answer.status, refused["__type"]) == (400, "SerializationException")
    assert inputs == []


async def test_an_error_has_the_status_and_members_of_its_shape() -> None:
    """Clients raise the exception of that name."""
    ivs, polly = Service("ivs"), Service("polly")

    @ivs.operation("GetChannel")
    def get_channel(_: dict[str, Any], __: Context) -> dict[str, Any]:
        raise ServiceError("ResourceNotFoundException", "no", members={"exceptionMessage": "No such channel"})

    @polly.operation("GetLexicon")
    async def get_lexicon(_: dict[str, Any], __: Context) -> dict[str, Any]:
        raise ServiceError("LexiconNotFoundException", "No such lexicon")

    async with serving(ivs) as url:
        with pytest.raises(ClientError) as channel:
            await call(url, "ivs", "get_channel", arn="arn:aws:ivs:eu-west-1:111122223333:channel/abc")
    async with serving(polly) as url:
        with pytest.raises(ClientError) as lexicon:
            await call(url, "polly", "get_lexicon", Name="abc")

    answer: Any = channel.value.response
    assert answer["Error"]["Code"] == "ResourceNotFoundException"
    assert (answer["ResponseMetadata"]["HTTPStatusCode"], answer["exceptionMessage"]) == (404, "No such channel")
    assert lexicon.value.response["Error"] == {"Code": "LexiconNotFoundException", "Message": "No such lexicon"}


@pytest.mark.parametrize("output", [{"Labels": "none"}, {"Label": []}, {"Labels": [{"Confidence": "high"}]}])
async def test_an_output_that_breaks_the_model_is_the_emulators_fault(
    output: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The client reads 500, the log names the place."""
    service, _ = recording("rekognition", "DetectLabels", output)

    async with serving(service) as url:
        with caplog.at_level(logging.ERROR, "aws_wire"), pytest.raises(ClientError) as failed:
            await call(url, "rekognition", "detect_labels", Image={})

    assert failed.value.response["Error"]["Code"] == "InternalFailure"
    assert "DetectLabels" in str(caplog.records[0].exc_info)


async def test_an_operation_without_a_handler_is_named() -> None:
    """The answer says which operations there are; a handler of an operation that AWS lacks is a mistake at once."""
    service, _ = recording("polly", "DescribeVoices", {"Voices": []})

    async with serving(service) as url:
        with pytest.raises(ClientError, match=r"ListLexicons is not implemented here; .*: DescribeVoices\."):
            await call(url, "polly", "list_lexicons")

    with pytest.raises(ValueError, match="polly has no operation Sing"):
        service.operation("Sing")


async def test_a_signature_is_verified_with_the_secret() -> None:
    """Refused are a request without a signature, one with another secret and one for another region."""
    polly = Service("polly", authenticator=Authenticator(Keys(), region="eu-west-1"))
    polly.operation("DescribeVoices")(lambda _, context: {"NextToken": context.signature.access_key})
    elsewhere = Service("polly", authenticator=Authenticator(Keys(), region="us-east-1"))
    elsewhere.operation("DescribeVoices")(lambda _, __: {})

    async with serving(polly) as url:
        answer = await call(url, "polly", "describe_voices", LanguageCode="de-DE")
        with pytest.raises(ClientError, match=r"InvalidSignatureException.*does not match"):
            await call(url, "polly", "describe_voices", secret="guess")
        async with aiohttp.ClientSession() as session, session.get(f"{url}/v1/voices") as unsigned:
            refused = unsigned.status, unsigned.headers["x-amzn-errortype"]
    async with serving(elsewhere) as url:
        with pytest.raises(ClientError, match="scoped to a valid region"):
            await call(url, "polly", "describe_voices")

    assert answer["NextToken"] == "AKIDREPORTER"
    assert refused == (403, "MissingAuthenticationTokenException")


async def test_a_body_may_not_be_larger_than_the_service_takes() -> None:
    """The answer is 413, and the operation does not run."""
    service, inputs = recording("rekognition", "DetectLabels", {})

    async with serving(service, max_body=1000) as url:
        with pytest.raises(ClientError, match="more than 1000 bytes"):
            await call(url, "rekognition", "detect_labels", Image={"Bytes": b"\0" * 2000})

    assert inputs == []


async def test_health_names_the_operations() -> None:
    """A script can wait for the emulator and see what it has."""
    service, _ = recording("polly", "DescribeVoices", {})

    async with (
        serving(service) as url,
        aiohttp.ClientSession() as session,
        session.get(f"{url}/_polly/health") as answer,
    ):
        assert await answer.json() == {"status": "ok", "operations": ["DescribeVoices"]}


async def test_a_service_that_calls_its_message_otherwise_gets_it_there() -> None:
    """IVS calls it `exceptionMessage`, so boto3's own `Message` is empty."""
    service = Service("ivs")

    @service.operation("GetChannel")
    async def refuse(_: dict[str, Any], __: Context) -> dict[str, Any]:
        raise ServiceError("ResourceNotFoundException", "There is no such channel.")

    async with serving(service) as url:
        with pytest.raises(ClientError) as caught:
            await call(url, "ivs", "get_channel", arn="arn:aws:ivs:us-east-1:1:channel/a")

    answer: Any = caught.value.response
    assert answer["exceptionMessage"] == "There is no such channel."
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 404
