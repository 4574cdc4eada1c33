"""Table streams across a restart: records that no function has read yet are kept.

ministack saves how far each event source mapping has read, but not the stream's records. After a restart the mapping
would wait at its old place until as many new records had come. So the unread records are saved here, and every
mapping starts at the first of them; a batch that was being read is read again, as on AWS.
"""

import copy
from typing import Any, Final

from ministack.core.arn import parse_arn
from ministack.core.persistence import load_state, save_state
from ministack.services import dynamodb, lambda_svc

_FILE: Final = "waymark-streams"
Place = tuple[str, str, str]  # account, region, table


def save() -> None:
    """Write the unread records beside ministack's own state."""
    unread = {"\t".join(place): _records_from(place, read) for place, read in _read_so_far().items()}
    save_state(_FILE, unread)


def restore() -> None:
    """Put the unread records back and every mapping before the first of them."""
    kept: dict[str, list[dict[str, Any]]] = load_state(_FILE) or {}
    for key, records in kept.items():
        account, region, table = key.split("\t")
        dynamodb._stream_records.set_scoped(account, region, table, records)  # noqa: SLF001
    for account, region, mapping in list(_positions()._data):  # noqa: SLF001
        _positions().set_scoped(account, region, mapping, 0)


def _positions() -> Any:
    return lambda_svc._dynamodb_stream_positions  # noqa: SLF001


def _read_so_far() -> dict[Place, int]:
    """Return how far the slowest mapping of each table has read."""
    read: dict[Place, int] = {}
    for (account, region, mapping), position in list(_positions()._data.items()):  # noqa: SLF001
        found = lambda_svc._esms.get_scoped(account, region, mapping)  # noqa: SLF001
        if found:
            place = (account, region, _table_of(found["EventSourceArn"]))
            read[place] = min(read.get(place, position), position)
    return read


def _table_of(stream_arn: str) -> str:
    return str(parse_arn(stream_arn).resource).split("/")[1]


def _records_from(place: Place, position: int) -> list[dict[str, Any]]:
    account, region, table = place
    records = dynamodb.stream_records_since(table, position, 1_000_000, account_id=account, region=region)
    return copy.deepcopy(records)
