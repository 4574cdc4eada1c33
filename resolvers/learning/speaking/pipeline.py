"""From a recording that arrived to the words that were heard in it."""

import hashlib
from collections.abc import Sequence
from typing import Final

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.learning.evaluations import recordings
from resolvers.learning.evaluations import repository as evaluation_rows
from resolvers.learning.evaluations.job import SPEAKING_JOB
from resolvers.learning.evaluations.model import (
    Evaluation,
    EvaluationFailureReason,
    EvaluationState,
    EvaluationStepName,
)
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.learning.speaking import repository, sound, voice
from resolvers.learning.speaking.alignment import align, is_filler
from resolvers.learning.speaking.model import Delivery, Pause, Reading, SpokenWord, SpokenWordStatus
from resolvers.learning.speaking.sound import NotAudio, Sound
from resolvers.learning.speaking.transcriber import HeardWord, Transcriber, read_transcript
from resolvers.learning.speaking.voice import Voice
from resolvers.learning.speaking.words import list_places
from resolvers.platform.jobs import repository as job_rows
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import Message, StepStatus
from resolvers.platform.jobs.repository import Lost
from resolvers.platform.jobs.service import StepFailed
from resolvers.platform.jobs.steps import find_step
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.bucket import ObjectMissing

LOOK_SECONDS: Final = 60
# Counts up with the rules: what other rules heard is heard again.
_RULES_VERSION: Final = 1
_LEAST_SECONDS: Final = 1.0
_MOST_SECONDS: Final = 180.0
_LEAST_SPEECH: Final = 0.5
_LEAST_DECIBELS: Final = 10.0
_LEAST_PAUSE: Final = 0.5
_MOST_PAUSES: Final = 100
# Of the words that are heard in a reading, nine in ten are the paragraph's; of another English text a seventh were,
# and of speech in German or Spanish, heard as English, a fifth.
_LEAST_SHARE: Final = 0.3
_MOST_TRANSCRIPT: Final = 2_000_000
_HEARD: Final = "COMPLETED"
_GIVEN_UP: Final = "FAILED"


def is_being_heard(evaluation: Evaluation, transcriber: Transcriber) -> bool:
    """Tell whether Transcribe is still at work, so that there is nothing to do but wait."""
    if find_step(evaluation.steps, EvaluationStepName.CHECKED).status != StepStatus.DONE:
        return False
    is_open = evaluation.state in SPEAKING_JOB.open_states
    return is_open and transcriber.find_status(evaluation.id) not in {None, _HEARD, _GIVEN_UP}


def process(evaluation_id: str, message: Message, transcriber: Transcriber) -> Evaluation | None:
    """Carry an evaluation as far as it goes now and return it; None where there is nothing to do.

    While Transcribe works nobody holds the evaluation: its report, or a look a minute later, goes on. A passing fault
    is raised, so that the message comes again; on its last try the evaluation ends FAILED, and its owner may retry.
    """
    evaluation = jobs.take(SPEAKING_JOB, lambda: _find(evaluation_id), message)
    if evaluation is None or evaluation.state != EvaluationState.RUNNING:
        return evaluation
    try:
        return _go_on(evaluation, transcriber)
    except StepFailed as failed:
        return jobs.end_failed(SPEAKING_JOB, job_rows.get(SPEAKING_JOB, evaluation.id) or evaluation, failed)
    except Lost:
        _remove_if_deleted(evaluation)
        return None
    except Exception as error:  # noqa: BLE001  every fault ends in a state or is raised for another try
        return jobs.handle_fault(SPEAKING_JOB, evaluation, message, error, _explain_fault)


def _go_on(evaluation: Evaluation, transcriber: Transcriber) -> Evaluation:
    reading = repository.get(evaluation.id)
    if reading is None:
        raise Lost
    if find_step(evaluation.steps, EvaluationStepName.CHECKED).status != StepStatus.DONE:
        reading = _check(evaluation, reading)
        evaluation = job_rows.complete_step(SPEAKING_JOB, evaluation, EvaluationStepName.CHECKED, {})
    known = _find_known(evaluation, reading)
    if known:
        return _finish(evaluation, reading.model_copy(update={"words": known.words, "delivery": known.delivery}))
    status = transcriber.find_status(evaluation.id)
    if status == _HEARD:
        return _compare(evaluation, reading, transcriber)
    if status == _GIVEN_UP:
        transcriber.forget(evaluation.id)
        message = "The words could not be recognised. Try again in a few minutes."
        raise StepFailed(EvaluationFailureReason.INTERNAL, message, retryable=True)
    if status is None:
        _start(evaluation, transcriber)
    recordings.send_look(evaluation.id, delay_seconds=LOOK_SECONDS)
    return job_rows.hand_over(SPEAKING_JOB, evaluation)


def _check(evaluation: Evaluation, reading: Reading) -> Reading:
    """Decode the recording, judge its sound, and keep it in the one form that is played and heard."""
    key = RECORDING.locate(evaluation.owner_id, evaluation.id)
    try:
        file = bucket.read(key, evaluation.source_version or "", RECORDING.max_bytes)
        decoded = sound.decode(file, _MOST_SECONDS)
    except ObjectMissing as error:
        raise StepFailed(EvaluationFailureReason.NOT_AUDIO, "The recording is gone. Record again.") from error
    except NotAudio as error:
        message = "The file has no sound that can be decoded. Record again."
        raise StepFailed(EvaluationFailureReason.NOT_AUDIO, message) from error
    found = _judge_sound(decoded)
    bucket.put(recordings.locate_sound(evaluation.id), sound.write_flac(decoded), "audio/flac")
    after = reading.model_copy(
        update={"delivery": _measure(decoded, found), "recording_hash": _hash(reading.paragraph, file)}
    )
    repository.keep_delivery(evaluation, after)
    return after


def _judge_sound(decoded: Sound) -> Voice:
    """Return the voice in a sound, or raise `StepFailed` with what is wrong with it."""
    _require_length(decoded)
    found = voice.find_voice(decoded)
    _require_speech(found)
    return found


def _require_length(decoded: Sound) -> None:
    if decoded.is_cut:
        message = "The recording is longer than three minutes. Read a shorter paragraph."
        raise StepFailed(EvaluationFailureReason.TOO_LONG, message)
    if decoded.seconds < _LEAST_SECONDS:
        raise StepFailed(EvaluationFailureReason.TOO_SHORT, "The recording is shorter than a second. Record again.")


def _require_speech(found: Voice) -> None:
    if found.seconds < _LEAST_SPEECH:
        message = "Nobody is heard to speak. Check the microphone, and record again."
        raise StepFailed(EvaluationFailureReason.NO_SPEECH, message)
    if found.signal_to_noise < _LEAST_DECIBELS:
        message = (
            f"Too noisy to judge: the voice is {found.signal_to_noise:.0f} decibels above the noise, 10 are needed. "
            "Record again in a quieter place, or closer to the microphone."
        )
        raise StepFailed(EvaluationFailureReason.TOO_NOISY, message)


def _measure(decoded: Sound, found: Voice) -> Delivery:
    pauses = [Pause(start=round(each.start, 2), seconds=round(each.seconds, 2)) for each in _list_pauses(found)]
    return Delivery(
        seconds=round(decoded.seconds, 2),
        speech_seconds=round(found.seconds, 2),
        longest_run=round(found.measure_longest_run(_LEAST_PAUSE), 2),
        pauses=pauses,
        signal_to_noise=round(found.signal_to_noise, 1),
    )


def _list_pauses(found: Voice) -> Sequence[voice.Stretch]:
    return found.list_pauses(_LEAST_PAUSE)[:_MOST_PAUSES]


def _hash(paragraph: str, file: bytes) -> str:
    """Return what the same recording of the same paragraph has again."""
    parts = (str(_RULES_VERSION).encode(), paragraph.encode(), hashlib.sha256(file).digest())
    return f"speaking-{hashlib.sha256(b'|'.join(parts)).hexdigest()}"


def _find_known(evaluation: Evaluation, reading: Reading) -> Reading | None:
    """Return what was heard in the same recording before."""
    found = evaluation_rows.find_evaluated(evaluation.owner_id, evaluation.subject_id, reading.recording_hash or "")
    return repository.get(found) if found and found != evaluation.id else None


def _start(evaluation: Evaluation, transcriber: Transcriber) -> None:
    name = settings().media_bucket
    media = f"s3://{name}/{recordings.locate_sound(evaluation.id)}"
    transcriber.start(evaluation.id, media, name, recordings.locate_transcript(evaluation.id))


def _compare(evaluation: Evaluation, reading: Reading, transcriber: Transcriber) -> Evaluation:
    key = recordings.locate_transcript(evaluation.id)
    version = bucket.find_latest_version(key)
    heard = read_transcript(bucket.read(key, version, _MOST_TRANSCRIPT)) if version else []
    transcriber.forget(evaluation.id)
    bucket.remove(key)
    words = align(list_places(reading.paragraph), heard)
    _require_paragraph(words, heard)
    evaluation = job_rows.complete_step(SPEAKING_JOB, evaluation, EvaluationStepName.TRANSCRIBED, {})
    return _finish(evaluation, reading.model_copy(update={"words": words, "delivery": _add_pace(reading, heard)}))


def _require_paragraph(words: Sequence[SpokenWord], heard: Sequence[HeardWord]) -> None:
    """Raise `StepFailed` where nothing was said, or something else than the paragraph."""
    spoken = _count_words(heard)
    if not spoken:
        raise StepFailed(EvaluationFailureReason.NO_SPEECH, "No words were heard. Speak up, and record again.")
    if sum(each.status == SpokenWordStatus.READ for each in words) < _LEAST_SHARE * spoken:
        message = (
            "Hardly a word of the paragraph was heard. Only English is recognised: read this paragraph in English, and "
            "record again."
        )
        raise StepFailed(EvaluationFailureReason.ANOTHER_TEXT, message)


def _add_pace(reading: Reading, heard: Sequence[HeardWord]) -> Delivery | None:
    if reading.delivery is None:
        return None
    pace = round(60 * _count_words(heard) / reading.delivery.speech_seconds)
    return reading.delivery.model_copy(update={"words_per_minute": pace})


def _count_words(heard: Sequence[HeardWord]) -> int:
    return sum(not is_filler(each.text) for each in heard)


def _finish(evaluation: Evaluation, reading: Reading) -> Evaluation:
    """Write the result with the end of the job, whose steps are all done then."""
    if find_step(evaluation.steps, EvaluationStepName.TRANSCRIBED).status != StepStatus.DONE:
        evaluation = job_rows.complete_step(SPEAKING_JOB, evaluation, EvaluationStepName.TRANSCRIBED, {})
    writes = repository.prepare_result(evaluation, reading)
    return job_rows.finish(SPEAKING_JOB, evaluation, EvaluationState.DONE, *writes)


def _remove_if_deleted(evaluation: Evaluation) -> None:
    """Remove what was written for an evaluation that its owner deleted meanwhile."""
    if evaluation_rows.get(evaluation.id) is None:
        recordings.remove_all(evaluation.owner_id, evaluation.id)


def _find(evaluation_id: str) -> Evaluation | None:
    evaluation = evaluation_rows.get(evaluation_id)
    if evaluation:
        observability.follow(evaluation.correlation_id)
    return evaluation


def _explain_fault(_: Exception) -> StepFailed:
    logger.exception("gave up")
    message = "Something went wrong on our side. Try again in a few minutes."
    return StepFailed(EvaluationFailureReason.INTERNAL, message, retryable=True)
