"""Polly, as far as articles need it: a text becomes sound."""

from functools import cache
from typing import Any, Final, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

SAMPLE_RATE: Final = "24000"
# Polly's neural voices cost 16 dollars for a million characters, which is micro-dollars for one.
PRICE: Final = 16


class VoiceRefused(Exception):  # noqa: N818
    """Polly will not read this text, however often it is asked; nothing was paid."""


class VoiceAway(Exception):  # noqa: N818
    """Polly does not answer at the moment."""


class Voice(Protocol):
    """Who reads aloud."""

    def read(self, text: str, voice: str) -> bytes:
        """Return a text as MP3, or raise `VoiceRefused` or `VoiceAway`."""


class Polly:
    """Amazon Polly. Texts are sent as text, never as SSML: nothing in an article is an instruction."""

    def read(self, text: str, voice: str) -> bytes:
        try:
            answer = client().synthesize_speech(
                Text=text,
                TextType="text",
                VoiceId=voice,
                Engine="neural",
                OutputFormat="mp3",
                SampleRate=SAMPLE_RATE,
            )
            content: bytes = answer["AudioStream"].read()
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            is_final = status < 500 and error.response["Error"]["Code"] != "ThrottlingException"  # noqa: PLR2004
            raise (VoiceRefused if is_final else VoiceAway)(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise VoiceAway(type(error).__name__) from error
        return content


@cache
def client() -> Any:
    """Return the Polly client: a call is never repeated by itself, because each is paid."""
    patience = Config(connect_timeout=3, read_timeout=60, retries={"total_max_attempts": 1})
    return boto3.client("polly", config=patience)
