"""Guards, the items they guard, and timelines in DynamoDB."""

import contextlib
from collections.abc import Iterable

from resolvers.core import table
from resolvers.core.table import EXISTS, Item, Update
from resolvers.platform import keys
from resolvers.platform.subjects import registry
from resolvers.platform.subjects.model import Guard


def get_many(subject_ids: Iterable[str]) -> dict[str, Guard]:
    """Read guards in one batch, consistently, by id; those of subjects that are being deleted are left out."""
    found = table.get_many(map(keys.guard, subject_ids), consistent=True)
    guards = [Guard.model_validate(item) for item in found.values()]
    return {each.subject_id: each for each in guards if not each.deleted}


def get_items(subject_ids: Iterable[str]) -> dict[str, Item]:
    """Read the products' own items in one batch, consistently, by id."""
    known = {each: subject for each in subject_ids if (subject := registry.subject_with(each))}
    wanted = {subject.key(each): each for each, subject in known.items()}
    return {wanted[key]: item for key, item in table.get_many(wanted, consistent=True).items()}


def get_with_item(subject_id: str) -> tuple[Guard | None, Item | None]:
    """Read a subject's guard and the product's own item in one batch, consistently; None for what is not there."""
    subject = registry.subject_with(subject_id)
    guard_key, item_key = keys.guard(subject_id), subject.key(subject_id) if subject else None
    found = table.get_many([guard_key, *([item_key] if item_key else [])], consistent=True)
    guard = Guard.model_validate(found[guard_key]) if guard_key in found else None
    return None if guard and guard.deleted else guard, found.get(item_key) if item_key else None


def list_timeline(user_id: str, limit: int) -> list[str]:
    """Return the ids of the newest subjects on somebody's timeline."""
    return [row["subjectId"] for row in table.query(keys.timeline(user_id), limit=limit, newest_first=True)]


def touch(subject_id: str, *, emptied: bool) -> None:
    """Change the guard of a subject that is being deleted, so that its stream record starts another round."""
    with contextlib.suppress(table.ConditionFailed):
        table.write(Update(keys.guard(subject_id), put={"emptied": emptied}, add={"rounds": 1}, when=EXISTS))


def remove(subject_id: str) -> None:
    """Remove a subject's own item, its counts and its guard."""
    subject = registry.subject_with(subject_id)
    own = [subject.key(subject_id)] if subject else []
    table.delete_many([*own, keys.counts(subject_id), keys.guard(subject_id)])
