"""Events of audio versions: how far an article is read aloud, for those who may read it."""

from collections.abc import Iterator

from resolvers.learning.narrations.model import AUDIO, READ, AudioState, AudioVersion, AudioVersionEvent
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.jobs.steps import find_step


@event(AudioVersionEvent, on="AudioVersion", topics=[AUDIO], subject="id")
def audio_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell those who may read an article how far it is read aloud."""
    guard = prefetched.guard(change.item["id"])
    if not guard or change.is_gone:
        return
    audio = AudioVersion.model_validate(change.new)
    before = AudioVersion.model_validate(change.old) if change.old else None
    if before and _read_progress(before) == _read_progress(audio):
        return
    state, percent = _read_progress(audio)
    yield draft(
        AUDIO.topic(audio.id),
        AudioVersionEvent,
        change.id,
        audience=guard.audience,
        subject_id=audio.id,
        audio_state=state,
        audio_percent=percent,
        audio_failure=audio.failure,
    )


def _read_progress(audio: AudioVersion) -> tuple[AudioState, int]:
    percent = 100 if audio.state == AudioState.READY else find_step(audio.steps, READ).percent or 0
    return audio.state, percent
