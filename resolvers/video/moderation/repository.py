"""Which pictures of recordings moderation has let pass, in DynamoDB."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from resolvers.core import table
from resolvers.core.model import now
from resolvers.core.table import Put
from resolvers.video import keys

_MOST_PICTURES: Final = 20_000  # of one recording: IVS ends a stream after 48 hours
_JUDGED_FOR: Final = timedelta(days=30)


def was_judged(prefix: str, name: str) -> bool:
    """Tell whether moderation has let a picture of a recording pass."""
    return table.get(keys.judged_picture(prefix, name)) is not None


def note_judged(prefix: str, names: Iterable[str]) -> None:
    """Write that moderation has let pictures of a recording pass, for longer than its end may be reported late."""
    ends = int((now() + _JUDGED_FOR).timestamp())
    table.put_many([Put(keys.judged_picture(prefix, each), "JudgedPicture", {}, expires_at=ends) for each in names])


def list_judged(prefix: str) -> set[str]:
    """Return the names of the pictures of a recording that moderation has let pass, consistently."""
    partition, start = keys.judged_pictures(prefix)
    rows = table.query(partition, low=start, high=f"{start}~", limit=_MOST_PICTURES, consistent=True)
    return {row["SK"].removeprefix(start) for row in rows}
