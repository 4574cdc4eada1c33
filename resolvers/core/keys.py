"""The one table, on one screen. Keys are pure functions of ids; no string with `#` exists outside this file.

item              PK                    SK                      read by
profile           USER#user             PROFILE                 get; authors of a page (batch)
handle            HANDLE#handle         HANDLE                  user(handle)
counts            <subject's PK>        COUNTS                  with its subject (batch)
follow            USER#follower         FOLLOWS#followee        get; GSI1 FOLLOWERS#followee, GSI2 FOLLOWING#follower
post              POST#post             POST                    get; GSI1 FEED (public), GSI2 AUTHOR#author (published)
own post          USER#author           OWN#post                viewer.posts and drafts, consistent
tagged            TAG#tag               time#post               feed(tag)
labelled          LABEL#label           time#post               feed(label)
timeline          TIMELINE#user         time#post               feed(scope: FOLLOWING)
photo             PHOTO#photo           PHOTO                   get; photos of a post by its photoIds (batch)
own photo         USER#owner            PHOTO#photo             viewer.photos, consistent
comment           COMMENT#comment       COMMENT                 get; GSI1 COMMENTS#post or REPLIES#comment
like              <subject's PK>        LIKE#user               viewerHasLiked (batch); GSI1 LIKES#subject
pin               PIN#pin               PIN                     get; GSI1 PINS#post, GSI2 TILE#quadkey
exact point       PIN#pin               POINT                   the pin's author alone
mapped            PIN#pin               MAPPED                  nobody: the rows of the public map it is counted in
map row           MAP#tag               quadkey#pin             mapPins; the empty tag is all of it
map cell          CELLS#zoom#tag        quadkey#shard           mapCells; the counts of the map's rows
notification      NOTIFICATIONS#user    notification            notifications, consistent
event             EVENTS#topic          sequence                eventsSince
topic             EVENTS#topic          HEAD                    the topic's last sequence
fanout            FANOUT#cause          FANOUT                  nobody: how far a long fan-out of rows is
seen              SEEN#record           SEEN                    nobody: the marker that makes redelivery harmless
idempotency       IDEMPOTENCY#viewer    field#key               creates that are repeated

GSI1 and GSI2 hold copies of whole items; index rows never decide who may see an item, the item does.
Times in keys are ISO 8601 in UTC to the millisecond, so they sort as text; ids are UUIDv7 and sort by time too.
"""

from datetime import datetime
from typing import Final, NamedTuple

from resolvers.core import ids
from resolvers.core.model import iso

FEED: Final = "FEED"


class Key(NamedTuple):
    """The primary key of one item."""

    pk: str
    sk: str


class IndexKey(NamedTuple):
    """Where an item stands in a secondary index: its number (1 or 2), partition and place."""

    number: int
    partition: str
    place: str


_KINDS: Final = {ids.POST: "POST", ids.COMMENT: "COMMENT", ids.PHOTO: "PHOTO", ids.PIN: "PIN"}


def partition(subject_id: str) -> str:
    """Return the partition of anything with an id; an id without a prefix is a user's."""
    return f"{_KINDS.get(ids.kind_of(subject_id), 'USER')}#{subject_id}"


def place(moment: datetime, item_id: str) -> str:
    """Return a sort key by time, made unique by an id."""
    return f"{iso(moment)}#{item_id}"


def id_at(sort_key: str) -> str:
    """Return the id at the end of a sort key."""
    return sort_key.rsplit("#", 1)[-1]


def profile(user_id: str) -> Key:
    return Key(f"USER#{user_id}", "PROFILE")


def handle(name: str) -> Key:
    return Key(f"HANDLE#{name.lower()}", "HANDLE")


def counts(subject_id: str) -> Key:
    return Key(partition(subject_id), "COUNTS")


def follow(follower_id: str, followee_id: str) -> Key:
    return Key(f"USER#{follower_id}", f"FOLLOWS#{followee_id}")


def followers(followee_id: str) -> str:
    return f"FOLLOWERS#{followee_id}"


def following(follower_id: str) -> str:
    return f"FOLLOWING#{follower_id}"


def post(post_id: str) -> Key:
    return Key(f"POST#{post_id}", "POST")


def posts_of(author_id: str) -> str:
    return f"AUTHOR#{author_id}"


def own_post(author_id: str, post_id: str) -> Key:
    return Key(f"USER#{author_id}", f"OWN#{post_id}")


def own_posts(author_id: str) -> Key:
    """Return partition and prefix of a person's own posts."""
    return Key(f"USER#{author_id}", f"OWN#{ids.POST}_")


def tagged(tag: str) -> str:
    return f"TAG#{tag.lower()}"


def labelled(label: str) -> str:
    return f"LABEL#{label.lower()}"


def timeline(user_id: str) -> str:
    return f"TIMELINE#{user_id}"


def photo(photo_id: str) -> Key:
    return Key(f"PHOTO#{photo_id}", "PHOTO")


def own_photo(owner_id: str, photo_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"PHOTO#{photo_id}")


def own_photos(owner_id: str) -> Key:
    """Return partition and prefix of a person's own photos."""
    return Key(f"USER#{owner_id}", f"PHOTO#{ids.PHOTO}_")


def comment(comment_id: str) -> Key:
    return Key(f"COMMENT#{comment_id}", "COMMENT")


def comments_of(post_id: str) -> str:
    return f"COMMENTS#{post_id}"


def replies_to(comment_id: str) -> str:
    return f"REPLIES#{comment_id}"


def like(subject_id: str, user_id: str) -> Key:
    return Key(partition(subject_id), f"LIKE#{user_id}")


def likes(subject_id: str) -> Key:
    """Return partition and prefix of a subject's likes."""
    return Key(partition(subject_id), "LIKE#")


def likes_of(subject_id: str) -> str:
    return f"LIKES#{subject_id}"


def pin(pin_id: str) -> Key:
    return Key(f"PIN#{pin_id}", "PIN")


def exact_point(pin_id: str) -> Key:
    return Key(f"PIN#{pin_id}", "POINT")


def pins_of(post_id: str) -> str:
    return f"PINS#{post_id}"


def tile(quadkey: str) -> str:
    return f"TILE#{quadkey}"


def in_tile(quadkey: str, pin_id: str) -> str:
    return f"{quadkey}#{pin_id}"


def mapped(pin_id: str) -> Key:
    return Key(f"PIN#{pin_id}", "MAPPED")


def map_rows(layer: str) -> str:
    return f"MAP#{layer}"


def map_cells(zoom: int, layer: str) -> str:
    return f"CELLS#{zoom}#{layer}"


def map_cell(zoom: int, layer: str, quadkey: str, shard: int) -> Key:
    return Key(map_cells(zoom, layer), f"{quadkey}#{shard}")


def notification(user_id: str, notification_id: str) -> Key:
    return Key(f"NOTIFICATIONS#{user_id}", notification_id)


def notifications_of(user_id: str) -> Key:
    """Return partition and prefix of a person's notifications."""
    return Key(f"NOTIFICATIONS#{user_id}", f"{ids.NOTIFICATION}_")


def event(topic: str, sequence: int) -> Key:
    return Key(f"EVENTS#{topic}", f"{sequence:016d}")


def topic_head(topic: str) -> Key:
    return Key(f"EVENTS#{topic}", "HEAD")


def fanout(cause: str) -> Key:
    return Key(f"FANOUT#{cause}", "FANOUT")


def seen(record_id: str) -> Key:
    return Key(f"SEEN#{record_id}", "SEEN")


def idempotency(viewer_id: str, field: str, key: str) -> Key:
    return Key(f"IDEMPOTENCY#{viewer_id}", f"{field}#{key}")
