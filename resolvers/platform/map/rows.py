"""The rows and counted cells of the public map, kept with pins and with what is pinned."""

from resolvers.core.table import Item
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import SUBJECTS, follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.map import service
from resolvers.platform.subjects import registry
from resolvers.platform.subjects import service as subjects


@follow_rows(on=SUBJECTS)
def settle_subject(change: Change, prefetched: Prefetched) -> None:
    """Move a subject's pins between the map's layers when its tags or its audience change."""
    if _layers(change.kind, change.old) != _layers(change.kind, change.new):
        subject_id = change.item["id"]
        service.settle_subject(subject_id, prefetched.pin_ids(subject_id))


@follow_rows(on="Pin")
def settle_pin(change: Change, _: Prefetched) -> None:
    """Move a pin on the map."""
    if (change.old or {}).get("position") != (change.new or {}).get("position"):
        service.settle_pin(change.item["id"], change.item["subjectId"])


def _layers(kind: str, item: Item | None) -> frozenset[str]:
    subject = registry.subject_of_kind(kind)
    if not subject or not item or not subjects.is_public(subject.guard_of(item)):
        return service.layers(None)
    return service.layers(subject.summary_of(item))
