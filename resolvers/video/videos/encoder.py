"""MediaConvert, as far as videos need it: probe a file, start a job once, cancel it."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


class UnreadableFile(Exception):  # noqa: N818
    """The file cannot be probed: it is damaged, or no audio or video."""


class Encoder(Protocol):
    """Who probes and converts."""

    def probe(self, address: str) -> dict[str, Any]:
        """Return what an object at an `s3://` address holds, in Probe's form, or raise `UnreadableFile`."""

    def start(self, token: str, settings: Mapping[str, Any], metadata: Mapping[str, str]) -> str:
        """Start a job and return its id; a token that was used before names the job that was started then."""

    def find(self, job_id: str) -> dict[str, Any]:
        """Return a job as GetJob answers it."""

    def cancel(self, job_id: str) -> None:
        """End a job; one that has ended stays as it is."""


class MediaConvert:
    """AWS Elemental MediaConvert; `role` is what it reads and writes objects as."""

    def __init__(self, role: str) -> None:
        self._role = role

    def probe(self, address: str) -> dict[str, Any]:
        try:
            answer = client().probe(InputFiles=[{"FileUrl": address}])
        except ClientError as error:
            if error.response["Error"]["Code"] in {"UnprocessableEntityException", "BadRequestException"}:
                raise UnreadableFile(str(error)) from error
            raise
        result: dict[str, Any] = answer["ProbeResults"][0]
        return result

    def start(self, token: str, settings: Mapping[str, Any], metadata: Mapping[str, str]) -> str:
        job = client().create_job(
            Role=self._role,
            Settings=settings,
            ClientRequestToken=token,
            UserMetadata=metadata,
            StatusUpdateInterval="SECONDS_10",
        )["Job"]
        return str(job["Id"])

    def find(self, job_id: str) -> dict[str, Any]:
        job: dict[str, Any] = client().get_job(Id=job_id)["Job"]
        return job

    def cancel(self, job_id: str) -> None:
        try:
            client().cancel_job(Id=job_id)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"ConflictException", "NotFoundException"}:
                raise


@cache
def client() -> Any:
    """Return the MediaConvert client; it gives up in time for the worker to say so."""
    patience = Config(connect_timeout=3, read_timeout=25, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("mediaconvert", config=patience)
