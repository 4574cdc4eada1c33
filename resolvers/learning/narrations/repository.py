"""Audio versions in DynamoDB, each beside its article, and what voices cost a day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.items import Item
from resolvers.core.table import ABSENT, Delete, Put, Update, refuse_stale
from resolvers.learning import keys
from resolvers.learning.narrations.model import AudioVersion
from resolvers.platform.subjects import registry
from resolvers.platform.subjects.model import Subject

_SPEND_KEPT_SECONDS: Final = 3 * 24 * 3600


class BudgetSpent(Exception):  # noqa: N818
    """The call would cost more than is left of the day's budget."""


def get(subject_id: str) -> AudioVersion | None:
    item = table.get(keys.audio_version(subject_id), consistent=True)
    return AudioVersion.model_validate(item) if item else None


def get_with_article(subject_id: str) -> tuple[Subject | None, Item | None, AudioVersion | None]:
    """Read an article and its audio version in one batch, consistently; None for what is not there."""
    subject = registry.subject_with(subject_id)
    if not subject or subject.prefix != keys.ARTICLE:
        return None, None, None
    article, audio = subject.key(subject_id), keys.audio_version(subject_id)
    found: Mapping[Any, Item] = table.get_many([article, audio], consistent=True)
    kept = AudioVersion.model_validate(found[audio]) if audio in found else None
    return subject, found.get(article), kept


def replace(audio: AudioVersion, before: AudioVersion | None) -> None:
    """Write a new audio version in the place of the one that was read, or raise `StaleItem`."""
    same = Attr("soundId").eq(before.sound_id) & Attr("attempt").eq(before.attempt) if before else ABSENT
    table.write(Put(keys.audio_version(audio.id), "AudioVersion", audio.to_item(), when=same, refuse=refuse_stale))


def remove(audio: AudioVersion) -> None:
    """Remove an audio version unless another one took its place; its objects follow by the table's stream."""
    same = ABSENT | Attr("soundId").eq(audio.sound_id)
    table.write(Delete(keys.audio_version(audio.id), when=same, refuse=refuse_stale))


def reserve(cost: int, budget: int, at: datetime) -> None:
    """Take what a call will cost from the day's budget (micro-dollars), or raise `BudgetSpent`."""
    left = Attr("spent").lte(budget - cost)  # false on a day that spent nothing yet
    table.write(
        Update(
            keys.voices_spend(at.date()),
            put={"expiresAt": int(at.timestamp()) + _SPEND_KEPT_SECONDS},
            add={"spent": cost},
            when=left | Attr("spent").not_exists() if cost <= budget else left,
            refuse=lambda _: BudgetSpent(),
        )
    )


def give_back(cost: int, at: datetime) -> None:
    """Return to the day's budget what a call did not cost."""
    table.write(Update(keys.voices_spend(at.date()), add={"spent": -cost}))


def read_spent(at: datetime) -> int:
    """Return what a day's calls cost so far, in micro-dollars."""
    item = table.get(keys.voices_spend(at.date()), consistent=True)
    return int(item["spent"]) if item else 0
