"""Transcribe, as far as readings need it: start a job once by its name, ask how far it is, and forget it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


@dataclass(frozen=True)
class HeardWord:
    """A word that was heard: when, in seconds, and how sure that is, from 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


class Transcriber(Protocol):
    """Who hears speech."""

    def start(self, name: str, media: str, bucket: str, key: str) -> None:
        """Begin to write the words of a FLAC file at an `s3://` address below a key; again it changes nothing."""

    def find_status(self, name: str) -> str | None:
        """Return the status of a job by its name, or None where there is none."""

    def forget(self, name: str) -> None:
        """Delete a job, so that another may have its name; what it wrote stays."""


class Transcribe:
    """Amazon Transcribe, which reads the sound and writes the words with this function's own rights."""

    def start(self, name: str, media: str, bucket: str, key: str) -> None:
        try:
            client().start_transcription_job(
                TranscriptionJobName=name,
                Media={"MediaFileUri": media},
                MediaFormat="flac",
                LanguageCode="en-US",
                OutputBucketName=bucket,
                OutputKey=key,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":  # the same message told again
                raise

    def find_status(self, name: str) -> str | None:
        try:
            found = client().get_transcription_job(TranscriptionJobName=name)
        except ClientError as error:
            if _is_unknown(error):
                return None
            raise
        return str(found["TranscriptionJob"]["TranscriptionJobStatus"])

    def forget(self, name: str) -> None:
        try:
            client().delete_transcription_job(TranscriptionJobName=name)
        except ClientError as error:
            if not _is_unknown(error):
                raise


def read_transcript(content: bytes) -> list[HeardWord]:
    """Return the words of a transcript in Transcribe's JSON, without punctuation."""
    return list(_list_words(json.loads(content)["results"]["items"]))


def _list_words(items: list[dict[str, Any]]) -> Iterator[HeardWord]:
    for item in items:
        if item["type"] == "pronunciation":
            best = item["alternatives"][0]
            start, end = float(item["start_time"]), float(item["end_time"])
            yield HeardWord(best["content"], start, end, float(best["confidence"]))


def _is_unknown(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in {"NotFoundException", "BadRequestException"}


@cache
def client() -> Any:
    """Return the Transcribe client; it gives up in time for the worker to say so."""
    patience = Config(connect_timeout=3, read_timeout=25, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("transcribe", config=patience)
