"""Reviews: counted once whatever is sent twice, undone, replayed, due by the learner's day, counted in their days."""

from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import pytest

from resolvers.core.errors import Conflict
from resolvers.core.model import now
from resolvers.learning.flashcards.model import Flashcard, Memory
from resolvers.learning.learners import days
from resolvers.learning.learners.model import Learner
from resolvers.learning.reviews import repository, scheduling, service
from resolvers.learning.reviews.model import ReviewFlashcardInput
from tests.people import Person
from tests.resolvers.learning.conftest import Desk

SEQUENCE = ("GOOD", "GOOD", "GOOD", "AGAIN", "GOOD", "EASY")


def _codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _counts(before: Flashcard, *review_ids: str) -> list[str]:
    """Count reviews of a flashcard that was read before any of them was written; return what became of each."""
    outcomes = []
    for review_id in review_ids:
        sent = {"flashcardId": before.id, "reviewId": review_id, "rating": "GOOD", "expectedVersion": 1}
        try:
            service._review(Learner(), before, ReviewFlashcardInput.model_validate(sent))
            outcomes.append("counted")
        except Conflict as refusal:
            outcomes.append(type(refusal).__name__)
    return outcomes


def _reviewed_when_due(desk: Desk, flashcard: dict[str, Any], *ratings: str) -> dict[str, Any]:
    for rating in ratings:
        flashcard = desk.reviews(flashcard, rating, at=_at(flashcard["memory"]["dueAt"]))["flashcard"]
    return flashcard


def test_reviews_sent_late_give_the_table_of_reviews_made_in_time(desk: Desk) -> None:
    """A phone that was offline for a month sends them in order, each with its own time."""
    flashcard = _reviewed_when_due(desk, desk.wrote(days_ago=60), *SEQUENCE)

    memory = flashcard["memory"]
    assert (memory["reviews"], memory["lapses"], memory["phase"]) == (6, 1, "REVIEW")
    assert round(memory["stability"], 2) == 7.87
    assert _at(memory["dueAt"]) - _at(memory["lastReviewedAt"]) == timedelta(days=8)


def test_replaying_the_log_rebuilds_the_flashcard(desk: Desk) -> None:
    """What was before, what was rated, when, and for which retention: the log holds all that scheduling needs."""
    flashcard = desk.read_flashcard(_reviewed_when_due(desk, desk.wrote(days_ago=60), *SEQUENCE))
    log = repository.list_of(flashcard.id)

    def replay(memory: Memory, review: Any) -> Memory:
        assert review.before == memory
        day_ends = days.end_of_day(review.at, "UTC")
        return scheduling.schedule(memory, review.rating, review.at, retention=review.retention, day_ends=day_ends)

    assert reduce(replay, log, Memory(due_at=flashcard.created_at)) == flashcard.memory
    assert [each.elapsed_seconds for each in log][:3] == [None, 600, 2 * 24 * 3600]
    assert {each.parameters for each in log} == {scheduling.PARAMETERS}


def test_a_review_that_is_sent_again_counts_once(desk: Desk) -> None:
    """A lost answer: the second time answers the flashcard as it is, and changes nothing."""
    flashcard = desk.writes()
    first = desk.reviews(flashcard, "EASY", "review-1")

    again = desk.reviews(flashcard, "EASY", "review-1")

    assert again["errors"] == []
    assert again["flashcard"] == first["flashcard"]
    assert desk.learning("days")[0]["reviews"] == 1


def test_two_devices_within_a_second_count_once(desk: Desk) -> None:
    """Both read it before either wrote: the other one's review is a conflict, not a second review."""
    flashcard = desk.writes()

    outcomes = _counts(desk.read_flashcard(flashcard), "phone-01", "laptop-1")

    assert outcomes == ["counted", "Conflict"]
    assert desk.reads(flashcard)["memory"]["reviews"] == 1
    assert desk.learning("days")[0]["reviews"] == 1


def test_the_same_review_sent_twice_at_once_counts_once(desk: Desk) -> None:
    """The absent condition on its row decides, before the version does."""
    flashcard = desk.writes()

    outcomes = _counts(desk.read_flashcard(flashcard), "review-1", "review-1")

    assert outcomes == ["counted"] * 2
    assert desk.reads(flashcard)["memory"]["reviews"] == 1


def test_a_clock_a_day_ahead_changes_nothing(desk: Desk) -> None:
    """The review counts now; the next one, sent with the same clock, as well."""
    flashcard, before = desk.writes(), now()

    first = desk.reviews(flashcard, at=before + timedelta(days=1))["flashcard"]
    second = desk.reviews(first, at=before + timedelta(days=1))["flashcard"]

    times = [_at(each["memory"]["lastReviewedAt"]) for each in (first, second)]
    assert before <= times[0] <= times[1] <= now()


def test_a_time_before_the_last_review_is_that_reviews(desk: Desk) -> None:
    """FSRS would move the last review back without a word."""
    flashcard = _reviewed_when_due(desk, desk.wrote(days_ago=60), "GOOD", "GOOD")
    last = flashcard["memory"]["lastReviewedAt"]

    after = desk.reviews(flashcard, at=_at(last) - timedelta(days=40))["flashcard"]

    assert after["memory"]["lastReviewedAt"] == last


def test_undo_restores_everything_and_can_be_repeated_back_to_new(desk: Desk) -> None:
    """Memory, place among what is due, and the day's count; a third one is refused."""
    fresh = desk.writes()
    once = desk.reviews(fresh, "GOOD")["flashcard"]
    twice = desk.reviews(once, "GOOD")["flashcard"]

    back = desk.person.does("undoReview", flashcardId=fresh["id"], expectedVersion=twice["version"])["flashcard"]
    new = desk.person.does("undoReview", flashcardId=fresh["id"], expectedVersion=back["version"])["flashcard"]
    refused = desk.person.does("undoReview", flashcardId=fresh["id"], expectedVersion=new["version"])

    assert back["memory"] == once["memory"]
    assert new["memory"] == fresh["memory"]
    assert _codes(refused) == ["INVALID_INPUT"]
    assert desk.due() == [fresh["id"]]
    assert (desk.learning("days"), desk.learning("streak")) == ([], 0)


def test_an_undone_review_that_is_sent_again_stays_undone(desk: Desk) -> None:
    """A phone that lost the first answer does not bring back what its owner took back."""
    fresh = desk.writes()
    reviewed = desk.reviews(fresh, "AGAIN", "review-1")["flashcard"]
    undone = desk.person.does("undoReview", flashcardId=fresh["id"], expectedVersion=reviewed["version"])["flashcard"]

    desk.reviews(fresh, "AGAIN", "review-1")

    assert desk.reads(fresh) == undone


def test_the_eighth_lapse_suspends_and_undo_takes_it_back(desk: Desk) -> None:
    """It says why; resuming clears it."""
    flashcard = desk.wrote(days_ago=300, phase="REVIEW", stability=3.0, difficulty=5.0, lapses=7, reviews=20)

    forgotten = desk.reviews(flashcard, "AGAIN")["flashcard"]
    due = desk.due()
    back = desk.person.does("undoReview", flashcardId=flashcard["id"], expectedVersion=forgotten["version"])[
        "flashcard"
    ]
    again = desk.reviews(back, "AGAIN")["flashcard"]
    resumed = desk.person.does("resumeFlashcard", id=flashcard["id"], expectedVersion=again["version"])["flashcard"]

    assert (forgotten["state"], forgotten["leech"], forgotten["memory"]["lapses"]) == ("SUSPENDED", True, 8)
    assert due == []
    assert (back["state"], back["leech"], back["memory"]["lapses"]) == ("ACTIVE", False, 7)
    assert (resumed["state"], resumed["leech"]) == ("ACTIVE", False)


def test_what_is_learned_by_days_is_due_all_day_and_the_rest_by_the_second(desk: Desk) -> None:
    """Longest due first; tomorrow's are not there, and the count has all of today's."""
    end = days.end_of_day(now(), "UTC")
    learned = {"phase": "REVIEW", "stability": 3.0, "difficulty": 5.0}
    tonight = desk.wrote(days_ago=9, due_at=end - timedelta(milliseconds=1), **learned)
    tomorrow = desk.wrote(days_ago=9, due_at=end, **learned)
    overdue = desk.wrote(days_ago=9, due_at=now() - timedelta(days=3), **learned)
    later = desk.wrote(days_ago=9, phase="LEARNING", step=1, due_at=end - timedelta(milliseconds=2))
    fresh = desk.writes()

    assert desk.due() == [overdue["id"], fresh["id"], tonight["id"]]
    assert desk.due(first=2) == [overdue["id"], fresh["id"]]
    assert tomorrow["id"] not in desk.due()
    assert desk.learning("dueToday") == 4, later


def test_due_flashcards_of_one_deck_are_only_its_own(desk: Desk, grace: Person) -> None:
    """Another person's deck is not found."""
    own, other = desk.writes(), Desk(desk.person, "Roofs")
    other.writes()

    assert desk.due(deckId=desk.deck["id"]) == [own["id"]]
    assert grace.query("dueFlashcards", deckId=desk.deck["id"]) is None


def test_the_zone_decides_what_is_due_today(desk: Desk) -> None:
    """East of Greenwich a day ends sooner: what was due today is due tomorrow, and back again."""
    ends = {zone: days.end_of_day(now(), zone) for zone in ("Pacific/Kiritimati", "America/Los_Angeles")}
    first, last = sorted(ends, key=lambda zone: ends[zone])
    between = ends[first] + (ends[last] - ends[first]) / 2
    flashcard = desk.wrote(days_ago=9, phase="REVIEW", stability=3.0, difficulty=5.0, due_at=between)

    found = {}
    for version, zone in enumerate((first, last)):
        desk.person.does("updateLearner", expectedVersion=version, timeZone=zone)
        found[zone] = desk.due()

    assert found == {first: [], last: [flashcard["id"]]}


def test_a_review_counts_on_the_learners_day(desk: Desk) -> None:
    """In the zone they were in; moving later changes no day that is past."""
    desk.person.does("updateLearner", expectedVersion=0, timeZone="Pacific/Kiritimati")
    flashcard, at = desk.wrote(days_ago=20), now() - timedelta(days=10)
    desk.reviews(flashcard, at=at, durationMs=7_400)
    desk.person.does("updateLearner", expectedVersion=1, timeZone="America/Los_Angeles")

    (day,) = desk.learning("days", last=30)

    assert day == {"day": days.day_at(at, "Pacific/Kiritimati").isoformat(), "reviews": 1, "seconds": 7}
    assert desk.learning("days", last=2) == []


def test_a_streak_counts_days_in_a_row(desk: Desk) -> None:
    """Reviews of the last three days, and today's."""
    for ago in (3, 2, 1, 0):
        desk.reviews(desk.wrote(days_ago=9), at=now() - timedelta(days=ago))

    assert desk.learning("streak") == 4


def test_choices_are_what_each_rating_does(desk: Desk) -> None:
    """What the buttons say is what happens."""
    flashcard = _reviewed_when_due(desk, desk.wrote(days_ago=60), "GOOD", "GOOD", "GOOD")

    (listed,) = desk.person.asks_each("Flashcard", "choices", [flashcard])
    choices = {each["rating"]: _at(each["dueAt"]) for each in listed}
    after = desk.reviews(flashcard, "HARD")["flashcard"]

    assert sorted(choices, key=choices.__getitem__) == ["AGAIN", "HARD", "GOOD", "EASY"]
    assert abs(_at(after["memory"]["dueAt"]) - choices["HARD"]) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"timeZone": "../etc/passwd"}, "timeZone"),
        ({"desiredRetention": 0.97}, "desiredRetention"),
        ({"desiredRetention": 0.5}, "desiredRetention"),
    ],
)
def test_a_zone_or_retention_that_does_not_exist_is_refused(desk: Desk, change: dict[str, Any], path: str) -> None:
    """At its path, and nothing changes."""
    payload = desk.person.does("updateLearner", expectedVersion=0, **change)

    assert [(each["code"], each["path"]) for each in payload["errors"]] == [("INVALID_INPUT", ["input", path])]
    assert desk.person.asks_each("Viewer", "learning", [{}])[0]["version"] == 0


def test_two_devices_that_change_how_one_learns_meet_in_a_conflict(desk: Desk) -> None:
    """The first change, too: version 0 stands for nothing chosen."""
    desk.person.does("updateLearner", expectedVersion=0, desiredRetention=0.85)

    stale = desk.person.does("updateLearner", expectedVersion=0, timeZone="Asia/Tokyo")

    assert (stale["errors"][0]["code"], stale["errors"][0]["currentVersion"]) == ("CONFLICT", 1)
    (learner,) = desk.person.asks_each("Viewer", "learning", [{}])
    assert (learner["timeZone"], learner["desiredRetention"], learner["version"]) == ("UTC", 0.85, 1)
