"""What those are told who asked to be reminded of a livestream."""

from enum import StrEnum
from typing import Final

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment
from resolvers.platform.subjects.model import Audience


class Told(StrEnum):
    """What people are told of a livestream."""

    SOON = "SOON"
    MOVED = "MOVED"
    STARTED = "STARTED"
    CANCELLED = "CANCELLED"


class Reminding(Model):
    """A note in the table that all who asked are to be told of something, and how far that is."""

    stream_id: ID
    owner_id: ID
    told: Told
    cause: str  # what makes it another thing than what was told before
    audience: Audience  # of a livestream that is gone
    scheduled_for: Moment | None = None
    at: Moment
    after: str = ""  # the last person who was told


LAST: Final = frozenset({Told.STARTED, Told.CANCELLED})
"""After these, nobody waits for the livestream any more."""
