"""Timelines in DynamoDB: rows that lead to what the people somebody follows have published."""

import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from resolvers.core import table
from resolvers.core.keys import Key, id_at, time_key
from resolvers.core.model import Moment
from resolvers.core.table import Delete, Item, Put
from resolvers.platform import keys
from resolvers.platform.subjects.model import Guard, is_for_followers


class Row(NamedTuple):
    """A row of somebody's timeline."""

    key: Key
    subject_id: str
    owner_id: str


def row_on(user_id: str, subject_id: str, owner_id: str, published_at: Moment) -> Row:
    """Return the row that puts a subject on somebody's timeline."""
    return Row(Key(keys.timeline(user_id), time_key(published_at, subject_id)), subject_id, owner_id)


def list_followers(followee_id: str, after: str, limit: int) -> tuple[list[str], str]:
    """Read followers after a place; return them and the place to continue from, empty at the end."""
    items = table.query(keys.followers(followee_id), index=1, low=f"{after} " if after else "", limit=limit)
    places = [item["GSI1SK"] for item in items]
    return [id_at(place) for place in places], places[-1] if len(places) == limit else ""


def list_who_follow(followee_id: str, candidates: Iterable[str]) -> set[str]:
    """Return which of these people follow somebody, consistently."""
    found = table.get_many([keys.follow(each, followee_id) for each in candidates], consistent=True)
    return {item["followerId"] for item in found.values()}


def list_readers(subject_id: str, owner_id: str, candidates: Iterable[str]) -> set[str]:
    """Return which of these people follow a subject's owner and may read it, consistently, in one batch."""
    guard = keys.guard(subject_id)
    found = table.get_many([guard, *(keys.follow(each, owner_id) for each in candidates)], consistent=True)
    known = Guard.model_validate(found.pop(guard)) if guard in found else None
    return {item["followerId"] for item in found.values()} if known and is_for_followers(known) else set()


def list_rows(user_id: str, after: str, limit: int) -> tuple[list[Row], str]:
    """Read a timeline's rows after a place; return them and the place to continue from, empty at the end."""
    partition = keys.timeline(user_id)
    items = table.query(partition, low=f"{after} " if after else "", limit=limit, consistent=True)
    found = [Row(Key(partition, item["SK"]), item["subjectId"], item["ownerId"]) for item in items]
    return found, found[-1].key.sk if len(found) == limit else ""


def put_rows(rows: Iterable[Row]) -> None:
    values = {row.key: {"subjectId": row.subject_id, "ownerId": row.owner_id} for row in rows}
    table.put_many([Put(key, "Timeline", value) for key, value in values.items()])


def remove_rows(rows: Iterable[Row]) -> None:
    table.delete_many([row.key for row in rows])


def mark_progress(cause: str, about: Mapping[str, str], place: str) -> None:
    """Note where a long fan-out continues: the note's own stream record does so. No place means it is done."""
    key = keys.fanout(cause)
    if place:
        table.write(Put(key, "Fanout", {**about, "after": place, "turn": secrets.token_hex(4)}))
    elif table.get(key, consistent=True):
        table.write(Delete(key))


def is_current(note: Item) -> bool:
    """Tell whether a note is still the last one of its fan-out: one delivered again is not."""
    found = table.get(Key(note["PK"], note["SK"]), consistent=True)
    return found is not None and found["turn"] == note["turn"]
