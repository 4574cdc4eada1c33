"""What processing a photo is, as a kind of job: its steps, what they may cost, its states."""

from typing import Final

from resolvers.platform.jobs.model import JobKind, Step
from resolvers.social import keys
from resolvers.social.photos.model import Photo, PhotoState, PhotoStepName

# Rekognition's first price tier in micro-dollars: labels 1,000 and image properties 750, text 1,000, moderation 1,000.
_READ: Final = 2_750
_MODERATE: Final = 1_000

PHOTO_JOB: Final = JobKind(
    model=Photo,
    key=keys.photo,
    steps=(
        Step(PhotoStepName.UPLOADED),
        Step(PhotoStepName.CHECKED),
        Step(PhotoStepName.RESIZED),
        Step(PhotoStepName.LABELLED, cost=_READ),
        Step(PhotoStepName.MODERATED, cost=_MODERATE),
        Step(PhotoStepName.LIVE),
    ),
    waiting=PhotoState.AWAITING_UPLOAD,
    working=PhotoState.PROCESSING,
    failed=PhotoState.FAILED,
    claim_seconds=150,  # longer than the worker may run, shorter than the queue hides a message
    budget=20 * (_READ + _MODERATE),
)
