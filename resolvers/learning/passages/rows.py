"""What follows from a change of an article: its passages are indexed again, by a worker, because that calls a model."""

from resolvers.core.settings import settings
from resolvers.core.table import Item
from resolvers.learning.passages import messages
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.subjects import registry
from resolvers.platform.subjects.model import Guard


@follow_rows(on=messages.ARTICLE)
def send_article(change: Change, _: Prefetched) -> None:
    """Have an article indexed whose title, text or readers changed."""
    if settings().passages_queue_url and _read(change.old) != _read(change.new):
        messages.send_article(change.item["id"])


def _read(item: Item | None) -> tuple[str, str, Guard] | None:
    """Return what passages are made of."""
    subject = registry.subject_of_kind(messages.ARTICLE)
    if not item or not subject:
        return None
    summary = subject.summary_of(item)
    return summary.title, summary.text, subject.guard_of(item)
