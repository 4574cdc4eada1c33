"""EventBridge's event of a job that ended.

Source: "Using Amazon EventBridge with Amazon Transcribe".
"""

from aws_wire import events
from aws_wire.events import Event
from transcribe_local.job import Job

ACCOUNT = "000000000000"


def build_event(job: Job) -> Event:
    """Return the event of a job's end, in EventBridge's envelope."""
    detail = {"TranscriptionJobName": job.name, "TranscriptionJobStatus": job.status}
    failure = {"FailureReason": job.failure} if job.failure else {}
    return events.build_event(
        "aws.transcribe", "Transcribe Job State Change", detail | failure, region=job.region, account=ACCOUNT
    )
