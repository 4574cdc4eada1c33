"""Subscribers in DynamoDB, and the count that they keep on their channel."""

from collections.abc import Iterable
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import NotFound
from resolvers.core.keys import IndexKey, Key, id_at, time_key
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Put, Update, refuse_stale
from resolvers.platform import keys as platform_keys
from resolvers.video import keys
from resolvers.video.subscribers.model import Bell, ChannelSubscription

_CHANNEL: Final = 1
_SUBSCRIPTIONS: Final = 2
_IS_OPEN: Final = EXISTS & Attr("deletingSince").not_exists()


def get_many(user_id: str, channel_ids: Iterable[str]) -> dict[str, ChannelSubscription]:
    """Read somebody's subscriptions to these channels in one batch, consistently, by channel."""
    found = table.get_many([keys.subscriber(user_id, each) for each in channel_ids], consistent=True)
    return {each["channelId"]: ChannelSubscription.model_validate(each) for each in found.values()}


def add(user_id: str, subscription: ChannelSubscription) -> None:
    """Write a subscription and count it; raises `NotFound` without a channel, `StaleItem` for a second one."""
    channel_id, at = subscription.channel_id, subscription.created_at
    listed = IndexKey(_SUBSCRIPTIONS, keys.subscriptions_of(user_id), time_key(at, channel_id))
    table.write(
        Check(keys.channel(channel_id), _IS_OPEN, lambda _: NotFound("There is no such channel.", "channelId")),
        Put(
            keys.subscriber(user_id, channel_id),
            "Subscriber",
            subscription.to_item(),
            when=ABSENT,
            refuse=refuse_stale,
            indexes=[listed, _index(user_id, subscription)],
        ),
        Update(platform_keys.counts(channel_id), add={"subscribers": 1}),
    )


def set_bell(user_id: str, subscription: ChannelSubscription) -> None:
    """Write whether a bell rings; raises `StaleItem` if the person has just unsubscribed."""
    table.write(
        Update(
            keys.subscriber(user_id, subscription.channel_id),
            put={"bell": subscription.bell},
            when=EXISTS,
            refuse=refuse_stale,
            indexes=[_index(user_id, subscription)],
        )
    )


def remove(user_id: str, channel_id: str) -> None:
    """Remove a subscription and take it off the count; raises `StaleItem` where there is none."""
    table.write(
        Delete(keys.subscriber(user_id, channel_id), when=EXISTS, refuse=refuse_stale),
        Update(platform_keys.counts(channel_id), add={"subscribers": -1}),
    )


def list_channel_ids(user_id: str, scope: str, first: int, after: str | None) -> Slice[str]:
    """Page through the ids of the channels that somebody subscribes to, the newest subscription first."""
    return pagination.read(
        keys.subscriptions_of(user_id),
        index=_SUBSCRIPTIONS,
        scope=scope,
        first=first,
        after=after,
        keep=lambda rows: [id_at(row["GSI2SK"]) for row in rows],
    )


def list_with_bell(channel_id: str, after: str, limit: int) -> tuple[list[str], str]:
    """Read subscribers with a bell after a place; return them and the place to continue from, empty at the end."""
    rows = table.query(keys.bells(channel_id), index=_CHANNEL, low=f"{after} " if after else "", limit=limit)
    places = [row["GSI1SK"] for row in rows]
    return [id_at(place) for place in places], places[-1] if len(places) == limit else ""


def remove_some(channel_id: str, limit: int) -> bool:
    """Remove subscriptions to a channel that is gone, some at a time; return True if none was left."""
    found = [
        Key(row["PK"], row["SK"])
        for partition in (keys.bells(channel_id), keys.quiet_subscribers(channel_id))
        for row in table.query(partition, index=_CHANNEL, limit=limit)
    ]
    table.delete_many(found)
    return not found


def _index(user_id: str, subscription: ChannelSubscription) -> IndexKey:
    """Return where a channel finds a subscriber: those whose bell rings apart from the others."""
    list_in = keys.quiet_subscribers if subscription.bell == Bell.NONE else keys.bells
    return IndexKey(_CHANNEL, list_in(subscription.channel_id), time_key(subscription.created_at, user_id))
