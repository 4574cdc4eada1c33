"""A subject, anything that people like, comment on or pin: the guard the platform keeps of it, and its declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.keys import Key
from resolvers.core.model import Model, Moment


class Audience(StrEnum):
    """Who may read something."""

    PUBLIC = "PUBLIC"
    """Everyone, including guests."""
    FOLLOWERS = "FOLLOWERS"
    """The owner and the owner's followers."""
    AUTHOR = "AUTHOR"
    """Only the owner."""


class FeedScope(StrEnum):
    """Whose published content to show."""

    ALL = "ALL"
    """Content of everyone."""
    FOLLOWING = "FOLLOWING"
    """Content of the people you follow. Requires sign-in."""


# From the widest audience to the narrowest.
AUDIENCES: Final = (Audience.PUBLIC, Audience.FOLLOWERS, Audience.AUTHOR)


def audiences_up_to(narrowest: Audience) -> list[Audience]:
    """Return the audiences that somebody belongs to, given the narrowest of them."""
    return [*AUDIENCES[: AUDIENCES.index(narrowest) + 1]]


class Guard(Model):
    """What the platform knows of a subject: whose it is, who may see it, and whether it is being deleted."""

    subject_id: ID
    owner_id: ID
    audience: Audience = Audience.PUBLIC
    under_id: ID | None = None  # of a comment: the subject it is on, whose guard says who may see both
    published: bool = True
    deleted: bool = False
    version: int = 1

    @property
    def root_id(self) -> ID:
        """The subject whose guard says who may see this one: itself, or what it is under."""
        return self.under_id or self.subject_id


def is_for_followers(guard: Guard) -> bool:
    """Tell whether the owner's followers may read a subject, and perhaps everybody."""
    return guard.published and not guard.deleted and guard.audience != Audience.AUTHOR


class Summary(Model):
    """What readers in other products are shown of a subject."""

    title: str
    text: str = ""
    tags: list[str] = Field(default=[])
    photo_ids: list[ID] = Field(default=[])
    cover_id: ID | None = None  # the first photo that readers see
    published_at: Moment | None = None  # its time on timelines; None where it is on none
    mapped_at: Moment | None = None  # the time by which the map counts its pins; None where it shows none


@dataclass(frozen=True)
class Subject:
    """A kind of subject, as its product declares it. `model` names its items and its GraphQL type."""

    prefix: str
    noun: str
    """What people call one in an English sentence, such as `post`."""
    model: type[Model]
    key: Callable[[str], Key]
    guard: Callable[[Any], Guard]
    summarize: Callable[[Any], Summary]

    @property
    def kind(self) -> str:
        return self.model.__name__

    def guard_of(self, item: dict[str, Any]) -> Guard:
        """Return the guard of an item as the table or its stream holds it."""
        return self.guard(self.model.model_validate(item))

    def summary_of(self, item: dict[str, Any]) -> Summary:
        """Return the summary of an item as the table or its stream holds it."""
        return self.summarize(self.model.model_validate(item))
