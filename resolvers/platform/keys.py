"""The platform's rows in the one table, on one screen. Keys are pure functions of ids.

item              PK                    SK                      read by
profile           USER#user             PROFILE                 get; authors of a page (batch)
handle            HANDLE#handle         HANDLE                  user(handle); one that was given up rests for 90 days
follow            USER#follower         FOLLOWS#followee        get; GSI1 FOLLOWERS#followee, GSI2 FOLLOWING#follower
guard             <subject's PK>        GUARD                   every room that must know who may see a subject (batch)
counts            <subject's PK>        COUNTS                  with its subject (batch)
timeline          TIMELINE#user         time#subject            what the people that somebody follows publish
comment           COMMENT#comment       COMMENT                 get; GSI1 COMMENTS#subject or REPLIES#comment
like              <subject's PK>        LIKE#user               viewerHasLiked (batch); GSI1 LIKES#subject
pin               PIN#pin               PIN                     get; GSI1 PINS#subject
exact point       PIN#pin               POINT                   only the pin's author
mapped            PIN#pin               MAPPED                  nobody: the rows of the public map it is counted in
map row           MAP#tag               quadkey#pin             mapPins; the empty tag is all of it, and pinsIn's
map cell          CELLS#zoom#tag        quadkey#shard           mapCells; the counts of the map's rows
notification      NOTIFICATIONS#user    notification            notifications (batch), consistent; GSI2 ABOUT#subject
its place         NOTIFICATIONS#user    AT#time#notification    the order of notifications, consistent
event             EVENTS#topic          sequence                eventsSince
topic             EVENTS#topic          HEAD                    the topic's last sequence
job part          <job's PK>            JOB#attempt#part        the parts of one attempt, consistent
fanout            FANOUT#cause          FANOUT                  nobody: how far a long fan-out of rows is
seen              SEEN#record           SEEN                    what was done or told before; GSI1 ABOUT#comment
idempotency       IDEMPOTENCY#caller    field#key               creates that are repeated
rates             RATES#caller          hour or day             nobody: the counters that limit what a person does
"""

from datetime import datetime
from typing import Final

from resolvers.core.keys import Key, partition, time_key

COMMENT: Final = "comment"
PIN: Final = "pin"
NOTIFICATION: Final = "notification"


def profile(user_id: str) -> Key:
    return Key(f"USER#{user_id}", "PROFILE")


def handle(name: str) -> Key:
    return Key(f"HANDLE#{name.lower()}", "HANDLE")


def follow(follower_id: str, followee_id: str) -> Key:
    return Key(f"USER#{follower_id}", f"FOLLOWS#{followee_id}")


def followers(followee_id: str) -> str:
    return f"FOLLOWERS#{followee_id}"


def following(follower_id: str) -> str:
    return f"FOLLOWING#{follower_id}"


def guard(subject_id: str) -> Key:
    return Key(partition(subject_id), "GUARD")


def counts(subject_id: str) -> Key:
    return Key(partition(subject_id), "COUNTS")


def timeline(user_id: str) -> str:
    return f"TIMELINE#{user_id}"


def comment(comment_id: str) -> Key:
    return Key(f"COMMENT#{comment_id}", "COMMENT")


def comments_on(subject_id: str) -> str:
    return f"COMMENTS#{subject_id}"


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


def pins_of(subject_id: str) -> str:
    return f"PINS#{subject_id}"


def in_tile(quadkey: str, pin_id: str) -> str:
    return f"{quadkey}#{pin_id}"


def map_state(pin_id: str) -> Key:
    return Key(f"PIN#{pin_id}", "MAPPED")


def map_rows(layer: str = "") -> str:
    return f"MAP#{layer}"


def map_cells(zoom: int, layer: str) -> str:
    return f"CELLS#{zoom}#{layer}"


def map_cell(zoom: int, layer: str, quadkey: str, shard: int) -> Key:
    return Key(map_cells(zoom, layer), f"{quadkey}#{shard}")


def notification(user_id: str, notification_id: str) -> Key:
    return Key(f"NOTIFICATIONS#{user_id}", notification_id)


def notifications_about(id: str) -> str:
    """Return the index partition of all people's notifications about a subject, or of their causes in a comment."""
    return f"ABOUT#{id}"


def notification_place(user_id: str, at: datetime, notification_id: str) -> Key:
    """Return the row that puts a notification in its place among its person's."""
    return Key(f"NOTIFICATIONS#{user_id}", f"AT#{time_key(at, notification_id)}")


def notifications_of(user_id: str) -> Key:
    """Return partition and prefix of the places of a person's notifications."""
    return Key(f"NOTIFICATIONS#{user_id}", "AT#")


def event(topic: str, sequence: int) -> Key:
    return Key(f"EVENTS#{topic}", f"{sequence:016d}")


def topic_head(topic: str) -> Key:
    return Key(f"EVENTS#{topic}", "HEAD")


def job_part(job_id: str, attempt: int, part: str) -> Key:
    return Key(partition(job_id), f"JOB#{attempt:06d}#{part}")


def fanout(cause: str) -> Key:
    return Key(f"FANOUT#{cause}", "FANOUT")
