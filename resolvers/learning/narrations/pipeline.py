"""From an article that waits to its sound: part by part, each paid once and kept until the whole is there."""

import hashlib
from collections.abc import Callable
from typing import Final

from aws_lambda_powertools.metrics import MetricUnit

from resolvers.core import observability
from resolvers.core.model import now
from resolvers.core.observability import logger, metrics
from resolvers.core.settings import settings
from resolvers.core.table import StaleItem
from resolvers.learning.narrations import mp3, repository, service
from resolvers.learning.narrations.job import AUDIO_JOB
from resolvers.learning.narrations.model import READ, AudioFailureReason, AudioState, AudioVersion, SpokenParagraph
from resolvers.learning.narrations.mp3 import Joined, NotMp3
from resolvers.learning.narrations.repository import BudgetSpent
from resolvers.learning.narrations.script import Part, hash_script, write_script
from resolvers.learning.narrations.voice import PRICE, Voice, VoiceRefused
from resolvers.platform.jobs import repository as job_rows
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.repository import Lost
from resolvers.platform.jobs.service import StepFailed
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.bucket import ObjectMissing

PAUSE_SECONDS: Final = 0.3
_MOST_BYTES: Final = 10_000_000
_CONTENT_TYPE: Final = "audio/mpeg"
_PER_CENT: Final = 100


class TimeIsUp(Exception):  # noqa: N818
    """The worker must end soon; another run goes on where this one is."""


def process(subject_id: str, message: Message, voice: Voice, has_time: Callable[[], bool]) -> AudioVersion | None:
    """Have an article read aloud to its end and return its audio version; None where there is nothing to do.

    A passing fault is raised, so that the message comes again; on its last try it ends FAILED, and may be asked for
    again.
    """
    audio = jobs.take(AUDIO_JOB, lambda: _find(subject_id), message)
    if audio is None or audio.state != AudioState.RUNNING:
        return audio
    try:
        return _read_aloud(audio, voice, has_time)
    except Lost:
        _remove_if_dropped(audio)
        return None
    except TimeIsUp:
        released = job_rows.release(AUDIO_JOB, audio)
        service.send(released)
        return released
    except StepFailed as failed:
        return jobs.end_failed(AUDIO_JOB, audio, failed)
    except Exception as error:  # noqa: BLE001  every fault ends in a state or is raised for another try
        return jobs.handle_fault(AUDIO_JOB, audio, message, error, _explain_fault)


def _read_aloud(audio: AudioVersion, voice: Voice, has_time: Callable[[], bool]) -> AudioVersion | None:
    parts = _write_script(audio)
    if parts is None:
        _drop(audio)
        return None
    done = set(bucket.list_under(audio.folder))
    claimed, sounds = audio, []
    for number, part in enumerate(parts, 1):
        key = _locate(audio, part)
        if key in done:
            sounds.append(_read_kept(key))
            continue
        if not has_time():
            raise TimeIsUp
        sounds.append(_read_part(part, audio.voice, voice))
        bucket.put(key, sounds[-1], _CONTENT_TYPE)
        done.add(key)
        claimed = job_rows.report_progress(AUDIO_JOB, claimed, READ, _PER_CENT * number // (len(parts) + 1))
    return _finish(claimed, parts, _join(sounds))


def _finish(audio: AudioVersion, parts: list[Part], joined: Joined) -> AudioVersion:
    """Store the whole, say that it is ready, and remove the parts."""
    bucket.put(f"{audio.folder}{service.SOUND}", joined.content, _CONTENT_TYPE)
    found = {"seconds": round(joined.seconds, 2), "paragraphs": _list_paragraphs(parts, joined)}
    ready = job_rows.complete_step(AUDIO_JOB, audio, READ, {**found, "state": AudioState.READY})
    for key in sorted({_locate(audio, part) for part in parts}):
        bucket.remove(key)
    return ready


def _write_script(audio: AudioVersion) -> list[Part] | None:
    """Return what is to be read; None where the article is gone or has other words by now."""
    subject, item, _ = repository.get_with_article(audio.id)
    if not subject or not item or subject.guard_of(item).deleted:
        return None
    summary = subject.summary_of(item)
    parts = write_script(summary.title, summary.text)
    return parts if hash_script(parts, audio.voice) == audio.text_hash else None


def _drop(audio: AudioVersion) -> None:
    """Remove an audio version that nobody could ask for any more."""
    try:
        repository.remove(audio)
    except StaleItem:
        logger.info("replaced meanwhile", extra={"subject_id": audio.id})
    bucket.remove_under(audio.folder)


def _remove_if_dropped(audio: AudioVersion) -> None:
    """Remove what was written after the audio version was dropped; not if another worker goes on with it."""
    current = repository.get(audio.id)
    if not current or current.sound_id != audio.sound_id:
        bucket.remove_under(audio.folder)


def _read_part(part: Part, name: str, voice: Voice) -> bytes:
    """Have a part read within the day's budget; what was not paid goes back to it."""
    at, cost, budget = now(), PRICE * len(part.text), round(settings().voice_budget * 1_000_000)
    try:
        repository.reserve(cost, budget, at)
    except BudgetSpent:
        message = "Today's budget for reading aloud is spent. Try again tomorrow."
        raise StepFailed(AudioFailureReason.OVER_BUDGET, message, retryable=True) from None
    try:
        sound = voice.read(part.text, name)
    except VoiceRefused as error:
        repository.give_back(cost, at)
        raise _explain_fault(error) from None
    metrics.add_metric("VoiceCharacters", MetricUnit.Count, len(part.text))
    if budget:
        metrics.add_metric("VoiceBudgetUsed", MetricUnit.Percent, _PER_CENT * repository.read_spent(at) / budget)
    return sound


def _read_kept(key: str) -> bytes:
    """Return a part that an earlier attempt had read."""
    version = bucket.find_latest_version(key)
    if version is None:
        raise ObjectMissing
    return bucket.read(key, version, _MOST_BYTES)


def _join(sounds: list[bytes]) -> Joined:
    try:
        return mp3.join(sounds, PAUSE_SECONDS)
    except NotMp3 as error:
        raise _explain_fault(error) from error


def _list_paragraphs(parts: list[Part], joined: Joined) -> list[SpokenParagraph]:
    return [
        SpokenParagraph(start=place[0], end=place[1], from_second=round(begins, 2), to_second=round(ends, 2))
        for (_, place), (begins, ends) in zip(parts, joined.times, strict=True)
        if place
    ]


def _locate(audio: AudioVersion, part: Part) -> str:
    return f"{audio.folder}parts/{hashlib.sha256(part.text.encode()).hexdigest()}.mp3"


def _find(subject_id: str) -> AudioVersion | None:
    audio = repository.get(subject_id)
    if audio:
        observability.follow(audio.correlation_id)
    return audio


def _explain_fault(_: Exception) -> StepFailed:
    logger.exception("gave up")
    message = "Something went wrong on our side. Try again in a few minutes."
    return StepFailed(AudioFailureReason.INTERNAL, message, retryable=True)
