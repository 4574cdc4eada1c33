"""An audio version goes when its article has other words, is hidden or deleted; its sound goes with its row."""

import contextlib

from resolvers.core.items import Item
from resolvers.core.table import StaleItem
from resolvers.learning.narrations import repository
from resolvers.learning.narrations.model import locate_folder
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup
from resolvers.platform.subjects import registry
from resolvers.platform.subjects.model import Subject, is_for_followers
from resolvers.platform.uploads import bucket


@cleanup(on="Post")
def drop_audio(change: Change) -> None:
    """Drop the audio version of an article that is gone, hidden, or has other words."""
    subject = registry.subject_of_kind(change.kind)
    if not change.old or not subject or not _is_outdated(subject, change.old, change.new):
        return
    audio = repository.get(change.item["id"])
    version = change.new["version"] if change.new and not change.new.get("deleting") else None
    if audio and (version is None or audio.article_version < version):
        with contextlib.suppress(StaleItem):
            repository.remove(audio)


@cleanup(on="AudioVersion")
def remove_sound(change: Change) -> None:
    """Remove every object of an audio version that is gone, or that another one took the place of."""
    if change.old and (not change.new or change.new["soundId"] != change.old["soundId"]):
        bucket.remove_under(locate_folder(change.old["soundId"]))


def _is_outdated(subject: Subject, old: Item, new: Item | None) -> bool:
    if not new or new.get("deleting"):
        return not new  # one that is being deleted is gone in a moment, and nobody finds it meanwhile
    before, after = subject.summary_of(old), subject.summary_of(new)
    is_hidden = is_for_followers(subject.guard_of(old)) and not is_for_followers(subject.guard_of(new))
    return is_hidden or (before.title, before.text) != (after.title, after.text)
