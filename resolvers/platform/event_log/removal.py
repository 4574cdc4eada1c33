"""Removes what is under a deleted subject, some of it at a time, and the subject itself last.

Each round ends by touching the guard, whose stream record starts the next one: so it goes on until nothing is left,
can stop and resume anywhere, and a record delivered again removes what is left or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from resolvers.platform.event_log import service
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup, topics_around
from resolvers.platform.subjects import guards, repository

RemoveUnder = Callable[[str], bool]


@dataclass(frozen=True)
class Removal:
    """One that removes some of what a room keeps under a subject, and whether an index tells it what is there."""

    function: RemoveUnder
    reads_index: bool


_removals: Final[list[Removal]] = []


def removal(*, reads_index: bool) -> Callable[[RemoveUnder], RemoveUnder]:
    """Declare a function that removes some of what a room keeps under a subject; it answers True if nothing is left.

    They run in the order of the rooms, each only after those before it left nothing. An index may be a moment late:
    what is found by one is looked for once more, after everything was found empty.
    """

    def declare(function: RemoveUnder) -> RemoveUnder:
        _removals.append(Removal(function, reads_index))
        return function

    return declare


@cleanup(on=guards.KIND)
def remove_deleted(change: Change) -> None:
    """Remove some of what is under a deleted subject; the subject itself once nothing is left and nothing came late."""
    guard = change.new
    if not guard or not guard["deleted"]:
        return
    subject_id = guard["subjectId"]
    if not guard.get("emptied"):
        is_empty = all(each.function(subject_id) for each in _removals) and _remove_events(subject_id)
        repository.touch(subject_id, emptied=is_empty)
    elif all(each.function(subject_id) for each in _removals if each.reads_index):
        repository.remove(subject_id)
    else:
        repository.touch(subject_id, emptied=False)


def _remove_events(subject_id: str) -> bool:
    return all(service.remove_under(topic) for topic in topics_around(subject_id))
