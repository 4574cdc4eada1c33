"""What people do with audio versions: find an article's, and have one made."""

import json
import secrets
import time
from typing import Final

from resolvers.core import observability, storage
from resolvers.core.appsync import wants
from resolvers.core.errors import InvalidInput, NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.core.table import StaleItem
from resolvers.learning.narrations import repository
from resolvers.learning.narrations.job import AUDIO_JOB
from resolvers.learning.narrations.model import AUDIO, READ, AudioState, AudioVersion
from resolvers.learning.narrations.script import Part, hash_script, is_english, write_script
from resolvers.platform.event_log import service as event_log
from resolvers.platform.jobs import queue
from resolvers.platform.jobs import repository as job_rows
from resolvers.platform.jobs.steps import find_step
from resolvers.platform.subjects import service as subjects

SOUND: Final = "article.mp3"
_ATTEMPTS: Final = 5


def find_audio(viewer: Caller, subject_id: str) -> AudioVersion | None:
    """Return the audio version of an article's words as they are now, or None; raises `NotFound` for the article."""
    since = event_log.cursor(viewer, AUDIO.topic(subject_id)) if wants("eventsCursor") else None
    _, parts, audio = _read(viewer, subject_id)
    return show(audio, since) if audio and audio.text_hash == hash_script(parts, settings().reading_voice) else None


def create_audio(viewer: Caller, subject_id: str) -> AudioVersion:
    """Have an article read aloud, or return its audio version if its words were read before or are being read.

    Raises `NotFound` for the article, and `InvalidInput` for one that has no English words.
    """
    since = event_log.cursor(viewer, AUDIO.topic(subject_id)) if wants("eventsCursor") else None
    for _ in range(_ATTEMPTS):
        version, parts, before = _read(viewer, subject_id)
        text_hash = hash_script(parts, settings().reading_voice)
        try:
            if before and before.text_hash == text_hash:
                audio = _resume(before)
            else:
                audio = _begin(subject_id, version, parts, before)
        except StaleItem:
            continue  # somebody else asked at the same time
        if audio.state in AUDIO_JOB.open_states and not audio.is_claimed(time.time()):
            send(audio)  # also where its first message may be lost: a worker with nothing to do drops it
        return show(audio, since)
    raise Throttled("The article changes all the time. Try again in a moment.")


def show(audio: AudioVersion, since: str | None) -> AudioVersion:
    """Return an audio version as those who may read its article see it, with where its events were before."""
    is_ready = audio.state == AudioState.READY
    percent = 100 if is_ready else find_step(audio.steps, READ).percent or 0
    url = storage.read_url(f"{audio.folder}{SOUND}") if is_ready and wants("url") else None
    return audio.model_copy(update={"percent": percent, "url": url, "events_cursor": since})


def send(audio: AudioVersion) -> None:
    """Have the narrations worker go on with an audio version."""
    body = {"subjectId": audio.id, "version": audio.text_hash}
    queue.send(settings().narrations_queue_url, json.dumps(body))


def _resume(audio: AudioVersion) -> AudioVersion:
    """Let one that failed go on where it was, or raise `StaleItem`; any other stays as it is."""
    return job_rows.requeue(AUDIO_JOB, audio) if audio.state == AudioState.FAILED else audio


def _begin(subject_id: str, version: int, parts: list[Part], before: AudioVersion | None) -> AudioVersion:
    """Write a new audio version in the place of one with other words, or raise `StaleItem`."""
    _require_english(parts)
    audio = AudioVersion(
        id=subject_id,
        voice=settings().reading_voice,
        article_version=version,
        text_hash=hash_script(parts, settings().reading_voice),
        sound_id=secrets.token_hex(16),
        created_at=now(),
        correlation_id=observability.read_correlation_id(),
    )
    repository.replace(audio, before)
    return audio


def _read(viewer: Caller, subject_id: str) -> tuple[int, list[Part], AudioVersion | None]:
    """Return an article's version and script, with its audio version, or raise `NotFound`."""
    subject, item, audio = repository.get_with_article(subject_id)
    if subject and item:
        guard = subject.guard_of(item)
        if subjects.may_read(viewer, guard, subjects.find_followed_owners(viewer, [guard])):
            summary = subject.summary_of(item)
            return int(item["version"]), write_script(summary.title, summary.text), audio
    raise NotFound("There is no such article.", "subjectId")


def _require_english(parts: list[Part]) -> None:
    if not any(part.paragraph for part in parts):
        raise InvalidInput("The article has no words to read aloud.", "subjectId")
    if not is_english(parts):
        raise InvalidInput("Only articles in English are read aloud.", "subjectId")
