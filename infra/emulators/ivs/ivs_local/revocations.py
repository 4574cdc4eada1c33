"""Operations that end the sessions of viewers, by the viewer's id and version in their tokens."""

from typing import Any

from aws_wire.service import Context, Service
from ivs_local.stage import Stage
from ivs_local.store import Store

Input = dict[str, Any]
Answer = dict[str, Any]


class Revocations:
    """The operations. What is revoked stays so: a token of that version, or an earlier one, opens nothing more."""

    def __init__(self, store: Store, stage: Stage) -> None:
        self._store = store
        self._stage = stage

    def register(self, service: Service) -> None:
        """Register both operations."""
        service.operation("StartViewerSessionRevocation")(self._revoke)
        service.operation("BatchStartViewerSessionRevocation")(self._revoke_several)

    async def _revoke(self, request: Input, _: Context) -> Answer:
        self._store.get("channel", request["channelArn"])
        self._end(request)
        self._store.save()
        return {}

    async def _revoke_several(self, request: Input, _: Context) -> Answer:
        """Revoke each session whose channel is there; the others are named as errors."""
        errors = []
        for each in request["viewerSessions"]:
            if self._store.find("channel", each["channelArn"]):
                self._end(each)
                continue
            named = {name: each[name] for name in ("channelArn", "viewerId")}
            errors.append({**named, "code": "NotFound", "message": "There is no such channel."})
        self._store.save()
        return {"errors": errors}

    def _end(self, session: Input) -> None:
        arn, viewer, version = session["channelArn"], session["viewerId"], _read_version(session)
        revoked = self._store.revoked.setdefault(arn, {})
        revoked[viewer] = max(version, revoked.get(viewer, version))
        broadcast = self._stage.find_publisher(arn)
        if broadcast:
            broadcast.viewers.revoke(viewer, version)


def _read_version(session: Input) -> int:
    return int(session.get("viewerSessionVersionsLessThanOrEqualTo", 0))
