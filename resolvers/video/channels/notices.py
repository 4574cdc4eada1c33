"""Who is notified of a channel's new video or livestream: subscribers with a bell who may watch it.

They are told a hundred at a time.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from resolvers.core import ids
from resolvers.core.text import isolate
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import may_read, notice
from resolvers.platform.subjects.model import Audience, is_for_followers
from resolvers.video import keys
from resolvers.video.channels import repository
from resolvers.video.subscribers import repository as subscribers

TOLD_AT_ONCE: Final = 100
_KINDS: Final = {
    keys.VIDEO: (NotificationKind.VIDEO_PUBLISHED, "published"),
    keys.STREAM: (NotificationKind.STREAM_STARTED, "is live with"),
}


@notice(on="Announcement", subject="subjectId")
def channel_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify some subscribers of something, each once; the note in the table continues with the rest."""
    note = change.new
    if not note:
        return
    subject_id, guard = note["subjectId"], prefetched.guard(note["subjectId"])
    channel = repository.get(keys.channel_id(guard.owner_id)) if guard and is_for_followers(guard) else None
    if not guard or not channel:
        repository.continue_announcement(subject_id, note["at"], "")
        return
    user_ids, place = subscribers.list_with_bell(channel.id, note["after"], TOLD_AT_ONCE)
    kind, verb = _KINDS[ids.kind_of(subject_id)]
    message = f"{isolate(channel.title)} {verb} {prefetched.title(subject_id)}."
    about = {"subject_id": subject_id, "item_id": subject_id}
    at = datetime.fromisoformat(note["at"])
    for user_id in user_ids:
        if guard.audience == Audience.PUBLIC or may_read(user_id, guard):
            yield Notice(user_id, kind, f"published:{subject_id}", at, message, guard.owner_id, about)
    repository.continue_announcement(subject_id, note["at"], place)
