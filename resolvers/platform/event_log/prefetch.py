"""What the events of one batch of changes need to know of their subjects, read once."""

from collections.abc import Iterable, Sequence
from typing import Final

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.core.text import isolate, shorten
from resolvers.platform import keys
from resolvers.platform.event_log.change import Change
from resolvers.platform.subjects import registry
from resolvers.platform.subjects.model import Guard

_TITLE_SHOWN: Final = 60  # characters
COALESCED_AT_MOST: Final = 40  # records of one event, which all get a marker in one transaction


class Prefetched:
    """The guards, counts and titles of subjects, the names of people, and the records that each event is made of."""

    def __init__(
        self,
        subject_ids: Iterable[str],
        actor_ids: Iterable[str] = (),
        coalesced: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        ids = list(dict.fromkeys(subject_ids))
        self._read_ids = frozenset(ids)
        people = map(keys.profile, dict.fromkeys(actor_ids))
        found = table.get_many([*(key for each in ids for key in _keys_around(each)), *people], consistent=True)
        guards = {each: found[keys.guard(each)] for each in ids if keys.guard(each) in found}
        self._guards = {each: Guard.model_validate(item) for each, item in guards.items()}
        self._counts = {each: found[keys.counts(each)] for each in ids if keys.counts(each) in found}
        self._items = found
        self.coalesced_records = coalesced or {}

    def guard(self, subject_id: str) -> Guard | None:
        """Return a subject's guard; None if the subject is gone or being deleted."""
        guard = self._guards.get(subject_id)
        return guard if guard and not guard.deleted else None

    def count(self, subject_id: str, name: str) -> int:
        """Return how many likes or comments, say, there are; 0 if nothing was counted."""
        return int(self._counts.get(subject_id, {}).get(name, 0))

    def pin_ids(self, subject_id: str) -> list[str] | None:
        """Return the ids of a subject's pins; None if its counts were not read. A later pin has its own change."""
        if subject_id not in self._read_ids:
            return None
        return sorted(self._counts.get(subject_id, {}).get("pinIds", ()))

    def is_counted(self, subject_id: str) -> bool:
        """Tell whether anything is counted around a subject or a comment: it is not gone."""
        return subject_id in self._counts

    def name(self, actor_id: str) -> str:
        """Return the name that a person who did something goes by, for sentences about them."""
        profile = self._items.get(keys.profile(actor_id))
        return isolate(profile["displayName"]) if profile else "Somebody"

    def title(self, subject_id: str) -> str:
        """Return a subject's title in quotation marks, shortened, for sentences about it."""
        subject = registry.subject_with(subject_id)
        item = self._items.get(subject.key(subject_id)) if subject else None
        return (
            f"“{isolate(shorten(subject.summary_of(item).title, _TITLE_SHOWN))}”" if subject and item else "something"
        )

    def noun(self, subject_id: str) -> str:
        """Return what people call a subject of this kind, such as `post`."""
        subject = registry.subject_with(subject_id)
        return subject.noun if subject else "contribution"


def _keys_around(subject_id: str) -> list[Key]:
    subject = registry.subject_with(subject_id)
    return [keys.guard(subject_id), keys.counts(subject_id), *([subject.key(subject_id)] if subject else [])]


def coalesce(changes: Sequence[Change], kind: str, attribute: str) -> dict[str, tuple[str, ...]]:
    """Map the last of the changes with one value of an attribute to the records of all of them."""
    groups: dict[str, list[list[str]]] = {}
    for change in changes:
        if change.kind != kind:
            continue
        chunks = groups.setdefault(change.item[attribute], [[]])
        if len(chunks[-1]) == COALESCED_AT_MOST:
            chunks.append([])
        chunks[-1].append(change.id)
    return {chunk[-1]: tuple(chunk) for chunks in groups.values() for chunk in chunks}
