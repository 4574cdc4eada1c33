"""Who may start a subscription, what it lets through, and what ends it."""

from typing import Any

from pydantic.alias_generators import to_camel

from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.errors import Unauthorized
from resolvers.core.identity import Caller, viewer, viewer_or_guest
from resolvers.platform.event_log.model import Hearers, Topic
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import Audience, Guard, audiences_up_to


def to_readers(subject_id: str, *, field: str = "subject_id", owner_apart: bool = False) -> SubscriptionFilter:
    """Let a subject's events through until the caller loses the right to read it; raises `NotFound`.

    Who may read belongs to the subject's audience, so it is asked once. A follower's subscription to a public subject
    ends too when only followers may read it: starting it again asks who follows. `field` is the event's field with the
    subject's id. With `owner_apart` the owner hears only what is for the owner.
    """
    who = viewer_or_guest()
    guard = subjects.get_root(who, subject_id, to_camel(field))
    narrowest = Audience.AUTHOR if guard.owner_id == who.id else guard.audience
    is_apart = owner_apart and narrowest == Audience.AUTHOR
    audiences = [narrowest] if is_apart else audiences_up_to(narrowest)
    ended = _lost_by(who, guard, narrowest)
    return SubscriptionFilter(
        filter=match_any({to_camel(field): subject_id, "audience": audiences}),
        invalidation=match_any(*ended) if ended else None,
    )


def to_owner(subject_id: str, *, field: str = "subject_id") -> SubscriptionFilter:
    """Let the events of the caller's own subject through, or raise `Forbidden` or `NotFound`.

    Nobody else ever hears them, so there is no right to lose. `field` is the event's field with the subject's id.
    """
    subjects.get_owned(viewer(), subject_id, to_camel(field))
    return SubscriptionFilter(filter=match_any({to_camel(field): subject_id}))


def to_self(user_id: str) -> SubscriptionFilter:
    """Let the caller's own events through, or raise `Unauthorized` for another person's."""
    _require_self(user_id)
    return SubscriptionFilter(filter=match_any({"userId": user_id}))


def require_hearer(who: Caller, topic: Topic) -> None:
    """Make sure that the caller may still hear a topic, or raise `NotFound` or `Unauthorized`."""
    if topic.kind.hearers == Hearers.PERSON:
        _require_self(topic.subject_id)
        return
    guard = subjects.get_root(who, topic.subject_id)
    if topic.kind.hearers == Hearers.OWNER and guard.owner_id != who.id:
        raise Unauthorized("Only its author hears this.")


def match_any(*alternatives: dict[str, Any]) -> dict[str, Any]:
    """Write a filter as AppSync takes it: one of the alternatives, with every field equal to, or one of, a value."""
    return {
        "filterGroup": [
            {
                "filters": [
                    {"fieldName": name, "operator": "in" if isinstance(value, list) else "eq", "value": value}
                    for name, value in fields.items()
                ]
            }
            for fields in alternatives
        ]
    }


def _require_self(user_id: str) -> None:
    if viewer().id != user_id:
        raise Unauthorized("You can listen only to events of your own.")


def _lost_by(who: Caller, guard: Guard, narrowest: Audience) -> list[dict[str, Any]]:
    """Return the revocations that end a subscription: the subject closes, or the follower leaves."""
    subject = {"subjectId": guard.subject_id}
    if narrowest == Audience.PUBLIC:
        return [subject | {"audience": [Audience.FOLLOWERS, Audience.AUTHOR]}]
    if narrowest == Audience.FOLLOWERS:
        return [subject | {"audience": Audience.AUTHOR}, {"ownerId": guard.owner_id, "viewerId": who.id}]
    return []
