"""Reading an article aloud, as a kind of job. What it costs is bounded by the day's budget and the article's length."""

from typing import Final

from resolvers.learning import keys
from resolvers.learning.narrations.model import QUEUED, READ, AudioState, AudioVersion
from resolvers.platform.jobs.model import JobKind, Step

AUDIO_JOB: Final = JobKind(
    model=AudioVersion,
    key=keys.audio_version,
    steps=(Step(QUEUED), Step(READ)),
    waiting=AudioState.WAITING,
    working=AudioState.RUNNING,
    failed=AudioState.FAILED,
    claim_seconds=660,  # longer than the worker may run, shorter than the queue hides a message
    budget=0,
)
