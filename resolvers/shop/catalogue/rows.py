"""Takes products off sale when what they are made from is removed, or no longer open to everybody."""

from resolvers.core import ids
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.guards import KIND
from resolvers.platform.subjects.model import Guard
from resolvers.shop import keys
from resolvers.shop.catalogue import service


@follow_rows(on=KIND)
def retire_products_of_closed_subject(change: Change, _: Prefetched) -> None:
    """Retire what is made from an article that was public and is not any more; nothing is made from a product."""
    before, after = (Guard.model_validate(each) if each else None for each in (change.old, change.new))
    was_open = before is not None and subjects.is_public(before)
    if ids.kind_of(change.item["subjectId"]) == keys.PRODUCT:
        return
    if was_open and not (after and subjects.is_public(after)):
        service.retire_products_of(change.item["subjectId"])


@follow_rows(on="Photo")
@follow_rows(on="Pin")
def retire_products_of_removed_source(change: Change, _: Prefetched) -> None:
    """Retire the prints of a photo that was removed, and the walks to a pin that was."""
    if change.is_gone:
        service.retire_products_of(change.item["id"])
