"""The event log: one gapless order per topic, nothing logged twice, cursors that open for their viewer alone."""

import pytest

from resolvers.core import table
from resolvers.core.errors import InvalidCursor
from resolvers.core.identity import GUEST, Caller
from resolvers.core.ids import ID
from resolvers.platform import keys
from resolvers.platform.comments.model import COMMENTS
from resolvers.platform.event_log import repository, service
from resolvers.platform.event_log.model import Entry
from resolvers.platform.notifications.model import NOTIFICATIONS
from resolvers.social.posts.model import OWN_PHOTOS, PHOTOS
from tests.people import Person

ADA = Caller(id=ID("ada-sub"))
GRACE = Caller(id=ID("grace-sub"))


def _entries(*records: str) -> list[Entry]:
    return [Entry(records=(each,), data={"says": each}) for each in records]


def test_entries_of_a_topic_count_from_one_without_a_gap(the_table: None) -> None:
    """Many entries at once, then one more: one order."""
    topic = NOTIFICATIONS.topic("ada-sub")

    first = service.append(topic, _entries(*(f"r{number}" for number in range(70))))
    then = service.append(topic, _entries("later"))

    assert [each.sequence for each in first] == list(range(1, 71))
    assert then[0].sequence == 71
    assert then[0].id not in {each.id for each in first}


def test_a_record_delivered_again_logs_nothing_and_gets_its_event_back(the_table: None) -> None:
    """The marker stands in the same transaction as the event, so the answer is the first one."""
    topic = NOTIFICATIONS.topic("ada-sub")

    first = service.append(topic, _entries("r1", "r2"))
    again = service.append(topic, _entries("r2", "r3"))

    assert [each.data["says"] for each in again] == ["r2", "r3"]
    assert again[0] == first[1]
    assert [each.sequence for each in service.list_since(topic, 0, 10).values] == [1, 2, 3]


def test_an_entry_speaks_for_all_records_it_was_made_of(the_table: None) -> None:
    """Coalesced records delivered again one by one log nothing."""
    topic = NOTIFICATIONS.topic("ada-sub")
    (merged,) = service.append(topic, [Entry(records=("r1", "r2", "r3"), data={})])

    alone = service.append(topic, _entries("r2"))

    assert alone == [merged]
    assert service.list_since(topic, 0, 10).values == [merged]


def test_a_writer_that_was_overtaken_writes_nothing_and_comes_after(the_table: None) -> None:
    """Two writers who read the same head: one transaction wins, the other starts over."""
    topic = NOTIFICATIONS.topic("ada-sub")
    read_by_both = repository.get_last(topic)
    repository.append(topic, read_by_both, _entries("fast"))

    with pytest.raises(table.StaleItem):
        repository.append(topic, read_by_both, _entries("slow"))
    service.append(topic, _entries("slow"))

    assert [(each.sequence, each.data["says"]) for each in service.list_since(topic, 0, 10).values] == [
        (1, "fast"),
        (2, "slow"),
    ]


def test_topics_have_sequences_of_their_own(ada: Person) -> None:
    """The author's view of a post's photos and the readers' do not share numbers."""
    post_id = ada.does("createPost", title="Rain")["post"]["id"]

    (own,) = service.append(OWN_PHOTOS.topic(post_id), _entries("r1"))
    (readers,) = service.append(PHOTOS.topic(post_id), _entries("r1"))

    assert (own.sequence, readers.sequence) == (1, 1)
    assert own.id != readers.id


def test_nothing_is_logged_of_a_post_that_is_being_deleted(ada: Person) -> None:
    """The check stands in the transaction: no event is left behind by a removal."""
    post_id = ada.does("createPost", title="Rain")["post"]["id"]
    ada.does("deletePost", id=post_id)

    logged = service.append(COMMENTS.topic(post_id), _entries("r1"))

    assert logged == []
    assert table.get(keys.topic_head(COMMENTS.topic(post_id).name)) is None


def test_a_cursor_continues_after_what_was_told_before_it(the_table: None) -> None:
    """Taken before the page is read, it overlaps rather than misses."""
    topic = COMMENTS.topic("post_1")
    cursor = service.cursor(ADA, topic)

    opened = service.open_cursor(ADA, cursor)

    assert opened == (topic, 0)


@pytest.mark.parametrize("thief", [GRACE, GUEST])
def test_a_cursor_opens_for_its_viewer_alone(the_table: None, thief: Caller) -> None:
    """The viewer is part of what is signed."""
    cursor = service.cursor(ADA, NOTIFICATIONS.topic("ada-sub"))

    with pytest.raises(InvalidCursor):
        service.open_cursor(thief, cursor)


def test_a_cursor_whose_events_are_gone_says_so(the_table: None) -> None:
    """A gap that cannot be filled is told, never passed over."""
    topic = NOTIFICATIONS.topic("ada-sub")
    service.append(topic, _entries("r1", "r2", "r3"))
    table.delete_many([keys.event(topic.name, 1), keys.event(topic.name, 2)])

    with pytest.raises(InvalidCursor, match="too old"):
        service.list_since(topic, 0, 10)
    assert [each.sequence for each in service.list_since(topic, 2, 10).values] == [3]


def test_a_topic_is_removed_some_at_a_time(the_table: None) -> None:
    """Removal answers whether it is done, so that it can go on later."""
    topic = NOTIFICATIONS.topic("ada-sub")
    service.append(topic, _entries("r1", "r2", "r3"))

    first, second = repository.remove_some(topic, 2), repository.remove_some(topic, 10)

    assert (first, second) == (False, True)
    assert repository.get_last(topic) == 0
