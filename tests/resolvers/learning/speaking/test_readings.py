"""Readings: a paragraph of one's own article, its recording, and every way from there; what is heard is told."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.model import now
from resolvers.core.table import Put
from resolvers.learning import keys
from resolvers.learning.evaluations import recordings
from resolvers.learning.speaking import repository
from tests.acts import draft, publish_post
from tests.people import Person
from tests.resolvers.learning.speaking.conftest import PARAGRAPH, Studio, list_versions, read


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def statuses(evaluation: dict[str, Any]) -> list[str]:
    return [f"{each['name']} {each['status']}" for each in evaluation["steps"]]


def quota(person: Person) -> dict[str, Any]:
    (found,) = person.asks_each("Learner", "speakingQuota", [{}])
    return dict(found)


def test_a_recording_is_heard_step_by_step(ada: Person, studio: Studio, spoken: bytes) -> None:
    """From the form to the words, and nothing holds the evaluation while Transcribe works."""
    asked = studio.asks(ada, draft(ada, body=f"Rain.\n\n{PARAGRAPH}"), spoken)
    evaluation, form = asked["evaluation"], asked["upload"]
    studio.uploads(evaluation, ada, spoken)
    while_heard = read(ada, evaluation)
    studio.reports(studio.transcriber.complete())
    done = read(ada, evaluation)

    fields = {each["name"]: each["value"] for each in form["fields"]}
    assert (fields["key"], fields["Content-Type"]) == (f"recordings/{ada.id}/{evaluation['id']}", "audio/wav")
    assert (evaluation["skill"], evaluation["state"], while_heard["state"]) == ("SPEAKING", "WAITING", "RUNNING")
    assert statuses(while_heard) == ["RECORDED DONE", "CHECKED DONE", "TRANSCRIBED RUNNING", "COMPARED PENDING"]
    assert (done["state"], {each["status"] for each in done["steps"]}) == ("DONE", {"DONE"})
    reading = done["reading"]
    assert (reading["paragraph"], reading["start"]) == (PARAGRAPH, 7)
    assert [each["expected"] for each in reading["words"]] == PARAGRAPH.replace(".", "").split()
    assert {each["status"] for each in reading["words"]} == {"READ"}
    delivery = reading["delivery"]
    assert delivery["wordsPerMinute"] == round(60 * 12 / delivery["speechSeconds"])
    assert reading["soundUrl"].partition("?")[0].endswith(f"/speech/{evaluation['id']}/sound.flac")
    assert ada.does("evaluateSpeaking", subjectId="post_none", **_given())["errors"][0]["code"] == "NOT_FOUND"


def _given() -> dict[str, Any]:
    return {"paragraph": PARAGRAPH, "contentType": "audio/wav", "bytes": 9, "consent": True}


def test_words_are_found_at_their_places(ada: Person, studio: Studio, spoken: bytes) -> None:
    """Swapped, missed, added, repeated, hesitated; a doubtful word is unclear and its guess is nowhere."""
    said = "the old candle crosses the um river every every morning the shits wait there quietly"
    doubtful = {"shits"}
    studio.transcriber.words = [(word, 0.3 if word in doubtful else 0.9) for word in said.split()]

    done = studio.hears(ada, spoken)

    found = [each for each in done["reading"]["words"] if each["status"] != "READ"]
    assert [
        (each["status"], each["expected"], each["heard"], PARAGRAPH[each["start"] : each["end"]]) for each in found
    ] == [
        ("MISREAD", "bridge", "candle", "bridge"),
        ("FILLER", None, "um", ""),
        ("REPEATED", None, "every", ""),
        ("UNCLEAR", "fishermen", None, "fishermen"),
        ("ADDED", None, "quietly", ""),
    ]
    assert "shits" not in str(done)
    assert (found[1]["start"], found[0]["fromSecond"]) == (PARAGRAPH.index("river"), 1.0)


def test_reports_and_looks_in_any_order_and_twice_write_one_result(ada: Person, studio: Studio, spoken: bytes) -> None:
    asked = studio.asks(ada, draft(ada, body=PARAGRAPH), spoken)["evaluation"]
    studio.reports(asked["id"])  # of a job that has not begun
    studio.uploads(asked, ada, spoken)
    studio.reports(asked["id"])  # too early: it goes on
    studio.transcriber.complete()
    look = {"source": "waymark.look", "detail": {"evaluationId": asked["id"]}}
    assert studio.delivers(look) == []
    done = read(ada, asked)
    studio.delivers(look)
    studio.reports(asked["id"])
    studio.uploads(asked, ada, b"another file")

    assert (done["state"], studio.transcriber.started) == ("DONE", 1)
    again = read(ada, asked)
    assert again["steps"] == done["steps"]
    assert again["reading"]["words"] == done["reading"]["words"]


def test_the_same_recording_is_heard_once(ada: Person, studio: Studio, spoken: bytes) -> None:
    """It costs Transcribe nothing the second time, and gets the same result."""
    post = draft(ada, body=PARAGRAPH)
    first = studio.hears(ada, spoken, post)
    second = studio.hears(ada, spoken, post)

    assert (second["state"], studio.transcriber.started) == ("DONE", 1)
    assert first["id"] != second["id"]
    assert second["reading"]["words"] == first["reading"]["words"]


def test_a_key_means_one_evaluation_with_a_new_form_each_time(ada: Person, studio: Studio, spoken: bytes) -> None:
    post = draft(ada, body=PARAGRAPH)
    first = studio.asks(ada, post, spoken, idempotencyKey="k")
    again = studio.asks(ada, post, spoken, idempotencyKey="k")
    other = studio.asks(ada, post, spoken + b"x", idempotencyKey="k")
    studio.uploads(first["evaluation"], ada, spoken)
    late = studio.asks(ada, post, spoken, idempotencyKey="k")

    assert again["evaluation"]["id"] == late["evaluation"]["id"] == first["evaluation"]["id"]
    assert (again["upload"] is None, late["upload"]) == (False, None)
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]


WRONG: dict[str, dict[str, Any]] = {
    "no consent": {"consent": False},
    "a paragraph of another article": {"paragraph": "It is somewhere else altogether."},
    "nothing to read": {"paragraph": "Rain."},
    "a picture": {"contentType": "image/png"},
    "too large": {"bytes": 5 * 1024 * 1024 + 1},
    "empty": {"bytes": 0},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_request_is_refused(ada: Person, studio: Studio, change: dict[str, Any]) -> None:
    post = draft(ada, body=f"Rain.\n\n{PARAGRAPH}")
    before = quota(ada)["remaining"]

    assert codes(studio.asks(ada, post, **change)) == ["INVALID_INPUT"]
    assert quota(ada)["remaining"] == before


def test_only_its_owner_reads_hears_retries_and_deletes_it(
    ada: Person, grace: Person, guest: Person, studio: Studio, spoken: bytes
) -> None:
    post = publish_post(ada, body=PARAGRAPH)
    done = studio.hears(ada, spoken, post)

    assert codes(studio.asks(grace, post, spoken)) == ["FORBIDDEN"]
    assert grace.query("evaluation", id=done["id"]) is None
    assert grace.query("evaluations", subjectId=post["id"], skill="SPEAKING")["edges"] == []
    assert codes(grace.does("deleteEvaluation", id=done["id"])) == ["NOT_FOUND"]
    assert codes(grace.does("retryEvaluation", id=done["id"])) == ["NOT_FOUND"]
    assert ada.query("evaluations", subjectId=post["id"])["edges"] == []  # texts only
    (listed,) = ada.query("evaluations", subjectId=post["id"], skill="SPEAKING")["edges"]
    assert listed["node"]["id"] == done["id"]


def test_deleting_removes_every_version_of_everything(ada: Person, studio: Studio, spoken: bytes) -> None:
    """The upload, a second one, the sound and the transcript; and what a report brings afterwards."""
    post = draft(ada, body=PARAGRAPH)
    done = studio.hears(ada, spoken, post)
    studio.uploads(done, ada, spoken)
    kept = studio.hears(ada, spoken + b"\0\0", post)

    gone = ada.does("deleteEvaluation", id=done["id"])

    assert (gone["errors"], gone["id"]) == ([], done["id"])
    assert ada.query("evaluation", id=done["id"]) is None
    assert repository.get(done["id"]) is None
    assert list_versions()
    assert all(kept["id"] in key for key in list_versions())
    assert codes(ada.does("deleteEvaluation", id=done["id"])) == ["NOT_FOUND"]
    # Its recording is heard anew: nothing of the result is left.
    assert len(ada.query("evaluations", subjectId=post["id"], skill="SPEAKING")["edges"]) == 1


def test_what_arrives_after_the_deletion_is_removed(ada: Person, studio: Studio, spoken: bytes) -> None:
    """The form may be used for a quarter of an hour, and Transcribe may still write."""
    asked = studio.asks(ada, draft(ada, body=PARAGRAPH), spoken)["evaluation"]
    studio.uploads(asked, ada, spoken)
    ada.does("deleteEvaluation", id=asked["id"])
    assert list_versions() == []
    name = studio.transcriber.complete()
    assert list_versions() != []

    studio.reports(name)
    studio.uploads(asked, ada, spoken)

    assert list_versions() == []
    assert studio.transcriber.jobs == {}


def test_a_transcript_is_kept_no_longer_than_it_is_needed(ada: Person, studio: Studio, spoken: bytes) -> None:
    done = studio.hears(ada, spoken)

    assert sorted(list_versions()) == [f"recordings/{ada.id}/{done['id']}", f"speech/{done['id']}/sound.flac"]


def test_after_thirty_days_there_is_no_address(ada: Person, studio: Studio, spoken: bytes) -> None:
    done = studio.hears(ada, spoken)
    reading = repository.get(done["id"])
    assert reading
    old = reading.model_copy(update={"consented_at": now() - timedelta(days=recordings.KEPT_DAYS)})
    table.write(Put(keys.reading(done["id"]), "Reading", old.to_item()))

    assert read(ada, done)["reading"]["soundUrl"] is None


def test_a_failure_of_transcribe_may_be_tried_again(ada: Person, studio: Studio, spoken: bytes) -> None:
    asked = studio.asks(ada, draft(ada, body=PARAGRAPH), spoken)["evaluation"]
    assert codes(ada.does("retryEvaluation", id=asked["id"])) == ["INVALID_INPUT"]  # nothing has arrived
    studio.uploads(asked, ada, spoken)
    studio.transcriber.status = "FAILED"
    studio.reports(asked["id"], "FAILED")
    failed = read(ada, asked)
    retried = ada.does("retryEvaluation", id=asked["id"])["evaluation"]
    studio.looks()
    studio.reports(studio.transcriber.complete())

    assert (
        failed["state"],
        failed["failure"]["reason"],
        failed["failure"]["step"],
        failed["failure"]["retryable"],
    ) == (
        "FAILED",
        "INTERNAL",
        "TRANSCRIBED",
        True,
    )
    assert retried["failure"] is None
    assert read(ada, asked)["state"] == "DONE"
    assert studio.transcriber.started == 2


def test_another_text_is_not_compared(ada: Person, studio: Studio, spoken: bytes) -> None:
    """Nor is another language, which is heard as words that nobody said. None of them is kept."""
    studio.transcriber.words = [(word, 0.9) for word in ["we", "came", "to", "the", "market", "in", "the", "rain"]]

    failed = studio.hears(ada, spoken)

    assert (failed["state"], failed["failure"]["reason"]) == ("FAILED", "ANOTHER_TEXT")
    assert (failed["failure"]["retryable"], failed["reading"]["words"]) == (False, [])
    assert "market" not in str(failed)
    assert not [key for key in list_versions() if key.endswith("transcript.json")]


def test_a_reading_that_ends_early_is_compared(ada: Person, studio: Studio, spoken: bytes) -> None:
    studio.transcriber.words = [(word, 0.9) for word in PARAGRAPH.split()[:4]]

    done = studio.hears(ada, spoken)

    assert done["state"] == "DONE"
    assert [each["status"] for each in done["reading"]["words"]] == ["READ"] * 4 + ["MISSED"] * 8


def test_a_passing_fault_comes_again_and_the_last_one_ends_it(
    ada: Person, studio: Studio, spoken: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise ConnectionError

    asked = studio.asks(ada, draft(ada, body=PARAGRAPH), spoken)["evaluation"]
    with monkeypatch.context() as patch:
        patch.setattr(studio.transcriber, "start", break_off)
        assert len(studio.uploads(asked, ada, spoken)) == 1
        assert read(ada, asked)["state"] == "RUNNING"
        look = {"source": "waymark.look", "detail": {"evaluationId": asked["id"]}}
        assert studio.delivers(look, tries=3) == []
    failed = read(ada, asked)

    assert (failed["state"], failed["failure"]["reason"]) == ("FAILED", "INTERNAL")


def test_a_message_that_means_nothing_goes_to_the_dead_letters(studio: Studio) -> None:
    assert len(studio.delivers({"source": "aws.s3", "detail": {}})) == 1


def test_neither_voice_nor_words_are_in_a_log_or_an_event(
    ada: Person, studio: Studio, spoken: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.transcriber.words = [("secretly", 0.9)] * 5

    studio.hears(ada, spoken)

    assert not {"secretly", "fishermen"} & set(capsys.readouterr().out.split())
