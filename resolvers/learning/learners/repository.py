"""Learners in DynamoDB, and what they studied each day."""

from datetime import date

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.errors import Conflict
from resolvers.core.table import ABSENT, Put, Update
from resolvers.learning import keys
from resolvers.learning.learners.model import Learner, StudyDay


def get(user_id: str) -> Learner:
    """Read how somebody learns, consistently; the defaults where they chose nothing."""
    return Learner.model_validate(table.get(keys.learner(user_id), consistent=True) or {})


def put(user_id: str, before: Learner, after: Learner) -> None:
    """Write how somebody learns, or raise `Conflict`."""
    unchanged = Attr("version").eq(before.version)
    table.write(
        Put(
            keys.learner(user_id),
            "Learner",
            after.to_item() | {"version": before.version + 1},
            when=unchanged if before.version else ABSENT,
            refuse=lambda found: Conflict(found.get("version", 0)),
        )
    )


def prepare_study(user_id: str, day: date, *, reviews: int, seconds: int) -> Update:
    """Return the write that counts reviews on a day, for the transaction that makes or undoes them."""
    return Update(
        keys.study_day(user_id, day), put={"day": day.isoformat()}, add={"reviews": reviews, "seconds": seconds}
    )


def list_days(user_id: str, last_day: date, limit: int) -> list[StudyDay]:
    """Return the newest days on which somebody studied, up to a day, newest first."""
    last = keys.study_day(user_id, last_day)
    rows = table.query(last.pk, high=last.sk, limit=limit, newest_first=True, consistent=True)
    return [day for day in map(StudyDay.model_validate, rows) if day.reviews > 0]
