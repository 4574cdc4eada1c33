"""What reports make of a livestream, in whatever order and however often they come: a function of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from resolvers.core.ids import ID
from resolvers.core.model import Moment
from resolvers.video.streams.model import (
    OPEN,
    Stream,
    StreamFailure,
    StreamFailureReason,
    StreamHealth,
    StreamHealthChange,
    StreamSession,
    StreamState,
    is_refused,
)
from resolvers.video.streams.signals import Signal

RECONNECT: Final = timedelta(seconds=20)  # how long a stream waits for its encoder to come back
PATIENCE: Final = timedelta(hours=1)  # how long it waits for the first picture
SPARSE_SECONDS: Final = 4.0  # between keyframes; IVS advises 2
_MOST_SESSIONS: Final = 50
_MOST_HEALTH_CHANGES: Final = 50


@dataclass(frozen=True)
class Report:
    """The start or the end of one session of an encoder."""

    session_id: ID
    at: Moment
    has_ended: bool


def apply_reports(stream: Stream, reports: Iterable[Report]) -> Stream:
    """Return the stream after some reports; those of a stream that is over only complete its history."""
    sessions = {each.id: each for each in stream.kept_sessions}
    for report in reports:
        before = sessions.get(report.session_id) or StreamSession(id=report.session_id)
        field = "ended_at" if report.has_ended else "started_at"
        if getattr(before, field) is None:
            sessions[report.session_id] = before.model_copy(update={field: report.at})
    kept = sorted(sessions.values(), key=_find_time)[-_MOST_SESSIONS:]
    if stream.state not in OPEN:
        return stream.model_copy(update={"kept_sessions": kept})
    started = [each.started_at for each in kept if each.started_at]
    return stream.model_copy(
        update={
            "kept_sessions": kept,
            "state": _find_state(kept),
            "started_at": min(started, default=None),
        }
    )


def apply_health(stream: Stream, session_id: str, health: StreamHealth, at: Moment) -> Stream:
    """Return the stream after its health was reported; one that is told twice or late changes nothing."""
    kept = [_note_health(each, health, at) if each.id == session_id else each for each in stream.kept_sessions]
    is_newest = any(each.id == session_id and each.health_changes[-1:] == [_change(health, at)] for each in kept)
    shown = health if is_newest and stream.state in OPEN else stream.health
    return stream.model_copy(update={"kept_sessions": kept, "health": shown})


def apply_signal(stream: Stream, signal: Signal | None, at: Moment) -> Stream:
    """Return the stream after the broadcaster was asked: reports that never came are made up for."""
    live_id = signal.session_id if signal else None
    reports = [Report(live_id, signal.started_at, has_ended=False)] if signal and live_id else []
    reports += [Report(each.id, at, has_ended=True) for each in _list_open(stream.kept_sessions) if each.id != live_id]
    after = apply_reports(stream, reports)
    if after.state not in OPEN:
        return after
    viewers = signal.viewers if signal else 0
    health = _find_health(signal)
    kept = [_note_signal(each, signal, health, at) if each.id == live_id else each for each in after.kept_sessions]
    return after.model_copy(
        update={
            "kept_sessions": kept,
            "viewers": viewers,
            "peak_viewers": max(viewers, after.peak_viewers),
            "health": health,
        }
    )


def end_late(stream: Stream, at: Moment) -> Stream:
    """Return the stream, ended if its encoder did not come back or never came."""
    if stream.state == StreamState.RECONNECTING:
        broke_at = max(each.ended_at for each in stream.kept_sessions if each.ended_at)
        return end(stream, broke_at) if at - broke_at >= RECONNECT else stream
    if stream.state == StreamState.STARTING and stream.armed_at and at - stream.armed_at >= PATIENCE:
        return end(stream, at)
    return stream


def end(stream: Stream, at: Moment) -> Stream:
    """Return the stream, ended at a time."""
    ended = {"state": StreamState.ENDED, "ended_at": at, "viewers": 0, "health": StreamHealth.UNKNOWN}
    return stream.model_copy(update=ended)


def reject(stream: Stream, taken_at: Moment, at: Moment) -> Stream:
    """Return the stream, ended and without a replay because of a picture; one that was rejected stays as it is."""
    if is_refused(stream):
        return stream
    second = max(0, round((taken_at - stream.started_at).total_seconds())) if stream.started_at else 0
    message = f"Moderation found content that may not be shown, about {second} s after the livestream began."
    failure = StreamFailure(reason=StreamFailureReason.UNSAFE, second=second, message=message)
    withheld = {"failure": failure, "replay_manifest": None, "replay_seconds": None}
    return (end(stream, at) if stream.state in OPEN else stream).model_copy(update=withheld)


def _find_health(signal: Signal | None) -> StreamHealth:
    """Return how well a stream arrives; keyframes matter where it arrives in time."""
    if signal is None:
        return StreamHealth.UNKNOWN
    is_sparse = (signal.keyframe_seconds or 0) > SPARSE_SECONDS
    return StreamHealth.SPARSE_KEYFRAMES if is_sparse and signal.health == StreamHealth.HEALTHY else signal.health


def _note_signal(session: StreamSession, signal: Signal | None, health: StreamHealth, at: Moment) -> StreamSession:
    """Return a session after what comes in was looked at; IVS tells of starvation itself, and of keyframes never."""
    if signal is None:
        return session
    noted = _count(session, signal.viewers)
    if signal.keyframe_seconds is not None:
        noted = noted.model_copy(update={"keyframe_seconds": round(signal.keyframe_seconds, 1)})
    last = noted.health_changes[-1].health if noted.health_changes else StreamHealth.HEALTHY
    is_news = health != last and StreamHealth.SPARSE_KEYFRAMES in (health, last)
    return _note_health(noted, health, at) if is_news else noted


def _count(session: StreamSession, viewers: int) -> StreamSession:
    """Return a session after its viewers were counted once more."""
    times = session.times_counted + 1
    mean = session.mean_viewers + (viewers - session.mean_viewers) / times
    peak = max(viewers, session.peak_viewers)
    return session.model_copy(update={"times_counted": times, "mean_viewers": round(mean, 3), "peak_viewers": peak})


def _note_health(session: StreamSession, health: StreamHealth, at: Moment) -> StreamSession:
    """Return a session with a change of its health, in the order of time; each is kept once."""
    known = {each.at: each for each in session.health_changes} | {at: _change(health, at)}
    changes = [known[moment] for moment in sorted(known)][-_MOST_HEALTH_CHANGES:]
    return session.model_copy(update={"health_changes": changes})


def _change(health: StreamHealth, at: Moment) -> StreamHealthChange:
    return StreamHealthChange(at=at, health=health)


def _find_state(sessions: Sequence[StreamSession]) -> StreamState:
    if _list_open(sessions):
        return StreamState.LIVE
    return StreamState.RECONNECTING if any(each.started_at for each in sessions) else StreamState.STARTING


def _list_open(sessions: Iterable[StreamSession]) -> list[StreamSession]:
    return [each for each in sessions if each.started_at and not each.ended_at]


def _find_time(session: StreamSession) -> Moment:
    found = session.started_at or session.ended_at
    assert found
    return found
