"""What people do with channels: have one, change it, subscribe to those of others."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from resolvers.core import pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.table import StaleItem
from resolvers.platform.users import service as users
from resolvers.video import keys
from resolvers.video.channels import messages, repository
from resolvers.video.channels.model import Channel, ChannelBanner, ChannelConnection
from resolvers.video.channels.mutations import CreateChannelInput, UpdateChannelInput
from resolvers.video.subscribers import service as subscribers
from resolvers.video.subscribers.model import Bell
from resolvers.video.videos import service as videos
from resolvers.video.videos.model import Video
from resolvers.video.videos.playback import sign_moment

_ATTEMPTS: Final = 8


def create_channel(viewer: Caller, input: CreateChannelInput) -> Channel:
    """Create the viewer's channel, or raise `HandleTaken`, or `InvalidInput` for a second one."""
    users.arrive(viewer)
    channel = Channel(id=keys.channel_id(viewer.id), owner_id=viewer.id, created_at=now(), **input.model_dump())
    repository.add(channel)
    return _present(channel.id)


def update_channel(viewer: Caller, input: UpdateChannelInput) -> Channel:
    """Change the viewer's channel, or raise `Conflict`, `HandleTaken`, `InvalidInput` or `NotFound`."""
    before = repository.get(keys.channel_id(viewer.id))
    if not before:
        raise NotFound("You have no channel. Create one with `createChannel`.")
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(exclude={"expected_version", "remove_banner", "banner"}, exclude_none=True)
    if input.banner:
        _require_own_public_video(viewer, input.banner.video_id)
        changes["banner"] = ChannelBanner(**input.banner.model_dump())
    elif input.remove_banner:
        changes["banner"] = None
    repository.update(before, before.model_copy(update=changes))
    return _present(before.id)


def delete_channel(viewer: Caller, channel_id: str) -> None:
    """Delete the viewer's channel with all its videos and livestreams; repeating it while that goes on changes nothing.

    Raises `Forbidden` for another's, `InvalidInput` while the viewer is live, or `NotFound`.
    """
    if repository.get_deleting(channel_id) and keys.channel_owner(channel_id) == viewer.id:
        return None
    for _ in range(_ATTEMPTS):
        channel = repository.get(channel_id)
        if not channel:
            raise NotFound("There is no such channel.", "id")
        if channel.owner_id != viewer.id:
            raise Forbidden("Only its owner may do this.", "id")
        # Before the mark, so that a failure in between leaves nothing behind.
        messages.send_removal(channel_id, delay_seconds=messages.UNTIL_DELETED)
        with suppress(StaleItem):
            return repository.mark_deleting(channel, now())
    raise Throttled("Your channel changes all the time. Try again in a moment.")


def subscribe(viewer: Caller, channel_id: str, bell: Bell) -> Channel:
    """Subscribe to a channel, or change the bell; raises `InvalidInput` for the viewer's own channel, or `NotFound`."""
    subscribers.subscribe(viewer, channel_id, bell)
    return _present(channel_id)


def unsubscribe(viewer: Caller, channel_id: str) -> Channel:
    """End a subscription, or raise `NotFound` where there is no such channel."""
    subscribers.unsubscribe(viewer, channel_id)
    return _present(channel_id)


def get_by_handle(handle: str) -> Channel | None:
    """Return the channel that a handle leads to: the channel's own, or its owner's; None if there is none."""
    owner_id = users.get_id(handle)
    return show_many_of([owner_id])[0] if owner_id else None


def show_many_of(owner_ids: Sequence[str]) -> list[Channel | None]:
    """Return the channels of people as others see them, one for each person, None for those who have none."""
    channel_ids = [keys.channel_id(each) for each in owner_ids]
    shown = show_many(channel_ids)
    return [shown.get(each) for each in channel_ids]


def show_many(channel_ids: Iterable[str]) -> dict[str, Channel]:
    """Return channels as others see them, by id, with what the request asks for."""
    channels = repository.get_many(channel_ids)
    owners = users.show_many(each.owner_id for each in channels.values()) if wants("owner") else {}
    banners = [each.banner.video_id for each in channels.values() if each.banner] if wants("banner") else []
    pictures = videos.get_many_public(banners) if banners else {}
    return {
        each: channel.model_copy(
            update={"owner": owners.get(channel.owner_id), "banner": _show_banner(channel.banner, pictures)}
        )
        for each, channel in channels.items()
    }


def list_subscribed(viewer: Caller, first: int, after: str | None) -> ChannelConnection:
    """Return the channels that the viewer subscribes to, the newest subscription first."""
    scope = pagination.scope_of("subscriptions", viewer=viewer.id)
    page = subscribers.list_channel_ids(viewer, scope, first, after)
    channels = show_many(page.values) if page.values else {}
    shown = page.map([channels.get(each) for each in page.values])
    answer: ChannelConnection = pagination.connection(ChannelConnection, shown, scope)
    return answer


def _present(channel_id: str) -> Channel:
    channel = show_many([channel_id]).get(channel_id)
    if not channel:
        raise NotFound("There is no such channel.", "channelId")
    return channel


def _require_own_public_video(viewer: Caller, video_id: str) -> None:
    video = videos.get_many_public([video_id]).get(video_id)
    if not video or video.owner_id != viewer.id:
        raise InvalidInput("Choose one of your videos that is live and public.", "banner", "videoId")


def _show_banner(banner: ChannelBanner | None, pictures: dict[str, Video]) -> ChannelBanner | None:
    """Return a banner with its address; None if its video is gone, or no longer public."""
    if not banner or banner.video_id not in pictures:
        return None
    return banner.model_copy(update={"url": sign_moment(pictures[banner.video_id], banner.seconds)})
