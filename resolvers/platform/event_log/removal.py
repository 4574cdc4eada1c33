"""Removes what is under a deleted subject, some of it at a time, and the subject itself last.

Each round ends by touching the guard, whose stream record starts the next one: so it goes on until nothing is left,
can stop and resume anywhere, and a record delivered again removes what is left or nothing.
"""

from collections.abc import Callable
from typing import Final

from resolvers.platform.event_log import service
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup, topics_of
from resolvers.platform.subjects import guards, repository

RemoveUnder = Callable[[str], bool]

_removals: Final[list[RemoveUnder]] = []


def removal(function: RemoveUnder) -> RemoveUnder:
    """Declare a function that removes some of what a room keeps under a subject; it answers True if nothing is left.

    They run in the order of the rooms, each only after those before it left nothing.
    """
    _removals.append(function)
    return function


@cleanup(on=guards.KIND)
def remove_deleted(change: Change) -> None:
    """Remove a subject that was found empty twice: the index that lists what is under it may be a moment late."""
    guard = change.new
    if not guard or not guard["deleted"]:
        return
    subject_id = guard["subjectId"]
    is_empty = all(remove(subject_id) for remove in _removals) and _remove_events(subject_id)
    if is_empty and guard.get("emptied"):
        repository.remove(subject_id)
    else:
        repository.touch(subject_id, emptied=is_empty)


def _remove_events(subject_id: str) -> bool:
    return all(service.remove_under(topic) for topic in topics_of(subject_id))
