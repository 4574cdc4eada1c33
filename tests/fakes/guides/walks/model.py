"""A guided walk: what a product that only tests know lets people like, comment on and pin."""

from typing import Final

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.keys import Key, partition
from resolvers.core.model import Model, Moment
from resolvers.platform.event_log.model import Hearers, SubjectEvent, TopicKind
from resolvers.platform.subjects.model import Audience, Guard, Subject, Summary

WALKS: Final = TopicKind("walks", Hearers.READERS)


class Walk(Model):
    """A guided walk."""

    id: ID
    guide_id: ID
    name: str
    steps: int = 0
    audience: Audience = Audience.PUBLIC
    announced_at: Moment


class WalkEvent(SubjectEvent):
    """A walk got longer or shorter."""

    subject_id: ID = Field(description="The walk.")
    steps: int = Field(description="How many steps it has now.")


def key(walk_id: str) -> Key:
    return Key(partition(walk_id), "WALK")


def guard_of(walk: Walk) -> Guard:
    return Guard(subject_id=walk.id, owner_id=walk.guide_id, audience=walk.audience)


def summarize(walk: Walk) -> Summary:
    return Summary(title=walk.name, tags=["walk"], published_at=walk.announced_at, mapped_at=walk.announced_at)


WALK: Final = Subject("walk", "walk", Walk, key, guard_of, summarize)
