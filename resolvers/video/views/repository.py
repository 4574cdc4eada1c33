"""Views in DynamoDB, and their number among the counts of their subject."""

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.errors import NotFound
from resolvers.core.model import Moment
from resolvers.core.table import ABSENT, EXISTS, ConditionFailed, Put, Update
from resolvers.platform import keys as platform_keys
from resolvers.platform.subjects import guards
from resolvers.video import keys


class AlreadyCounted(Exception):  # noqa: N818
    """The viewer was counted lately."""


def add(subject_id: str, viewer: str, at: Moment, *, until: Moment) -> None:
    """Note a viewer until a time, and count them; raises `AlreadyCounted` while they are noted, and `NotFound`.

    The two are no transaction: it would lock the counts, and everybody who begins to watch a livestream at once would
    wait for everybody else. A failure in between loses one view, and no failure makes one.
    """
    is_new = ABSENT | Attr("expiresAt").lte(int(at.timestamp()))  # DynamoDB removes what has expired days later
    table.write(
        Put(
            keys.view(subject_id, viewer),
            "View",
            {},
            when=is_new,
            refuse=lambda _: AlreadyCounted(),
            expires_at=int(until.timestamp()),
        )
    )
    counted = Update(platform_keys.counts(subject_id), add={"views": 1}, when=EXISTS)
    try:
        table.write(counted)
    except ConditionFailed:  # nothing was counted of it before, or it has just been deleted
        first = Update(counted.key, add=counted.add)
        gone = NotFound("There is no such video or livestream.", "subjectId")
        table.write(guards.require_subject(subject_id, gone), first)
