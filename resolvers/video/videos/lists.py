"""Lists of videos: everybody's, those of whom the viewer chose, a person's and the viewer's own."""

from dataclasses import dataclass
from typing import Final

from resolvers.core import pagination, text
from resolvers.core.identity import Caller
from resolvers.core.pagination import Slice
from resolvers.platform.users import service as users
from resolvers.video import keys
from resolvers.video.subscribers import service as subscribers
from resolvers.video.videos import repository, service
from resolvers.video.videos.model import Video, VideoConnection, VideoScope
from resolvers.video.videos.processing import VideoState

_OWNERS_READ: Final = 50  # each is a partition of its own, read side by side


@dataclass(frozen=True)
class Wanted:
    """The tag and the label that listed videos have; None where any will do."""

    tag: str | None = None
    label: str | None = None

    def fits(self, video: Video) -> bool:
        """Tell whether a video has them."""
        has_tag = self.tag is None or text.clean_tag(self.tag) in video.tags
        has_label = self.label is None or text.match_key(self.label) in map(text.match_key, video.labels)
        return has_tag and has_label


def list_videos(viewer: Caller, wanted: Wanted, first: int, after: str | None) -> VideoConnection:
    """Return the public videos, with a tag and a label where they are given, the newest first."""
    scope = pagination.scope_of("videos", tag=wanted.tag, label=wanted.label)
    choose = _choose(viewer, wanted)
    if wanted.tag:
        page = repository.list_found(keys.tagged_videos(text.clean_tag(wanted.tag)), scope, first, after, choose)
    elif wanted.label:
        page = repository.list_found(keys.labelled_videos(wanted.label), scope, first, after, choose)
    else:
        page = repository.list_public(scope, first, after, choose)
    return _page(viewer, page, scope)


def list_chosen(viewer: Caller, scope: VideoScope, wanted: Wanted, first: int, after: str | None) -> VideoConnection:
    """Return the videos of whom the viewer follows or subscribes to, as `list_videos` does those of everybody."""
    list_owners = {
        VideoScope.FOLLOWING: users.list_followed_ids,
        VideoScope.SUBSCRIBED: subscribers.list_subscribed_owners,
    }[scope]
    owner_ids = list_owners(viewer, _OWNERS_READ)
    list_scope = pagination.scope_of("videos", scope=scope, viewer=viewer.id, tag=wanted.tag, label=wanted.label)
    choose = _choose(viewer, wanted)
    page: Slice[Video] = Slice.empty()
    if owner_ids:
        page = repository.list_by_owners(owner_ids, list_scope, first, after, choose)
    return _page(viewer, page, list_scope)


def list_by_owner(viewer: Caller, owner_id: str, first: int, after: str | None) -> VideoConnection:
    """Return a person's live videos that the viewer may watch, the newest first."""
    scope = pagination.scope_of("videosBy", owner=owner_id, viewer=viewer.id)
    return _page(viewer, repository.list_by_owners([owner_id], scope, first, after, _choose(viewer)), scope)


def list_own(viewer: Caller, state: VideoState | None, first: int, after: str | None) -> VideoConnection:
    """Return the viewer's own videos in any state, the newest first, read consistently."""
    scope = pagination.scope_of("ownVideos", viewer=viewer.id, state=state)

    def choose(video_ids: list[str]) -> list[Video | None]:
        videos = service.get_many_readable(viewer, video_ids)
        return [each if each and state in (None, each.state) else None for each in videos]

    return _page(viewer, repository.list_own(viewer.id, scope, first, after, choose), scope)


def _choose(viewer: Caller, wanted: Wanted = Wanted()) -> repository.Choose:
    """Return what chooses the videos of a page: those that the viewer may watch and that have what is wanted."""

    def choose(video_ids: list[str]) -> list[Video | None]:
        return [each if each and wanted.fits(each) else None for each in service.get_many_readable(viewer, video_ids)]

    return choose


def _page(viewer: Caller, page: Slice[Video], scope: str) -> VideoConnection:
    shown: VideoConnection = pagination.connection(
        VideoConnection, page.map(service.show_many(viewer, page.values)), scope
    )
    return shown
