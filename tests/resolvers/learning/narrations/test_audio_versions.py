"""Audio versions: who asks, who hears, what follows from a change, what is paid, and every way a reading ends."""

from typing import Any

import pytest

from resolvers.core import storage
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.learning.narrations import repository
from resolvers.learning.narrations.voice import VoiceAway, VoiceRefused
from tests.acts import change_post, draft, publish_post
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.fakes.reader import FRAME_SECONDS
from tests.people import Person, Refused
from tests.resolvers.learning.narrations.conftest import BODY, BUCKET, Studio, list_versions

GUEST = Person()


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def test_an_article_is_read_aloud_once_for_all(ada: Person, grace: Person, studio: Studio) -> None:
    """Its title, then its paragraphs with a pause between them; a guest hears what was made."""
    post = publish_post(ada, body=BODY)
    before = studio.finds(GUEST, post)
    asked = studio.asks(grace, post)["audio"]
    studio.works()
    ready, again = studio.finds(GUEST, post), studio.asks(ada, post)["audio"]

    assert (before, asked["state"], asked["percent"], asked["url"]) == (None, "WAITING", 0, None)
    first, second = BODY.split("\n\n")
    assert (studio.reader.texts, studio.reader.voices) == (["Rain in Hoi An", first, second], {"Joey"})
    assert (ready["state"], ready["percent"], ready["voice"], ready["failure"]) == ("READY", 100, "Joey", None)
    assert [BODY[each["start"] : each["end"]] for each in ready["paragraphs"]] == [first, second]
    lengths = [each["toSecond"] - each["fromSecond"] for each in ready["paragraphs"]]
    assert lengths == pytest.approx([len(each) * FRAME_SECONDS for each in (first, second)], abs=0.02)
    pause = ready["paragraphs"][1]["fromSecond"] - ready["paragraphs"][0]["toSecond"]
    assert pause == pytest.approx(0.3, abs=FRAME_SECONDS)
    assert ready["seconds"] == ready["paragraphs"][1]["toSecond"]
    assert (again["state"], studio.works(), len(studio.reader.texts)) == ("READY", [], 3)
    (key,) = list_versions()
    assert key.startswith("narrations/")
    assert key in ready["url"]


def test_its_sound_is_one_file_of_the_whole_length(ada: Person, studio: Studio) -> None:
    post = publish_post(ada, body=BODY)
    ready = studio.reads(ada, post)

    (key,) = list_versions()
    found = storage.client().get_object(Bucket=BUCKET, Key=key)
    assert len(found["Body"].read()) / 144 * FRAME_SECONDS == pytest.approx(ready["seconds"], abs=0.01)
    assert found["ContentType"] == "audio/mpeg"


def test_only_those_who_may_read_an_article_hear_it(ada: Person, grace: Person, studio: Studio) -> None:
    """A follower does, until the article is the author's only; nobody learns that there is something."""
    post = publish_post(ada, body=BODY, visibility="FOLLOWERS")
    assert studio.finds(GUEST, post) is None
    assert codes(studio.asks(grace, post)) == ["NOT_FOUND"]

    grace.does("followUser", userId=ada.id)
    assert studio.reads(grace, post)["url"]
    assert studio.finds(GUEST, post) is None
    change_post(ada, post, visibility="PRIVATE")
    assert studio.finds(grace, post) is None


def test_a_guest_has_nothing_made(ada: Person, studio: Studio) -> None:
    post = publish_post(ada, body=BODY)

    with pytest.raises(Refused):
        studio.asks(GUEST, post)


@pytest.mark.parametrize("subject_id", ["post_none", "video_1", "", "post_#", "x" * 2000])
def test_nothing_else_is_read_aloud(ada: Person, studio: Studio, subject_id: str) -> None:
    assert codes(studio.asks(ada, {"id": subject_id})) in (["NOT_FOUND"], ["INVALID_INPUT"])


def test_other_words_are_not_the_ones_that_were_read(ada: Person, studio: Studio) -> None:
    """From the moment of the change; the sound is gone with the stream, and the new words are read when asked for."""
    post = publish_post(ada, body=BODY)
    old = studio.reads(ada, post)
    studio.stream.settle()
    change_post(ada, post, body=f"{BODY}\n\nThen it rains.")

    assert studio.finds(ada, post) is None
    studio.stream.settle()
    assert list_versions() == []
    new = studio.reads(ada, post)
    assert (len(new["paragraphs"]), new["articleVersion"] > old["articleVersion"]) == (3, True)
    assert new["url"].partition("?")[0] != old["url"].partition("?")[0]


def test_other_tags_change_nothing(ada: Person, studio: Studio) -> None:
    post = publish_post(ada, body=BODY)
    studio.reads(ada, post)
    studio.stream.settle()
    change_post(ada, post, tags=["rivers"])
    studio.stream.settle()

    assert studio.finds(GUEST, post)["state"] == "READY"


@pytest.mark.parametrize("act", ["deletes", "hides", "takes back"])
def test_no_sound_of_an_article_is_left_that_is_gone_or_hidden(ada: Person, studio: Studio, act: str) -> None:
    post = publish_post(ada, body=BODY)
    studio.reads(ada, post)
    studio.stream.settle()

    if act == "deletes":
        ada.does("deletePost", id=post["id"])
    elif act == "hides":
        change_post(ada, post, visibility="PRIVATE")
    else:
        ada.does("unpublishPost", id=post["id"], expectedVersion=post["version"])
    studio.stream.settle()

    assert list_versions() == []
    assert repository.get(post["id"]) is None


def test_an_author_hears_a_draft(ada: Person, studio: Studio) -> None:
    """Before anybody else can read it; publishing it changes no word."""
    post = draft(ada, body=BODY)
    studio.reads(ada, post)
    studio.stream.settle()
    ada.does("publishPost", id=post["id"], expectedVersion=post["version"])
    studio.stream.settle()

    assert studio.finds(GUEST, post)["state"] == "READY"


def test_what_changes_while_it_is_read_leaves_nothing(ada: Person, studio: Studio) -> None:
    """The worker of old words finds that they are old, before it pays and after."""
    post = publish_post(ada, body=BODY)
    studio.asks(ada, post)
    change_post(ada, post, body="Another text with the rain and the river.")
    assert studio.works() == []
    assert (studio.reader.texts, repository.get(post["id"])) == ([], None)

    def drop_after_first(text: str, voice: str) -> bytes:
        audio = repository.get(post["id"])
        assert audio
        repository.remove(audio)
        return read(text, voice)

    studio.asks(ada, post)
    read = studio.reader.read
    studio.reader.read = drop_after_first  # type: ignore[method-assign]
    assert studio.works() == []
    assert (repository.get(post["id"]), list_versions()) == (None, [])


def test_a_message_told_twice_or_late_pays_nothing(ada: Person, studio: Studio) -> None:
    post = publish_post(ada, body=BODY)
    studio.asks(ada, post)
    studio.asks(ada, post)  # nobody has begun, so the message may be lost: it is sent again
    messages = studio.receive()
    audio = repository.get(post["id"])
    assert audio
    body = {"subjectId": post["id"], "version": audio.text_hash}
    studio.delivers(body, message="one")
    studio.delivers(body, message="one")
    studio.delivers(body, message="two")
    studio.delivers(body | {"version": "another"}, message="three")

    assert (len(messages), len(studio.reader.texts)) == (2, 3)
    assert studio.finds(ada, post)["state"] == "READY"


def test_a_long_article_goes_on_in_another_run(ada: Person, studio: Studio) -> None:
    """What was read before is not read, nor paid, again."""
    post = publish_post(ada, body=BODY)
    studio.asks(ada, post)
    studio.works(left=iter([600_000, 600_000, 5_000]))
    between = studio.finds(ada, post)
    studio.works()

    assert between["state"] == "RUNNING"
    assert len(studio.reader.texts) == 3
    assert studio.finds(ada, post)["state"] == "READY"
    assert len(list_versions()) == 1


def test_an_outage_is_waited_for(ada: Person, studio: Studio) -> None:
    """The message comes again; the last time it fails, and asking once more begins where it broke off."""
    post = publish_post(ada, body=BODY)
    studio.asks(ada, post)
    (message,) = studio.receive()
    audio = repository.get(post["id"])
    assert audio
    body = {"subjectId": post["id"], "version": audio.text_hash}
    studio.reader.faults = [VoiceAway("ServiceFailureException")]
    assert studio.delivers(body, message=message["MessageId"]) == [message["MessageId"]]
    studio.works()
    read = studio.reader.read

    def break_off(text: str, voice: str) -> bytes:
        if studio.reader.texts:
            raise VoiceAway("timeout")
        return read(text, voice)

    studio.reader.read = break_off  # type: ignore[method-assign]
    studio.delivers(body, message=message["MessageId"], tries=3)
    failed = studio.finds(ada, post)
    studio.reader.read = read  # type: ignore[method-assign]
    studio.asks(ada, post)
    studio.works()

    assert (failed["state"], failed["failure"]["reason"], failed["failure"]["retryable"]) == (
        "FAILED",
        "INTERNAL",
        True,
    )
    assert (studio.finds(ada, post)["state"], len(studio.reader.texts)) == ("READY", 3)


def test_what_polly_refuses_is_not_asked_again(ada: Person, studio: Studio) -> None:
    post = publish_post(ada, body=BODY)
    studio.reader.faults = [VoiceRefused("TextLengthExceededException")]
    audio = studio.reads(ada, post)

    assert (audio["state"], audio["failure"]["reason"]) == ("FAILED", "INTERNAL")
    assert repository.read_spent(now()) == 0


def test_nothing_is_read_beyond_the_days_budget(ada: Person, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known before the call; what was read before it was spent is kept for the next day."""
    post = publish_post(ada, body=BODY)
    first_two = len("Rain in Hoi An") + len(BODY.split("\n\n")[0])
    monkeypatch.setenv("VOICE_BUDGET", str(16 * first_two / 1_000_000))
    settings.cache_clear()
    audio = studio.reads(ada, post)

    assert (audio["state"], audio["failure"]["reason"]) == ("FAILED", "OVER_BUDGET")
    assert (len(studio.reader.texts), repository.read_spent(now())) == (2, 16 * first_two)


def test_a_person_has_so_many_articles_read_a_day(ada: Person, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for before costs none."""
    posts = [draft(ada, body=BODY) for _ in range(3)]
    monkeypatch.setenv("RATE_SCALE", "0.5")  # ten, and two for newcomers
    settings.cache_clear()
    for post in (posts[0], posts[1], posts[0]):
        assert studio.asks(ada, post)["errors"] == []

    (refused,) = studio.asks(ada, posts[2])["errors"]
    assert (refused["code"], "articles to have read aloud" in refused["message"]) == ("RATE_LIMITED", True)


HOSTILE = {
    "SSML": '<speak>Good <break time="10000s"/><prosody volume="x-loud">morning</prosody> to all of you</speak>.',
    "an entity": "Salt &lt;speak&gt; and &amp; pepper with the rain.",
    "HTML": '<script>alert("x")</script><img src=x onerror=alert(1)> The rain and the river.',
    "control characters": "The rain\u202e and\u0007 the river\u200b with 😀 the boats.",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_in_an_article_is_an_instruction(ada: Person, studio: Studio, body: str) -> None:
    try:
        post = publish_post(ada, body=body)
    except TypeError:  # such characters are refused before
        return
    studio.reads(ada, post)

    said = " ".join(studio.reader.texts)
    assert not {"<", ">", "\u202e", "\u0007", "😀"} & set(said)


def test_the_longest_article_is_read_in_parts(ada: Person, studio: Studio) -> None:
    """50,000 characters without an end of a sentence, too."""
    post = publish_post(ada, body=" ".join(f"and so we walk {number} with the rain" for number in range(1350)))
    audio = studio.reads(ada, post)

    assert audio["state"] == "READY"
    assert max(map(len, studio.reader.texts)) <= 3000
    assert sum(len(each.split()) for each in studio.reader.texts) == 4 + 8 * 1350
    assert len({each["start"] for each in audio["paragraphs"]}) == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "no words"),
        ("```\ncode\n```\n\n![a picture](a.png)\n\nhttps://example.org/a", "no words"),
        ("Hôm nay tôi đi Hà Nội để thăm bà của tôi và ăn một tô phở bò rất ngon ở phố cổ.", "English"),
        ("Der alte Mann wartet jeden Morgen am Fluss, und er redet mit den Fischern eine Stunde lang.", "English"),
    ],
    ids=["nothing", "nothing to say", "Vietnamese", "German"],
)
def test_what_the_voice_cannot_read_is_refused(ada: Person, studio: Studio, body: str, sentence: str) -> None:
    (error,) = studio.asks(ada, publish_post(ada, body=body))["errors"]

    assert (error["code"], sentence in error["message"]) == ("INVALID_INPUT", True)


def test_each_step_is_told_to_those_who_may_read(ada: Person, studio: Studio, appsync: FakeGraphqlEndpoint) -> None:
    """Waiting, how far it is, and its end, without a word of the article and without its address."""
    post = publish_post(ada, body=BODY)
    studio.stream.settle()
    studio.asks(ada, post)
    studio.stream.settle()
    read = studio.reader.read

    def read_and_tell(text: str, voice: str) -> bytes:
        studio.stream.settle()
        return read(text, voice)

    studio.reader.read = read_and_tell  # type: ignore[method-assign]
    studio.works()
    studio.stream.settle()

    told = appsync.of("publishAudioVersion")
    assert [(each["audioState"], each["audioPercent"]) for each in told] == [
        ("WAITING", 0),
        ("RUNNING", 0),
        ("RUNNING", 25),
        ("RUNNING", 50),
        ("READY", 100),
    ]
    assert {each["audience"] for each in told} == {"PUBLIC"}
    assert "narrations/" not in str(told)


def test_who_may_not_read_may_not_listen(ada: Person, studio: Studio) -> None:
    post = draft(ada, body=BODY)

    assert ada.asks("Subscription", "onAudioVersion", subjectId=post["id"])
    with pytest.raises(Refused):
        GUEST.asks("Subscription", "onAudioVersion", subjectId=post["id"])
