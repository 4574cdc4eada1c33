"""Subscribing to channels: once, with a bell that rings or not."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from resolvers.core.errors import InvalidInput, NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.core.table import StaleItem
from resolvers.platform.users import service as users
from resolvers.video import keys
from resolvers.video.subscribers import repository
from resolvers.video.subscribers.model import Bell, ChannelSubscription

_ATTEMPTS: Final = 8


def subscribe(viewer: Caller, channel_id: str, bell: Bell) -> None:
    """Subscribe to a channel, or change the bell of an existing subscription; raises `InvalidInput` or `NotFound`."""
    if not keys.channel_owner(channel_id):
        raise NotFound("There is no such channel.", "channelId")
    if keys.channel_owner(channel_id) == viewer.id:
        raise InvalidInput("You cannot subscribe to your own channel.", "channelId")
    users.arrive(viewer)
    for _ in range(_ATTEMPTS):
        before = repository.get_many(viewer.id, [channel_id]).get(channel_id)
        with suppress(StaleItem):
            if before is None:
                return repository.add(
                    viewer.id, ChannelSubscription(channel_id=ID(channel_id), bell=bell, created_at=now())
                )
            if before.bell != bell:
                repository.set_bell(viewer.id, before.model_copy(update={"bell": bell}))
            return None
    raise Throttled("Your subscription changes all the time. Try again in a moment.")


def unsubscribe(viewer: Caller, channel_id: str) -> None:
    """End a subscription; doing it twice is once."""
    with suppress(StaleItem):
        repository.remove(viewer.id, channel_id)


def get_subscriptions(viewer: Caller, channel_ids: Iterable[str]) -> dict[str, ChannelSubscription]:
    """Return the viewer's subscriptions to these channels, by channel; a guest has none."""
    return {} if viewer.is_guest else repository.get_many(viewer.id, channel_ids)


def remove_some(channel_id: str, limit: int) -> bool:
    """Remove subscriptions to a channel that is gone, some at a time; return True if none was left."""
    return repository.remove_some(channel_id, limit)


def list_channel_ids(viewer: Caller, scope: str, first: int, after: str | None) -> Slice[str]:
    """Return the ids of the channels that the viewer subscribes to, the newest subscription first."""
    return repository.list_channel_ids(viewer.id, scope, first, after)


def list_subscribed_owners(viewer: Caller, limit: int) -> list[str]:
    """Return the owners of the channels to which the viewer subscribed last."""
    return [keys.channel_owner(each) for each in repository.list_channel_ids(viewer.id, "", limit, None).values]
