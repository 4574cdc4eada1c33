"""The wire protocol of the real process: shapes, refusals, S3 and health."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.infra.emulators.rekognition.drawing import bomb, draw_text, encode_picture, plain
from tests.infra.emulators.rekognition.fakes import ObjectStore
from tests.infra.emulators.rekognition.shapes import faults, operation

Photo = Callable[[str], bytes]
SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/rekognition/aws4_request, "
    "SignedHeaders=host, Signature=0"
}


def post(server: str, target: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    sent = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1", **headers}
    request = urllib.request.Request(server, body, sent)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def refusal(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("DetectLabels", {"Features": ["GENERAL_LABELS", "IMAGE_PROPERTIES"], "MinConfidence": 30}),
        ("DetectText", {}),
        ("DetectModerationLabels", {}),
    ],
)
def test_answers_have_the_shape_of_the_service_model(
    server: str, store: ObjectStore, photo: Photo, name: str, extra: dict[str, Any]
) -> None:
    """No member is unknown to botocore, and every value is of its type and in its range."""
    store.put("shapes/picture", draw_text("Harbour") if name == "DetectText" else photo("cat"))
    body = {"Image": {"S3Object": {"Bucket": "shapes", "Name": "picture"}}, **extra}

    status, answer = post(server, f"RekognitionService.{name}", json.dumps(body).encode(), SIGNED)

    assert status == 200
    assert faults(answer, operation(name).output_shape) == []
    assert [value for value in answer.values() if value]


def test_a_picture_is_fetched_from_s3_in_its_version(rekognition: Any, store: ObjectStore, photo: Photo) -> None:
    """Another version of one key is another picture."""
    store.put("atlas/uploads/ada.jpg", photo("koala"), version="first")
    store.put("atlas/uploads/ada.jpg", photo("cat"), version="second")
    place = {"Bucket": "atlas", "Name": "uploads/ada.jpg"}

    first = rekognition.detect_labels(Image={"S3Object": {**place, "Version": "first"}})["Labels"]
    second = rekognition.detect_labels(Image={"S3Object": {**place, "Version": "second"}})["Labels"]

    assert "Koala" in [label["Name"] for label in first]
    assert "Cat" in [label["Name"] for label in second]


def test_s3_refusals_keep_their_names(rekognition: Any, store: ObjectStore) -> None:
    """What S3 says becomes what Rekognition says."""
    store.refuse("atlas/secret.jpg", 403, "AccessDenied")
    store.refuse("nowhere/a.jpg", 404, "NoSuchBucket")
    store.refuse("atlas/broken.jpg", 501, "NotImplemented")
    store.put("atlas/huge.jpg", b"x" * (15 * 1024 * 1024 + 1))

    def code(bucket: str, name: str, **version: str) -> str:
        image = {"S3Object": {"Bucket": bucket, "Name": name, **version}}
        return refusal(rekognition.detect_text, Image=image)

    assert code("atlas", "secret.jpg") == "AccessDeniedException"
    assert code("nowhere", "a.jpg") == "InvalidS3ObjectException"
    assert code("atlas", "missing.jpg") == "InvalidS3ObjectException"
    assert code("atlas", "huge.jpg", Version="unknown") == "InvalidS3ObjectException"
    assert code("atlas", "huge.jpg") == "ImageTooLargeException"
    assert code("atlas", "broken.jpg") == "InternalServerError"


@pytest.mark.parametrize("call", ["detect_labels", "detect_text", "detect_moderation_labels"])
def test_what_is_no_picture_is_refused_by_name(rekognition: Any, photo: Photo, call: str) -> None:
    """Text, a truncated file and a GIF are formats nobody reads; a bomb is too large, and so are six megabytes."""
    detect = getattr(rekognition, call)

    def code(content: bytes) -> str:
        return refusal(detect, Image={"Bytes": content})

    assert code(b"I am no picture") == "InvalidImageFormatException"
    assert code(photo("cat")[:9000]) == "InvalidImageFormatException"
    assert code(encoded_gif()) == "InvalidImageFormatException"
    assert code(bomb()) == "ImageTooLargeException"
    assert code(b"\xff\xd8\xff" + b"x" * 6_000_000) == "ValidationException"


def encoded_gif() -> bytes:
    from PIL import Image  # noqa: PLC0415 - only here

    return encode_picture(Image.new("RGB", (40, 40), "navy"), "GIF")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"Image": {"S3Object": {"Bucket": "b?d", "Name": "x"}}}, "image.s3Object.bucket"),
        ({"Image": {"Bytes": b"x"}, "MinConfidence": 101}, "minConfidence"),
        ({"Image": {"Bytes": b"x"}, "Features": ["FACES"]}, "features.1.member"),
        (
            {"Image": {"Bytes": b"x"}, "Settings": {"ImageProperties": {"MaxDominantColors": 21}}},
            "settings.imageProperties.maxDominantColors",
        ),
    ],
)
def test_a_value_out_of_its_constraints_is_refused(rekognition: Any, arguments: dict[str, Any], named: str) -> None:
    """In AWS's sentence, which names the member."""
    with pytest.raises(ClientError, match=rf"ValidationException.*at '{named}' failed to satisfy constraint"):
        rekognition.detect_labels(**arguments)


@pytest.mark.parametrize("image", [{}, {"Bytes": b"x", "S3Object": {"Bucket": "abc", "Name": "x"}}])
def test_a_picture_has_exactly_one_source(rekognition: Any, image: dict[str, Any]) -> None:
    """Neither and both are refused by name."""
    with pytest.raises(rekognition.exceptions.InvalidParameterException, match="parameters: Image: "):
        rekognition.detect_labels(Image=image)


def test_an_operation_that_does_not_run_locally_says_so(rekognition: Any) -> None:
    """The message names those that do."""
    with pytest.raises(ClientError, match=r"DetectFaces is not implemented here.*DetectLabels"):
        rekognition.detect_faces(Image={"Bytes": plain()})


@pytest.mark.parametrize(
    ("target", "body", "headers", "expected"),
    [
        ("RekognitionService.DetectText", b"{}", {}, (403, "MissingAuthenticationTokenException")),
        (
            "RekognitionService.DetectText",
            b"{}",
            {"Authorization": "Basic eA=="},
            (403, "MissingAuthenticationTokenException"),
        ),
        ("RekognitionService.DetectText", b"{", SIGNED, (400, "SerializationException")),
        ("RekognitionService.DetectText", b"[]", SIGNED, (400, "SerializationException")),
        ("RekognitionService.DetectText", b"{}", SIGNED, (400, "ValidationException")),
        ("RekognitionService.DetectText", b'{"Image": {"Bytes": "a"}}', SIGNED, (400, "SerializationException")),
        ("", b"{}", SIGNED, (400, "UnknownOperationException")),
        ("RekognitionService.DetectText", b" " * 9_000_000, SIGNED, (413, "RequestEntityTooLargeException")),
    ],
)
def test_a_request_that_is_none_is_refused(
    server: str, target: str, body: bytes, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    """Without a signature, a JSON object or a known target there is nothing to do."""
    status, answer = post(server, target, body, headers)

    assert (status, answer["__type"]) == expected
    assert answer.get("Message") or answer["message"]


def test_the_server_says_that_it_is_ready(server: str) -> None:
    """Health names the operations."""
    with urllib.request.urlopen(f"{server}/_rekognition/health") as answer:  # noqa: S310
        health = json.load(answer)

    assert health["status"] == "ok"
    assert health["operations"] == ["DetectLabels", "DetectModerationLabels", "DetectText"]
