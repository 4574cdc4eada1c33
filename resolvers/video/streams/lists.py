"""Lists of livestreams: what is live, what is announced, what can be watched again, and the viewer's own."""

from resolvers.core import pagination
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.video.streams import repository
from resolvers.video.streams.model import WATCHABLE, Stream, StreamConnection, is_replayed, is_upcoming
from resolvers.video.streams.service import get_many_readable, show_many


def list_live(viewer: Caller, first: int, after: str | None) -> StreamConnection:
    """Return the livestreams that the viewer can watch now, the newest first."""
    scope = pagination.scope_of("liveStreams")

    def choose(stream_ids: list[str]) -> list[Stream | None]:
        streams = get_many_readable(viewer, stream_ids)
        return [each if each and each.state in WATCHABLE else None for each in streams]

    return _page(viewer, repository.list_live(scope, first, after, choose), scope)


def list_upcoming(viewer: Caller, first: int, after: str | None, owner_id: str | None = None) -> StreamConnection:
    """Return announced livestreams that the viewer may watch, of everybody or of one person, the soonest first."""
    scope = pagination.scope_of("upcomingStreams", owner=owner_id)
    at = now()

    def choose(stream_ids: list[str]) -> list[Stream | None]:
        streams = get_many_readable(viewer, stream_ids)
        return [each if each and is_upcoming(each, at) else None for each in streams]

    return _page(viewer, repository.list_upcoming(owner_id, at, scope, first, after, choose), scope)


def list_replays(viewer: Caller, first: int, after: str | None, owner_id: str | None = None) -> StreamConnection:
    """Return livestreams that the viewer can watch again, of everybody or of one person, the newest first."""
    scope = pagination.scope_of("replays", owner=owner_id)

    def choose(stream_ids: list[str]) -> list[Stream | None]:
        return [each if each and is_replayed(each) else None for each in get_many_readable(viewer, stream_ids)]

    return _page(viewer, repository.list_replays(owner_id, scope, first, after, choose), scope)


def list_own(viewer: Caller, first: int, after: str | None) -> StreamConnection:
    """Return the viewer's own livestreams in any state, the newest first."""
    scope = pagination.scope_of("ownStreams", viewer=viewer.id)

    def choose(stream_ids: list[str]) -> list[Stream | None]:
        return get_many_readable(viewer, stream_ids)

    return _page(viewer, repository.list_own(viewer.id, scope, first, after, choose), scope)


def _page(viewer: Caller, page: Slice[Stream], scope: str) -> StreamConnection:
    shown: StreamConnection = pagination.connection(StreamConnection, page.map(show_many(viewer, page.values)), scope)
    return shown
