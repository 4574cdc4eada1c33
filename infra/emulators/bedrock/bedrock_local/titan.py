"""Titan Text Embeddings V2: the body of a request, its limits, and the body of the answer.

Source: Amazon Bedrock user guide, "Amazon Titan Text Embeddings models".
"""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aws_wire.errors import ServiceError
from bedrock_local.encoder import DIMENSIONS, Encoder, quantize

MODEL_ID: Final = "amazon.titan-embed-text-v2:0"
MOST_CHARACTERS: Final = 50_000
MOST_TOKENS: Final = 8_192


class EmbeddingRequest(BaseModel):
    """The body of InvokeModel for this model."""

    model_config = ConfigDict(extra="forbid", strict=True)

    input_text: str = Field(alias="inputText", min_length=1)
    dimensions: Literal[256, 512, 1024] = 1024
    normalize: bool = True
    embedding_types: list[Literal["float", "binary"]] = Field(default=["float"], alias="embeddingTypes", min_length=1)


def parse_body(body: bytes) -> EmbeddingRequest:
    """Return the request in a body, or raise Bedrock's `ValidationException`."""
    try:
        request = EmbeddingRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(map(str, first["loc"]))
        raise _refuse(f"Malformed input request: #/{place}: {first['msg']}, please reformat your input.") from error
    if len(request.input_text) > MOST_CHARACTERS:
        raise _refuse(f"Malformed input request: expected maxLength: {MOST_CHARACTERS}, please reformat your input.")
    if request.dimensions != DIMENSIONS:
        raise _refuse(f"This emulator's model has {DIMENSIONS} dimensions: send them as `dimensions`.")
    return request


def embed(request: EmbeddingRequest, encoder: Encoder) -> dict[str, Any]:
    """Return the body of the answer; raises `ValidationException` for a text with too many tokens."""
    tokens = encoder.count_tokens(request.input_text)
    if tokens > MOST_TOKENS:
        raise _refuse(f"400 Bad Request: Too many input tokens. Max input tokens: {MOST_TOKENS}, request: {tokens}.")
    vector = encoder.encode(request.input_text)
    by_type = {"float": [float(each) for each in vector], "binary": [*quantize(vector)]}
    answer = {
        "inputTextTokenCount": tokens,
        "embeddingsByType": {name: by_type[name] for name in request.embedding_types},
    }
    return answer | ({"embedding": by_type["float"]} if "float" in request.embedding_types else {})


def _refuse(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)
