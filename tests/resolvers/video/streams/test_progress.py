"""What reports make of a livestream: the same in every order, however often they come."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from resolvers.core.ids import ID
from resolvers.video.streams import progress
from resolvers.video.streams.model import Stream, StreamHealth, StreamState
from resolvers.video.streams.progress import Report
from resolvers.video.streams.signals import Signal

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
FIRST, SECOND = ID("st-first"), ID("st-second")


def after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


STARTS = Report(FIRST, after(0), has_ended=False)
ENDS = Report(FIRST, after(10), has_ended=True)
COMES_BACK = Report(SECOND, after(20), has_ended=False)
ENDS_AGAIN = Report(SECOND, after(90), has_ended=True)


def waiting() -> Stream:
    fields = {"id": ID("stream_1"), "owner_id": ID("ada"), "title": "A walk", "created_at": NOON, "armed_at": NOON}
    return Stream(**fields, state=StreamState.STARTING)


@pytest.mark.parametrize("order", [*itertools.permutations([STARTS, ENDS, COMES_BACK, ENDS_AGAIN])])
def test_every_order_of_reports_tells_the_same(order: tuple[Report, ...]) -> None:
    """Also where each comes twice."""
    stream = waiting()
    for report in (*order, *order):
        stream = progress.apply_reports(stream, [report])

    assert stream.state == StreamState.RECONNECTING
    assert stream.started_at == after(0)
    assert [(each.id, each.started_at, each.ended_at) for each in stream.kept_sessions] == [
        (FIRST, after(0), after(10)),
        (SECOND, after(20), after(90)),
    ]


@pytest.mark.parametrize("order", [*itertools.permutations([STARTS, ENDS, COMES_BACK])])
def test_an_encoder_that_came_back_is_live_whatever_is_told_last(order: tuple[Report, ...]) -> None:
    assert progress.apply_reports(waiting(), order).state == StreamState.LIVE


def test_a_short_break_does_not_end_a_stream_and_a_long_one_does() -> None:
    """It ended when the encoder went, not when somebody noticed."""
    broken = progress.apply_reports(waiting(), [STARTS, ENDS])

    assert progress.end_late(broken, after(29)).state == StreamState.RECONNECTING
    ended = progress.end_late(broken, after(30))
    assert (ended.state, ended.ended_at, ended.viewers) == (StreamState.ENDED, after(10), 0)


def test_reports_after_the_end_complete_the_history_only() -> None:
    ended = progress.end(progress.apply_reports(waiting(), [STARTS]), after(30))

    told = progress.apply_reports(ended, [ENDS, COMES_BACK])

    assert (told.state, told.ended_at) == (StreamState.ENDED, after(30))
    assert told.kept_sessions[0].ended_at == after(10)


def test_an_end_that_nobody_reported_is_found_by_asking() -> None:
    live = progress.apply_reports(waiting(), [STARTS])

    found = progress.apply_signal(live, None, after(40))

    assert found.state == StreamState.RECONNECTING
    assert progress.end_late(found, after(100)).state == StreamState.ENDED


def test_a_start_that_nobody_reported_is_found_by_asking() -> None:
    """With its health and its viewers, of whom the most at once are remembered."""
    signal = Signal(FIRST, after(0), StreamHealth.HEALTHY, 7)

    live = progress.apply_signal(waiting(), signal, after(60))
    later = progress.apply_signal(live, Signal(FIRST, after(0), StreamHealth.STARVING, 3), after(120))

    assert (live.state, live.started_at, live.viewers) == (StreamState.LIVE, after(0), 7)
    assert (later.health, later.viewers, later.peak_viewers) == (StreamHealth.STARVING, 3, 7)


def test_another_session_that_comes_in_ends_the_one_before() -> None:
    live = progress.apply_reports(waiting(), [STARTS])

    found = progress.apply_signal(live, Signal(SECOND, after(20), StreamHealth.HEALTHY, 0), after(30))

    assert found.state == StreamState.LIVE
    assert [each.ended_at for each in found.kept_sessions] == [after(30), None]


def test_a_picture_that_never_comes_is_not_waited_for_without_end() -> None:
    assert progress.end_late(waiting(), after(3599)).state == StreamState.STARTING
    assert progress.end_late(waiting(), after(3600)).state == StreamState.ENDED


def look(stream: Stream, seconds: int, keyframes: float | None, health: StreamHealth = StreamHealth.HEALTHY) -> Stream:
    return progress.apply_signal(stream, Signal(FIRST, after(0), health, 1, keyframes), after(seconds))


def test_keyframes_that_are_far_apart_are_a_health_of_their_own_until_they_are_not() -> None:
    """The owner reads how far, and when it began and ended; each change is kept once."""
    stream = progress.apply_reports(waiting(), [STARTS])

    for seconds, keyframes in ((30, 2.0), (60, 10.04), (90, 10.0), (120, 2.0), (150, 2.0)):
        stream = look(stream, seconds, keyframes)

    (session,) = stream.kept_sessions
    told = [(each.at, each.health) for each in session.health_changes]
    assert told == [(after(60), StreamHealth.SPARSE_KEYFRAMES), (after(120), StreamHealth.HEALTHY)]
    assert (stream.health, session.keyframe_seconds) == (StreamHealth.HEALTHY, 2.0)
    assert look(stream, 180, 9.96).kept_sessions[0].keyframe_seconds == 10.0


def test_starvation_is_worse_than_sparse_keyframes_and_nothing_measured_is_no_fault() -> None:
    stream = progress.apply_reports(waiting(), [STARTS])

    assert look(stream, 30, 10.0, StreamHealth.STARVING).health == StreamHealth.STARVING
    assert look(stream, 30, None).health == StreamHealth.HEALTHY
    assert look(stream, 30, None).kept_sessions[0].health_changes == []
