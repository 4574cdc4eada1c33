"""The rows of timelines, kept with what is published and with who follows whom."""

from datetime import datetime

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import SUBJECTS, follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.subjects import registry
from resolvers.platform.timeline import repository, service
from resolvers.platform.timeline.service import Publication, publication_of


@follow_rows(on=SUBJECTS)
def settle_publication(change: Change, _: Prefetched) -> None:
    """Put a subject on timelines when it is published, and take it off when it no longer is."""
    before, after = (publication_of(change.kind, each) for each in (change.old, change.new))
    shown = after or before
    if shown and (before is None) != (after is None):
        service.fan_out(shown, told=after is not None, deleted=_is_deleted(change))


def _is_deleted(change: Change) -> bool:
    subject = registry.subject_of_kind(change.kind)
    return not subject or not change.new or subject.guard_of(change.new).deleted


@follow_rows(on="Follow")
def empty_timeline(change: Change, _: Prefetched) -> None:
    """Take somebody's publications off the timeline of a follower who left."""
    if change.is_gone:
        service.empty(change.item["followerId"], change.item["followeeId"])


@follow_rows(on="Fanout")
def continue_fan_out(change: Change, _: Prefetched) -> None:
    """Continue a long fan-out where its note says."""
    note = change.new
    if not note or not repository.is_current(note):
        return
    if "followerId" in note:
        service.empty(note["followerId"], note["followeeId"], note["after"])
    else:
        published_at = datetime.fromisoformat(note["publishedAt"])
        service.fan_out(Publication(note["subjectId"], note["ownerId"], published_at), note["after"])
