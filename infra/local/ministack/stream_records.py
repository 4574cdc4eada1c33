"""Table streams across a restart: records that no function has read yet are kept.

ministack saves how far each event source mapping has read, but not the stream's records. After a restart the mapping
would wait at its old position until as many new records had come. So the unread records are saved with the state, and
every mapping starts at the first of them; a batch that was being read is read again, as on AWS.
"""

from typing import Any

from ministack.core.arn import parse_arn
from ministack.services import dynamodb, lambda_svc

Table = tuple[str, str, str]  # account, region, name
Unread = dict[str, list[dict[str, Any]]]


def find_unread() -> Unread:
    """Return the records of each table that its slowest mapping has not read."""
    return {"\t".join(table): _records_from(table, read) for table, read in _find_positions().items()}


def restore(unread: Unread) -> None:
    """Put the unread records back and every mapping before the first of them."""
    for key, records in unread.items():
        account, region, table = key.split("\t")
        dynamodb._stream_records.set_scoped(account, region, table, records)  # noqa: SLF001
    for account, region, mapping in list(_positions()._data):  # noqa: SLF001
        _positions().set_scoped(account, region, mapping, 0)


def _positions() -> Any:
    return lambda_svc._dynamodb_stream_positions  # noqa: SLF001


def _find_positions() -> dict[Table, int]:
    """Return how far the slowest mapping of each table has read."""
    read: dict[Table, int] = {}
    for (account, region, mapping), position in list(_positions()._data.items()):  # noqa: SLF001
        found = lambda_svc._esms.get_scoped(account, region, mapping)  # noqa: SLF001
        if found:
            table = (account, region, _parse_table(found["EventSourceArn"]))
            read[table] = min(read.get(table, position), position)
    return read


def _parse_table(stream_arn: str) -> str:
    return str(parse_arn(stream_arn).resource).split("/")[1]


def _records_from(table: Table, position: int) -> list[dict[str, Any]]:
    account, region, name = table
    return list(dynamodb.stream_records_since(name, position, 1_000_000, account_id=account, region=region))
