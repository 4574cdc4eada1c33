"""Who loses the right to read: when a subject gets a narrower audience or is deleted, and when a follower leaves."""

from collections.abc import Iterator

from resolvers.core.table import Item
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import revocation
from resolvers.platform.event_log.model import RevokeAccessInput
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import AUDIENCES, Audience, Guard


@revocation(on=guards.KIND)
def revoke_readers(change: Change) -> Iterator[RevokeAccessInput]:
    """Revoke access of everybody outside a subject's new audience."""
    before, after = _audience_of(change.old), _audience_of(change.new)
    if change.old and AUDIENCES.index(after) > AUDIENCES.index(before):
        yield RevokeAccessInput(subject_id=change.item["subjectId"], audience=after)


@revocation(on="Follow")
def revoke_follower(change: Change) -> Iterator[RevokeAccessInput]:
    """Revoke a former follower's access to what is for followers."""
    if change.is_gone:
        yield RevokeAccessInput(owner_id=change.item["followeeId"], viewer_id=change.item["followerId"])


def _audience_of(item: Item | None) -> Audience:
    guard = Guard.model_validate(item) if item else None
    return guard.audience if guard and not guard.deleted else Audience.AUTHOR
