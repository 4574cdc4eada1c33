"""Transcribe, as far as captions need it: start a job once by its name, and ask how far it is."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


@dataclass(frozen=True)
class Transcription:
    """A job of Transcribe: its state, and the language it found with how sure it is (0 to 1)."""

    status: str
    language: str = ""
    score: float = 0.0


class Transcriber(Protocol):
    """Who hears speech."""

    def start(self, name: str, media: str, bucket: str, key: str) -> None:
        """Begin to write the speech of an `s3://` address below a key, with captions; again it changes nothing."""

    def find(self, name: str) -> Transcription | None:
        """Return a job by its name, or None where there is none."""


class Transcribe:
    """Amazon Transcribe, which reads the sound and writes the captions with this function's own rights."""

    def start(self, name: str, media: str, bucket: str, key: str) -> None:
        try:
            client().start_transcription_job(
                TranscriptionJobName=name,
                Media={"MediaFileUri": media},
                MediaFormat="mp4",
                IdentifyLanguage=True,
                OutputBucketName=bucket,
                OutputKey=key,
                Subtitles={"Formats": ["vtt"], "OutputStartIndex": 1},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":  # the same message told again
                raise

    def find(self, name: str) -> Transcription | None:
        try:
            job = client().get_transcription_job(TranscriptionJobName=name)["TranscriptionJob"]
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NotFoundException", "BadRequestException"}:
                return None
            raise
        language, score = job.get("LanguageCode", ""), job.get("IdentifiedLanguageScore", 0.0)
        return Transcription(job["TranscriptionJobStatus"], language, float(score))


@cache
def client() -> Any:
    """Return the Transcribe client; it gives up in time for the worker to say so."""
    patience = Config(connect_timeout=3, read_timeout=25, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("transcribe", config=patience)
