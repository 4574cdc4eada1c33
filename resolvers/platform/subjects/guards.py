"""The writes of a guard, for the transactions of rooms that own the subject or write under it."""

from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Put, Update, refuse_stale
from resolvers.platform import keys
from resolvers.platform.subjects.model import Guard

KIND: Final = "Guard"
# Nobody listens to the guards of comments: what is above them says who may see them.
NESTED_KIND: Final = "NestedGuard"

_STANDING = EXISTS & Attr("deleted").eq(value=False)


def add(guard: Guard) -> Put:
    """Return the write of a new subject's guard."""
    return Put(keys.guard(guard.subject_id), NESTED_KIND if guard.under_id else KIND, guard.to_item(), when=ABSENT)


def change(before: Guard, after: Guard) -> list[Update]:
    """Return the write that records who may see a subject now; empty if nothing changed."""
    changed = {"audience": after.audience, "published": after.published}
    if {"audience": before.audience, "published": before.published} == changed:
        return []
    return [Update(keys.guard(after.subject_id), put=changed, add={"version": 1}, when=_STANDING)]


def mark_deleted(subject_id: str) -> Update:
    """Return the write that hides a subject from everybody; what is under it is removed afterwards."""
    return Update(keys.guard(subject_id), put={"deleted": True}, add={"version": 1})


def remove(subject_id: str) -> Delete:
    return Delete(keys.guard(subject_id))


def require_unchanged(guard: Guard) -> Check:
    """Require that who may see a subject is still as it was read; the write raises `StaleItem` if not."""
    same = _STANDING & Attr("version").eq(guard.version)
    return Check(keys.guard(guard.subject_id), same, refuse_stale)


def require_subject(subject_id: str, refuse: Exception) -> Check:
    """Require that a subject is not being deleted; the write raises `refuse` if it is."""
    return Check(keys.guard(subject_id), _STANDING, lambda _: refuse)
