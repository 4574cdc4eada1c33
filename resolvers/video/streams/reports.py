"""What IVS reports, and what it is asked where it reports nothing.

Its events come late, twice, in any order or never. A channel has its owner's ID as its name, so each names the owner.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from resolvers.core.errors import Throttled
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.table import StaleItem
from resolvers.video.streams import messages, progress, repository
from resolvers.video.streams.model import OPEN, Stream, StreamHealth, StreamState
from resolvers.video.streams.progress import Report
from resolvers.video.streams.signals import Signals

_STARTS: Final = {"Stream Start"}
_ENDS: Final = {"Stream End", "Session Ended"}
_HEALTH: Final = {"Starvation Start": StreamHealth.STARVING, "Starvation End": StreamHealth.HEALTHY}
_ATTEMPTS: Final = 8
_SECOND_ROW: Final = timedelta(seconds=messages.LOOK_SECONDS // 2)


def take_event(event: dict[str, Any]) -> Stream | None:
    """Write what an event of IVS says of a stream; None where it is about none of ours."""
    detail = event["detail"]
    name, session_id = detail.get("event_name"), detail["stream_id"]
    ingest = repository.get_ingest(detail["channel_name"]) if detail.get("channel_name") else None
    if name not in _STARTS | _ENDS | _HEALTH.keys() or ingest is None or ingest.channel_arn not in event["resources"]:
        return None
    known = repository.find_by_session(detail["channel_name"], session_id)
    stream_id = known.id if known else ingest.stream_id
    if stream_id is None:
        return None
    after = change(stream_id, _read(name, ID(session_id), datetime.fromisoformat(event["time"])))
    if after and after.state == StreamState.RECONNECTING:
        messages.send_look(stream_id, delay_seconds=progress.RECONNECT.seconds, repeats=False)
    return after


def look(stream_id: str, signals: Signals, *, repeats: bool = True) -> Stream | None:
    """Ask how a stream is, write it, and, if it `repeats`, look again later while the stream goes on.

    A second row of repeated looks, which a repeated `startStream` or message leads to, ends by itself.
    """
    stream = repository.get(stream_id)
    ingest = repository.get_ingest(stream.owner_id) if stream and stream.state in OPEN else None
    if stream is None or ingest is None or ingest.stream_id != stream_id:
        return stream
    at = now()
    if repeats:
        if stream.looked_at and at - stream.looked_at < _SECOND_ROW:
            return stream
        # Before the write: a message that comes again after it would take itself for a second row.
        messages.send_look(stream_id)
    signal = signals.find(ingest.channel_arn)
    noted = {"looked_at": at} if repeats else {}

    def follow(before: Stream) -> Stream:
        return progress.end_late(progress.apply_signal(before, signal, at), at).model_copy(update=noted)

    return change(stream_id, follow)


def change(stream_id: str, make: Callable[[Stream], Stream]) -> Stream | None:
    """Write a change of a stream, again if it has changed meanwhile; None if it is gone."""
    for _ in range(_ATTEMPTS):
        before = repository.get(stream_id)
        if before is None:
            return None
        after = make(before)
        if after == before:
            return before
        try:
            repository.update(before, after)
        except StaleItem:
            continue
        return after
    raise Throttled("The livestream changes all the time.")


def _read(name: str, session_id: ID, at: datetime) -> Callable[[Stream], Stream]:
    """Return what an event changes of its stream."""
    if name in _HEALTH:
        return lambda stream: progress.apply_health(stream, session_id, _HEALTH[name], at)
    report = Report(session_id, at, has_ended=name in _ENDS)
    return lambda stream: progress.apply_reports(stream, [report])
