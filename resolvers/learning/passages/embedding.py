"""What texts mean, as vectors. The embedder is a one-method protocol."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, IncompleteReadError  # noqa: A004

from resolvers.core.settings import settings

DIMENSIONS: Final = 512

Vector = list[float]

_SERVER_FAULT: Final = 500
_NO_ANSWER: Final = (ConnectionError, HTTPClientError, IncompleteReadError)
# The error codes of InvokeModel, QueryVectors and their kind that may pass.
_BUSY: Final = frozenset(
    {"ThrottlingException", "TooManyRequestsException", "ModelNotReadyException", "ModelTimeoutException"}
)


class Unavailable(Exception):  # noqa: N818
    """The model or the index does not answer for now, or there is none."""


class Embedder(Protocol):
    def embed(self, text: str) -> Vector:
        """Return a text's vector, of length 1, or raise `Unavailable`."""


class Titan:
    """Amazon Titan Text Embeddings V2."""

    def embed(self, text: str) -> Vector:
        if not settings().embedding_model:
            raise Unavailable("No model is set up.")
        body = json.dumps({"inputText": text, "dimensions": DIMENSIONS, "normalize": True})
        answer = ask(lambda: client().invoke_model(modelId=settings().embedding_model, body=body))
        vector: Vector = json.loads(answer["body"].read())["embedding"]
        return vector


@cache
def client() -> Any:
    """Return the client of Bedrock's runtime; it gives up in time for the function to say so."""
    patience = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("bedrock-runtime", config=patience)


def ask(request: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Call AWS, or raise `Unavailable`; a refusal of our own request stays a fault."""
    try:
        return request()
    except _NO_ANSWER as error:
        raise Unavailable(str(error)) from error
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if error.response["Error"]["Code"] in _BUSY or status >= _SERVER_FAULT:
            raise Unavailable(str(error)) from error
        raise
