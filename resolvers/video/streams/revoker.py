"""Ends the playback of viewers at Amazon IVS, for the worker."""

import time
from collections.abc import Sequence
from typing import Final, Protocol

from resolvers.video.streams.ivs import client

_BATCH: Final = 20
_PAUSE: Final = 0.25  # seconds; IVS takes five batches a second of an account


class NotRevoked(Exception):  # noqa: N818
    """IVS did not take every revocation; starting them again is safe."""


class Revoker(Protocol):
    """Who ends playback."""

    def revoke(self, channel_arn: str, viewers: Sequence[str], version: int) -> None:
        """End the sessions of some viewers of a channel up to a version. Raises `NotRevoked`."""


class IvsRevoker:
    """Amazon IVS. Of a channel that is gone nobody watches anything."""

    def revoke(self, channel_arn: str, viewers: Sequence[str], version: int) -> None:
        for start in range(0, len(viewers), _BATCH):
            if start:
                time.sleep(_PAUSE)
            sessions = [
                {"channelArn": channel_arn, "viewerId": each, "viewerSessionVersionsLessThanOrEqualTo": version}
                for each in viewers[start : start + _BATCH]
            ]
            errors = client().batch_start_viewer_session_revocation(viewerSessions=sessions).get("errors", [])
            failed = [each for each in errors if "NotFound" not in each.get("code", "")]
            if failed:
                raise NotRevoked(f"{len(failed)} of {len(sessions)}: {failed[0].get('code')}")
