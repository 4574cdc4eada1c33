"""MediaConvert's operations over REST-JSON: jobs, queues, endpoints and Probe."""

import secrets
import string
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from mediaconvert_local.job import OPEN, Job, Store
from mediaconvert_local.media import UnreadableInput
from mediaconvert_local.plan import parse_s3_uri, plan_job
from mediaconvert_local.probe import describe_media, read_media
from mediaconvert_local.runner import Runner
from mediaconvert_local.storage import Storage, StorageFailed

ACCOUNT = "000000000000"
_QUEUE = "Default"
_PAGE = 20
_LETTERS = string.ascii_lowercase + string.digits
Input = dict[str, Any]
Answer = dict[str, Any]


class MediaConvert:
    """The operations, over a store of jobs and the runner that does them; `url` is this server's own address."""

    def __init__(self, store: Store, runner: Runner, storage: Storage, url: str) -> None:
        self._store = store
        self._runner = runner
        self._storage = storage
        self._url = url
        self._started_at = time.time()

    def build_service(self) -> Service:
        """Return the service with every operation that is implemented."""
        service = Service("mediaconvert")
        for name, handler in {
            "CreateJob": self._create_job,
            "GetJob": self._get_job,
            "ListJobs": self._list_jobs,
            "CancelJob": self._cancel_job,
            "Probe": self._probe,
            "DescribeEndpoints": self._describe_endpoints,
            "GetQueue": self._get_queue,
            "ListQueues": self._list_queues,
        }.items():
            service.operation(name)(handler)
        return service

    async def _create_job(self, request: Input, context: Context) -> Answer:
        token = request.get("ClientRequestToken")
        known = self._store.find_by_token(token) if token else None
        if known is not None:
            return {"Job": known.describe()}
        plan_job(request["Settings"])
        if not request["Role"].startswith("arn:aws:iam::"):
            raise ServiceError("BadRequestException", "/role: Should be the ARN of an IAM role.")
        job = self._build_job(request, context.signature.region)
        self._runner.submit(job)
        return {"Job": job.describe()}

    def _build_job(self, request: Input, region: str) -> Job:
        job_id = f"{int(time.time() * 1000)}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
        prefix = f"arn:aws:mediaconvert:{region}:{ACCOUNT}"
        name = request.get("Queue", _QUEUE).rpartition("/")[2]
        if name != _QUEUE:
            raise ServiceError("NotFoundException", f"The specified queue {name} does not exist.")
        return Job(job_id, f"{prefix}:jobs/{job_id}", f"{prefix}:queues/{name}", request)

    async def _get_job(self, request: Input, _: Context) -> Answer:
        return {"Job": self._find_job(request["Id"]).describe()}

    async def _list_jobs(self, request: Input, _: Context) -> Answer:
        is_descending = request.get("Order", "DESCENDING") == "DESCENDING"
        jobs = sorted(self._store, key=lambda job: job.id, reverse=is_descending)
        chosen = [job for job in jobs if _matches(job, request)]
        size, start = request.get("MaxResults", _PAGE), _read_token(request)
        answer: Answer = {"Jobs": [job.describe() for job in chosen[start : start + size]]}
        return answer | ({"NextToken": str(start + size)} if len(chosen) > start + size else {})

    async def _cancel_job(self, request: Input, _: Context) -> Answer:
        job = self._find_job(request["Id"])
        if not job.is_open:
            raise ServiceError("ConflictException", f"The job {job.id} is {job.status} and can not be canceled.")
        await self._runner.cancel(job)
        return {}

    async def _probe(self, request: Input, _: Context) -> Answer:
        files = request.get("InputFiles", [])
        return {"ProbeResults": [await self._probe_file(each.get("FileUrl", "")) for each in files]}

    async def _probe_file(self, address: str) -> Answer:
        bucket, key = parse_s3_uri(address, "/inputFiles/0/fileUrl")
        with tempfile.TemporaryDirectory(prefix="mediaconvert-") as folder:
            path = Path(folder) / "input"
            try:
                await self._storage.download(bucket, key, path)
                return describe_media(read_media(path))
            except StorageFailed as error:
                raise ServiceError("NotFoundException", str(error)) from error
            except UnreadableInput as error:
                raise ServiceError("UnprocessableEntityException", f"{address}: {error}") from error

    async def _describe_endpoints(self, _: Input, __: Context) -> Answer:
        return {"Endpoints": [{"Url": self._url}]}

    async def _get_queue(self, request: Input, context: Context) -> Answer:
        if request["Name"] != _QUEUE:
            raise ServiceError("NotFoundException", f"The specified queue {request['Name']} does not exist.")
        return {"Queue": self._describe_queue(context.signature.region)}

    async def _list_queues(self, _: Input, context: Context) -> Answer:
        return {"Queues": [self._describe_queue(context.signature.region)]}

    def _describe_queue(self, region: str) -> Answer:
        return {
            "Arn": f"arn:aws:mediaconvert:{region}:{ACCOUNT}:queues/{_QUEUE}",
            "Name": _QUEUE,
            "Type": "SYSTEM",
            "Status": "ACTIVE",
            "PricingPlan": "ON_DEMAND",
            "SubmittedJobsCount": _count(self._store, "SUBMITTED"),
            "ProgressingJobsCount": _count(self._store, "PROGRESSING"),
        }

    def _find_job(self, job_id: str) -> Job:
        job = self._store.find(job_id)
        if job is None:
            raise ServiceError("NotFoundException", f"The specified job {job_id} does not exist.")
        return job


def _matches(job: Job, request: Input) -> bool:
    queue = request.get("Queue", job.queue).rpartition("/")[2]
    return request.get("Status", job.status) == job.status and job.queue.endswith(f"/{queue}")


def _read_token(request: Input) -> int:
    token = request.get("NextToken", "0")
    if not token.isdecimal():
        raise ServiceError("BadRequestException", "/nextToken: Should be the token of an earlier answer.")
    return int(token)


def _count(jobs: Iterable[Job], status: str) -> int:
    assert status in OPEN
    return sum(job.status == status for job in jobs)
