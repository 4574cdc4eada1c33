"""Who counts as a viewer of a video or a livestream: each person once in 24 hours, and never its owner.

What is kept of a view names nobody: it is a keyed hash, which only who watches the same thing again can be found by.
"""

import hmac
from contextlib import suppress
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final

from resolvers.core import ids, secret
from resolvers.core.errors import InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.core.model import Moment, now
from resolvers.video import keys
from resolvers.video.streams import service as streams
from resolvers.video.streams.model import Stream, is_refused
from resolvers.video.videos import service as videos
from resolvers.video.videos.model import Video
from resolvers.video.views import repository

_COUNTED_ONCE_IN: Final = timedelta(hours=24)
_NETWORK_BITS: Final = 64  # of an IPv6 address: a household has the rest to itself
_NAME_CHARACTERS: Final = 32


def record_view(viewer: Caller, subject_id: str) -> int:
    """Count that somebody watches a video or a livestream, and return how many views it has.

    Raises `NotFound` for what they may not watch, and `InvalidInput` for a livestream that has not begun.
    """
    subject = _get_watchable(viewer, subject_id)
    if subject.owner_id == viewer.id:
        return subject.counts.views
    at = now()
    with suppress(repository.AlreadyCounted):
        repository.add(subject.id, _name_viewer(viewer, subject.id, at), at, until=at + _COUNTED_ONCE_IN)
        return subject.counts.views + 1
    return subject.counts.views


def _get_watchable(viewer: Caller, subject_id: str) -> Video | Stream:
    if ids.kind_of(subject_id) == keys.STREAM:
        stream = streams.get_many_readable(viewer, [subject_id])[0]
        if stream and (stream.started_at is None or is_refused(stream)):
            raise InvalidInput("There is nothing to watch of this livestream.", "subjectId")
        found: Video | Stream | None = stream
    else:
        found = videos.get_many_readable(viewer, [subject_id])[0]
    if not found:
        raise NotFound("There is no such video or livestream.", "subjectId")
    return found


def _name_viewer(viewer: Caller, subject_id: str, at: Moment) -> str:
    """Return what a viewer of one subject is known by; a guest by their network, and only on that day of UTC."""
    who = viewer.id or f"{at:%Y-%m-%d} {_find_network(viewer.address)}"
    key = hmac.digest(secret.encryption_keys()[0], b"waymark views", "sha256")
    return hmac.digest(key, f"{subject_id} {who}".encode(), "sha256").hex()[:_NAME_CHARACTERS]


def _find_network(address: str) -> str:
    """Return the part of an address that its sender cannot choose: all of IPv4, the first half of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address) or parsed.ipv4_mapped:
        return str(parsed if isinstance(parsed, IPv4Address) else parsed.ipv4_mapped)
    return str(IPv6Network((parsed, _NETWORK_BITS), strict=False))
