"""What processing a video is, as a kind of job: its steps, what they may cost, its states."""

from typing import Final

from resolvers.platform.jobs.model import JobKind, Step
from resolvers.video import keys
from resolvers.video.videos.conversions import MOST_FRAMES
from resolvers.video.videos.model import Video
from resolvers.video.videos.processing import VideoState, VideoStepName
from resolvers.video.videos.recognition import MOST_PICTURES

# In micro-dollars: Rekognition's first price tier for each picture that is judged or labelled, and MediaConvert's most
# expensive ladder of four hours (four renditions of H.264, professional tier excluded).
_MODERATE: Final = (MOST_FRAMES + MOST_PICTURES) * 1_000
_ENCODE: Final = 4 * 60 * (4 * 15_000)

VIDEO_JOB: Final = JobKind(
    model=Video,
    key=keys.video,
    steps=(
        Step(VideoStepName.UPLOADED),
        Step(VideoStepName.CHECKED),
        Step(VideoStepName.FRAMED),
        Step(VideoStepName.MODERATED, cost=_MODERATE),
        Step(VideoStepName.ENCODED, cost=_ENCODE),
        Step(VideoStepName.LIVE),
        Step(VideoStepName.CAPTIONED, is_optional=True),
    ),
    waiting=VideoState.AWAITING_UPLOAD,
    working=VideoState.PROCESSING,
    failed=VideoState.FAILED,
    claim_seconds=150,  # longer than the worker may run, shorter than the queue hides a message
    budget=3 * (_MODERATE + _ENCODE),
)
