"""Which viewers of a livestream share a name at IVS, and how what they were given ends.

IVS ends playback by the viewer's id and session version in a token, at five requests a second of twenty viewers each.
So people share 199 names, and guests have one: ending all takes ten requests, however many watch, and nobody keeps a
list of them. Those who may still watch read `playbackUrl` again, and get the next version.
"""

import hashlib
from typing import Final

from resolvers.core.identity import Caller
from resolvers.platform.subjects.model import Audience
from resolvers.video.streams import reports, repository
from resolvers.video.streams.model import OPEN, Stream, is_refused
from resolvers.video.streams.revoker import Revoker

_GROUPS: Final = 199
_GUESTS: Final = "guests"
_OWNER: Final = "owner"
_EVERYBODY: Final = "*"


def name_viewer(stream: Stream, viewer: Caller) -> str:
    """Return how IVS knows a viewer of a stream: at most 40 characters, and nothing that says who it is."""
    return _name(stream, _find_group(stream, viewer))


def readmit_everybody(stream: Stream) -> Stream:
    """Return a stream that all its viewers but the owner have to ask for again, if they still may watch it."""
    return _readmit(stream, [_EVERYBODY])


def end_all_playback(stream: Stream) -> Stream:
    """Return a stream that nobody may watch any more, its owner included: what they were given is to end."""
    return _readmit(stream, [_EVERYBODY, _OWNER])


def end_watching(owner_id: str, viewer_id: str) -> None:
    """Let somebody's playback of a person's livestream end, as they do not follow them any more.

    The next look at the stream ends it, within half a minute. Repeating it ends what they were given since, too.
    """
    ingest = repository.get_ingest(owner_id)
    stream = repository.get(ingest.stream_id) if ingest and ingest.stream_id else None
    if stream and stream.state in OPEN and stream.audience == Audience.FOLLOWERS:
        group = _find_group(stream, Caller(id=viewer_id))
        reports.change(stream.id, lambda before: _readmit(before, [group]))


def end_earlier_playback(stream: Stream, revoker: Revoker) -> None:
    """End what was given before to those who have to ask again. Repeating it changes nothing.

    A livestream that is over has no playback, but what was given of one that was refused would open the next one.
    """
    if not stream.to_revoke or (stream.state not in OPEN and not is_refused(stream)):
        return
    groups = set(stream.to_revoke) - {_EVERYBODY}
    if _EVERYBODY in stream.to_revoke:
        groups |= {_GUESTS, *map(str, range(_GROUPS))}
    revoker.revoke(stream.channel_arn, [_name(stream, each) for each in sorted(groups)], stream.admission - 1)
    reports.change(stream.id, lambda before: _forget(before, stream.admission))


def _find_group(stream: Stream, viewer: Caller) -> str:
    if viewer.is_guest:
        return _GUESTS
    if viewer.id == stream.owner_id:
        return _OWNER
    return str(int.from_bytes(hashlib.sha256(viewer.id.encode()).digest()[:4]) % _GROUPS)


def _name(stream: Stream, group: str) -> str:
    return f"{stream.id.rpartition('_')[2]}:{group}"


def _readmit(stream: Stream, groups: list[str]) -> Stream:
    to_revoke = sorted({*stream.to_revoke, *groups})
    return stream.model_copy(update={"admission": stream.admission + 1, "to_revoke": to_revoke})


def _forget(before: Stream, admission: int) -> Stream:
    """Return a stream of which everything was revoked, unless others have to ask again meanwhile."""
    return before.model_copy(update={"to_revoke": []}) if before.admission == admission else before
