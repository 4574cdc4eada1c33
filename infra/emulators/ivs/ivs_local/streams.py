"""Operations on streams and their sessions."""

import time
from collections import deque
from datetime import UTC, datetime
from typing import Any

from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from ivs_local.broadcast import Broadcast
from ivs_local.pages import cut_page
from ivs_local.stage import Stage
from ivs_local.store import Resource, Store

MOST_METADATA = 1024  # bytes
METADATA_A_SECOND = 5
Input = dict[str, Any]
Answer = dict[str, Any]


class Streams:
    """The operations, over the streams that are live and the sessions that were."""

    def __init__(self, store: Store, stage: Stage) -> None:
        self._store = store
        self._stage = stage
        self._puts: dict[str, deque[float]] = {}

    def register(self, service: Service) -> None:
        """Register every operation."""
        for name, handler in {
            "GetStream": self._get,
            "ListStreams": self._list,
            "StopStream": self._stop,
            "PutMetadata": self._put_metadata,
            "GetStreamSession": self._get_session,
            "ListStreamSessions": self._list_sessions,
        }.items():
            service.operation(name)(handler)

    async def _get(self, request: Input, _: Context) -> Answer:
        broadcast = self._get_broadcast(request["channelArn"])
        return {"stream": {**_describe(broadcast), "playbackUrl": broadcast.channel["playbackUrl"]}}

    async def _list(self, request: Input, _: Context) -> Answer:
        health = request.get("filterBy", {}).get("health")
        found = [each for each in self._stage.broadcasts if health in (None, each.health)]
        return cut_page("streams", [_describe(broadcast) for broadcast in found], request)

    async def _stop(self, request: Input, _: Context) -> Answer:
        """End a channel's stream; its publisher may begin the next one at once."""
        self._store.get("channel", request["channelArn"])
        broadcast = self._stage.find_publisher(request["channelArn"])
        if broadcast is None:
            raise _refuse_offline()
        broadcast.hang_up()
        await broadcast.close(None)
        return {}

    async def _put_metadata(self, request: Input, _: Context) -> Answer:
        broadcast = self._get_broadcast(request["channelArn"])
        if len(request["metadata"].encode()) > MOST_METADATA:
            raise ServiceError("ValidationException", "The metadata have more than 1024 bytes.")
        puts, now = self._puts.setdefault(broadcast.channel["arn"], deque(maxlen=METADATA_A_SECOND)), time.monotonic()
        if len(puts) == METADATA_A_SECOND and now - puts[0] < 1:
            raise ServiceError("ThrottlingException", "A channel takes metadata five times a second.")
        puts.append(now)
        broadcast.packager.add_text(request["metadata"])
        return {}

    async def _get_session(self, request: Input, _: Context) -> Answer:
        """Return a session, the newest one by default."""
        sessions = self._list_all(request["channelArn"])
        wanted = request.get("streamId")
        found = next((each for each in sessions if wanted in (None, each["streamId"])), None)
        if found is None:
            raise ServiceError("ResourceNotFoundException", "The channel has no such stream session.")
        events = [{**event, "eventTime": _to_moment(event["eventTime"])} for event in found["truncatedEvents"]]
        return {"streamSession": {**found, **_to_times(found), "truncatedEvents": events[::-1]}}

    async def _list_sessions(self, request: Input, _: Context) -> Answer:
        answers = [
            {
                "streamId": session["streamId"],
                **_to_times(session),
                "hasErrorEvent": any(_is_error(event["name"]) for event in session["truncatedEvents"]),
            }
            for session in self._list_all(request["channelArn"])
        ]
        return cut_page("streamSessions", answers, request)

    def _get_broadcast(self, channel_arn: str) -> Broadcast:
        self._store.get("channel", channel_arn)
        broadcast = self._stage.find(channel_arn)
        if broadcast is None:
            raise _refuse_offline()
        return broadcast

    def _list_all(self, channel_arn: str) -> list[Resource]:
        self._store.get("channel", channel_arn)
        return self._store.sessions.get(channel_arn, [])


def _describe(broadcast: Broadcast) -> Answer:
    return {
        "channelArn": broadcast.channel["arn"],
        "streamId": broadcast.id,
        "state": "LIVE",
        "health": broadcast.health,
        "viewerCount": broadcast.viewers.count(),
        "startTime": broadcast.began_at,
    }


def _is_error(name: str) -> bool:
    return name in ("Stream Failure", "Starvation Start")


def _refuse_offline() -> ServiceError:
    return ServiceError("ChannelNotBroadcasting", "The channel is not live.")


def _to_times(session: Resource) -> dict[str, datetime]:
    return {name: _to_moment(session[name]) for name in ("startTime", "endTime") if name in session}


def _to_moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
