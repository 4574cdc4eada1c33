"""Where recordings are: what was uploaded, and the sound and the transcript that are made from it."""

import json
from typing import Final

from resolvers.core.settings import settings
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.platform.jobs import queue
from resolvers.platform.uploads import bucket

# The lifecycle rules of infra/stacks/foundation.yaml remove them after so many days.
KEPT_DAYS: Final = 30
LOOK: Final = "waymark.look"  # the source of a message that asks to look at an evaluation


def locate_sound(evaluation_id: str) -> str:
    """Return the key of the decoded sound, which is what is played and heard."""
    return f"{_folder(evaluation_id)}sound.flac"


def locate_transcript(evaluation_id: str) -> str:
    return f"{_folder(evaluation_id)}transcript.json"


def remove_all(owner_id: str, evaluation_id: str) -> None:
    """Remove every version of a recording and of what was made from it; repeating it changes nothing."""
    bucket.remove(RECORDING.locate(owner_id, evaluation_id))
    remove_made(evaluation_id)


def remove_made(evaluation_id: str) -> None:
    """Remove every version of what was made from a recording."""
    bucket.remove_under(_folder(evaluation_id))


def send_look(evaluation_id: str, *, delay_seconds: int = 0) -> None:
    """Have the speaking worker look at an evaluation, now or later."""
    body = json.dumps({"source": LOOK, "detail": {"evaluationId": evaluation_id}})
    queue.send(settings().speaking_queue_url, body, delay_seconds=delay_seconds)


def _folder(evaluation_id: str) -> str:
    return f"speech/{evaluation_id}/"
