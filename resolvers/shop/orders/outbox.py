"""The outbox in SQL: what must be done elsewhere, written within the transaction that makes it true."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import json
from typing import TYPE_CHECKING, Any, Final

from resolvers.shop.database.values import from_epoch
from resolvers.shop.orders.records import Message, MessageKind

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

LONGEST_PAUSE_SECONDS: Final = 3600


def enqueue(cursor: DictCursor, order_id: str, kind: MessageKind, now: int, **body: Any) -> None:
    """Add a message of one kind, to be carried out from now on."""
    cursor.execute(
        "INSERT INTO outbox (order_id, kind, body, next_at) VALUES (%s, %s, %s, %s)",
        (order_id, kind, json.dumps(body), from_epoch(now)),
    )


def is_waiting(cursor: DictCursor, order_id: str, kind: MessageKind) -> bool:
    """Tell whether an order has an unsent message of one kind."""
    statement = "SELECT id FROM outbox WHERE order_id = %s AND kind = %s AND sent_at IS NULL"
    return bool(cursor.execute(statement, (order_id, kind)))


def take_message(cursor: DictCursor, now: int) -> Message | None:
    """Lock the oldest unsent message that no other relay has locked."""
    cursor.execute(
        "SELECT id, order_id, kind, body, tries FROM outbox WHERE sent_at IS NULL AND next_at <= %s"
        " ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED",
        (from_epoch(now),),
    )
    row = cursor.fetchone()
    return Message.model_validate(row | {"body": json.loads(row["body"])}) if row else None


def mark_sent(cursor: DictCursor, message: Message, now: int) -> None:
    cursor.execute("UPDATE outbox SET sent_at = %s, tries = tries + 1 WHERE id = %s", (from_epoch(now), message.id))


def postpone(cursor: DictCursor, message: Message, now: int) -> None:
    """Try a message again later, after a pause that doubles up to an hour."""
    pause = min(2**message.tries, LONGEST_PAUSE_SECONDS)
    cursor.execute(
        "UPDATE outbox SET next_at = %s, tries = tries + 1 WHERE id = %s AND sent_at IS NULL",
        (from_epoch(now + pause), message.id),
    )
