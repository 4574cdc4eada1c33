"""The video worker: messages of files that arrived, of reports, of deletions, of livestreams, and to look again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket
from resolvers.video.channels import emptying
from resolvers.video.channels import messages as channel_messages
from resolvers.video.chat import connections
from resolvers.video.reminders import messages as reminder_messages
from resolvers.video.reminders import service as reminders
from resolvers.video.streams import admission, pictures, replays
from resolvers.video.streams import messages as stream_messages
from resolvers.video.streams import moving as stream_moving
from resolvers.video.streams import reports as stream_reports
from resolvers.video.streams.closing import IvsCloser
from resolvers.video.streams.revoker import IvsRevoker
from resolvers.video.streams.signals import IvsSignals
from resolvers.video.videos import arrival, captions, messages, moving, pipeline, repository
from resolvers.video.videos.encoder import MediaConvert
from resolvers.video.videos.model import Video
from resolvers.video.videos.pipeline import Tools
from resolvers.video.videos.processing import VideoState
from resolvers.video.videos.rekognition import Rekognition
from resolvers.video.videos.reports import read_report
from resolvers.video.videos.transcriber import Transcribe

Event = dict[str, Any]
Consumer = Callable[[Event, LambdaContext], Any]

_MEDIACONVERT: Final = "aws.mediaconvert"
_TRANSCRIBE: Final = "aws.transcribe"
_IVS: Final = "aws.ivs"
_LOOK: Final = "waymark.look"
_CAPTION: Final = "waymark.caption"
_LOOK_SECONDS: Final = 900  # as long as a queue can hold a message back


def make_worker(tools: Callable[[], Tools]) -> Consumer:
    """Return a worker that processes videos with these tools."""

    def consume(event: Event, context: LambdaContext) -> Any:
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event, partial(_process, tools()), processor, context)

    return consume


def _process(tools: Tools, record: SQSRecord) -> None:
    observability.follow(None)  # until the video says whose request began it
    try:
        video = _take(record.json_body, record, tools)
    except Exception:
        logger.exception("not processed", extra={"message_id": record.message_id})
        queue.delay_retry(_find_queue(record), record.receipt_handle, _pause(record))
        raise
    if video:
        if captions.are_missing(video):
            _caption_later(video.id, video.attempt)
        logger.info("video processed", extra={"video_id": video.id, "state": video.state})


def _take(event: Event, record: SQSRecord, tools: Tools) -> Video | None:
    """Do what an event asks for; a malformed one raises, and ends in the dead-letter queue."""
    at = datetime.fromisoformat(event["time"]) if "time" in event else datetime.now(UTC)
    message = Message(record.message_id, "", at, is_last_try=_tries(record) >= settings().max_receives)
    return _BY_SOURCE.get(event["source"], _take_file)(event, message, tools)


def _take_report(event: Event, message: Message, tools: Tools) -> Video | None:
    """Carry a video on after a report of MediaConvert."""
    report = read_report(event)
    return pipeline.take_report(report, message, tools) if report else None


def _take_stream_report(event: Event, message: Message, tools: Tools) -> None:
    """Write what IVS reports of a livestream, or of its recording."""
    if "recording_status" not in event["detail"]:
        stream_reports.take_event(event)
        return
    try:
        replays.take_recording(event, tools.moderator, tools.closer, is_last_try=message.is_last_try)
    except pictures.Unfinished:
        queue.send(settings().video_queue_url, json.dumps(event))  # the next message judges the next pictures


def _look_at_stream(event: Event, _: Message, tools: Tools) -> None:
    """Ask IVS how a livestream is, and end it and its chat for those who may not watch any more."""
    detail = event["detail"]
    stream = stream_reports.look(detail["streamId"], tools.signals, repeats=detail["repeats"])
    if stream:
        admission.end_earlier_playback(stream, tools.revoker)
        connections.end_lost_connections(stream)


def _tell_of_due_streams(_: Event, __: Message, ___: Tools) -> None:
    """Tell those who asked that a livestream begins soon."""
    reminders.tell_of_due()


def _remove_recordings(event: Event, _: Message, __: Tools) -> None:
    """Remove what was recorded of a livestream that was deleted."""
    replays.remove_recordings(event["detail"]["streamId"], event["detail"]["folders"])


def _move_replay(event: Event, _: Message, __: Tools) -> None:
    """Move the replay of a livestream that fewer may watch than before."""
    stream_moving.move_replay(event["detail"]["streamId"])


def _remove_channel(event: Event, _: Message, __: Tools) -> None:
    """Remove some of a channel that was deleted; another message follows while anything is left."""
    emptying.remove_some(event["detail"]["channelId"])


def _remove(event: Event, _: Message, tools: Tools) -> None:
    """End the jobs of a video that was deleted and remove its objects; one whose deletion failed stays as it is."""
    video = Video.model_validate(event["detail"]["video"])
    if repository.get(video.id) is None:
        arrival.cancel_upload(video)
        pipeline.cancel_jobs(video, tools)
        pipeline.delete_objects(video)


def _remove_captions(event: Event, _: Message, __: Tools) -> None:
    """Remove caption files that nothing names any more."""
    captions.remove_unused_files(event["detail"]["videoId"], event["detail"]["keys"])


def _move(event: Event, _: Message, __: Tools) -> None:
    """Move the files of a video that fewer may watch than before."""
    video = moving.move_files(event["detail"]["videoId"])
    if video and captions.are_missing(video):
        _caption_later(video.id, video.attempt)


def _look(event: Event, message: Message, tools: Tools) -> Video | None:
    """Take the reports that never came; while jobs go on, look again."""
    video_id, attempt = event["detail"]["videoId"], int(event["detail"]["attempt"])
    if pipeline.look_after(video_id, attempt, message, tools):
        _look_later(video_id, attempt)
    return repository.get(video_id)


def _caption(event: Event, message: Message, tools: Tools) -> None:
    """Carry a video's captions on; while their job goes on, look again, as its report may never come."""
    detail = event["detail"]
    if event["source"] == _TRANSCRIBE:
        named = captions.read_job_name(detail["TranscriptionJobName"])
    else:
        named = detail["videoId"], int(detail["attempt"])
    if named is None:
        return  # a job of others in this account
    try:
        goes_on = captions.continue_captions(*named, tools.transcriber)
    except Busy:
        raise
    except Exception:
        if not message.is_last_try:
            raise
        logger.exception("gave captions up")
        captions.give_up_captions(*named)
        return
    if goes_on and event["source"] == _CAPTION:
        _caption_later(*named, seconds=_LOOK_SECONDS)


def _caption_later(video_id: str, attempt: int, seconds: int = 0) -> None:
    """Let the queue hand out a message about a video's captions, now or later."""
    body = json.dumps({"source": _CAPTION, "detail": {"videoId": video_id, "attempt": attempt}})
    queue.send(settings().video_queue_url, body, delay_seconds=seconds)


def _look_later(video_id: str, attempt: int) -> None:
    """Let the queue hand out a message about this attempt later: reports are best effort, and may never come."""
    body = json.dumps({"source": _LOOK, "detail": {"videoId": video_id, "attempt": attempt}})
    queue.send(settings().video_queue_url, body, delay_seconds=_LOOK_SECONDS)


def _take_file(event: Event, message: Message, tools: Tools) -> Video | None:
    """Judge a picture that IVS took of a livestream, or begin the video of a file that has arrived."""
    picture = pictures.read_key(event["detail"]["object"]["key"])
    if picture is None:
        return _begin(event, message, tools)
    pictures.take_picture(picture, message.at, tools.moderator, tools.closer)
    return None


def _begin(event: Event, message: Message, tools: Tools) -> Video | None:
    """Begin the video of a file that has arrived."""
    found = event["detail"]["object"]
    version = found.get("version-id") or bucket.find_latest_version(found["key"])
    video = repository.get(found["key"].rpartition("/")[2])
    if version is None or video is None or video.original != found["key"]:
        bucket.remove(found["key"])  # a file without a video: its owner deleted it meanwhile
        return None
    observability.follow(video.correlation_id)
    begun = pipeline.begin(video.id, replace(message, version=version), tools)
    if begun and begun.state == VideoState.PROCESSING:
        _look_later(begun.id, begun.attempt)
    return begun


_BY_SOURCE: Final[Mapping[str, Callable[[Event, Message, Tools], Video | None]]] = {
    _MEDIACONVERT: _take_report,
    _TRANSCRIBE: _caption,
    _IVS: _take_stream_report,
    stream_messages.LOOK: _look_at_stream,
    stream_messages.REMOVAL: _remove_recordings,
    stream_messages.MOVE: _move_replay,
    reminder_messages.DUE: _tell_of_due_streams,
    messages.REMOVAL: _remove,
    channel_messages.REMOVAL: _remove_channel,
    messages.UNUSED_CAPTIONS: _remove_captions,
    messages.MOVE: _move,
    _CAPTION: _caption,
    _LOOK: _look,
}


def _find_queue(record: SQSRecord) -> str:
    """Return the URL of the queue that handed a message out: pictures of livestreams have one of their own."""
    name = record.event_source_arn.rpartition(":")[2]
    is_picture = settings().pictures_queue_url.rpartition("/")[2] == name
    return settings().pictures_queue_url if is_picture else settings().video_queue_url


def _pause(record: SQSRecord) -> int:
    """Return how many seconds a failed message waits, longer each time."""
    return int(5 * 3 ** (_tries(record) - 1))


def _tries(record: SQSRecord) -> int:
    return int(record.attributes.approximate_receive_count)


def _tools() -> Tools:
    encoder = MediaConvert(settings().mediaconvert_role_arn)
    return Tools(encoder, Rekognition(), Rekognition(), Transcribe(), IvsSignals(), IvsRevoker(), IvsCloser())


lambda_handler = observability.entry()(make_worker(_tools))
