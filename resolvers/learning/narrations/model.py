"""An article's audio version: a job that has a voice read the article's words, and where each paragraph is in it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment, shown_only, stored_only
from resolvers.learning import keys
from resolvers.platform.event_log.model import Hearers, SubjectEvent, TopicKind
from resolvers.platform.jobs.model import Job, JobFailure, JobStep

QUEUED: Final = "QUEUED"
READ: Final = "READ"


class AudioState(StrEnum):
    """How far an audio version is."""

    WAITING = "WAITING"
    """It waits to be read aloud."""
    RUNNING = "RUNNING"
    """It is being read aloud."""
    READY = "READY"
    """It can be heard."""
    FAILED = "FAILED"
    """It was not read aloud. `failure` says why."""


class AudioFailureReason(StrEnum):
    """Why an article was not read aloud."""

    OVER_BUDGET = "OVER_BUDGET"
    """The day's budget for reading aloud is spent. Try again tomorrow."""
    INTERRUPTED = "INTERRUPTED"
    """It was interrupted. Try again."""
    INTERNAL = "INTERNAL"
    """Something went wrong on our side. Try again."""


class AudioFailure(JobFailure):
    """Why an article was not read aloud."""

    step: str = stored_only()
    reason: AudioFailureReason = Field(description="The reason, for programs.")
    message: str = Field(description="A sentence in English that says why it failed and what to do.")
    retryable: bool = Field(description="Whether `createAudioVersion` may help now.")


class SpokenParagraph(Model):
    """A paragraph of the article, and when it is read. A long one may come in several stretches."""

    start: int = Field(description="Where it begins in the article's text, in Unicode code points.")
    end: int = Field(description="Where it ends in the article's text.")
    from_second: float = Field(description="When it begins in the sound.")
    to_second: float = Field(description="When it ends in the sound.")


def locate_folder(sound_id: str) -> str:
    return f"narrations/{sound_id}/"


def list_first_steps() -> list[JobStep]:
    """Return the steps of a new audio version."""
    return [JobStep(name=QUEUED), JobStep(name=READ)]


class AudioVersion(Job):
    """An article read aloud by a voice. It follows the article's words, and those who may read the article hear it."""

    id: ID = Field(description="The ID of the article.")
    state: AudioState = Field(default=AudioState.WAITING, description="How far it is.")
    percent: int = shown_only("How much of it is read, from 0 to 100.", default=0)
    failure: AudioFailure | None = Field(
        default=None, description="Why it was not read aloud. Null if it did not fail."
    )
    voice: str = Field(description="The voice that reads.")
    article_version: int = Field(description="The version of the article whose words it reads.")
    seconds: float | None = Field(default=None, description="How long it is. Null until it is ready.")
    paragraphs: list[SpokenParagraph] = Field(
        default=[], description="The paragraphs in order, for following along. Empty until it is ready."
    )
    url: str | None = shown_only(
        "An address of the sound (MP3) that works for 15 minutes. Null until it is ready.", default=None
    )
    created_at: Moment = Field(description="When somebody asked for it.")
    events_cursor: OpaqueID | None = shown_only(
        "The position in the event log just before it was read. Pass it to `eventsSince`.", default=None
    )
    steps: Sequence[JobStep] = stored_only(default_factory=list_first_steps)
    attempt: int = stored_only(default=0)
    text_hash: str = stored_only()
    sound_id: str = stored_only()  # names the folder of its objects; nobody can guess it

    @property
    def folder(self) -> str:
        """The folder of its objects in the media bucket."""
        return locate_folder(self.sound_id)


class AudioVersionEvent(SubjectEvent):
    """An article's audio version began, is further than before, or ended."""

    subject_id: ID = Field(description="The ID of the article.")
    audio_state: AudioState = Field(description="How far it is after this event.")
    audio_percent: int = Field(description="How much of it is read, from 0 to 100.")
    audio_failure: AudioFailure | None = Field(
        default=None, description="Why it was not read aloud. Null if it did not fail."
    )


AUDIO: Final = TopicKind("audio", Hearers.READERS, around=keys.ARTICLE)


class CreateAudioVersionInput(Input):
    """Input of `createAudioVersion`."""

    subject_id: ID = Field(description="The ID of an article that you may read.")


class CreateAudioVersionPayload(Payload):
    """The result of `createAudioVersion`."""

    audio: AudioVersion | None = Field(
        default=None, description="The audio version. If the article's words were read before, it is ready."
    )
