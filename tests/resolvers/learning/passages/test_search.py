"""Search by meaning: what is found is what the viewer may read, as it is now, at its place; and nothing else."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from resolvers.core.settings import settings
from resolvers.learning.passages import repository, vector_index
from resolvers.learning.passages.indexing import index_article
from tests.acts import change_post, draft, publish_post
from tests.people import Person, Refused
from tests.resolvers.learning.passages.search import Search

WALL = (
    "The old rampart follows the crest of the mountains for many kilometres, and every tower on it stands within sight "
    "of the next one, so that a fire on one could be read from the other.\n\n"
    "Breakfast in the village below is rice noodles in a clear broth, with herbs that the cook picks while you wait, "
    "and a glass of sweet coffee that takes ten minutes to drip."
)
SEA = (
    "At low tide the fishermen walk out to their boats across the sand, and the children look for crabs in the pools "
    "that the water has left between the rocks of the bay."
)


def _find(person: Person, text: str, **more: Any) -> list[dict[str, Any]]:
    found = person.query("searchByMeaning", text=text, **more)
    assert isinstance(found, list)
    return found


def _find_ids(person: Person, text: str) -> list[str]:
    return [each["subjectId"] for each in _find(person, text)]


def test_a_passage_is_found_by_its_meaning_at_its_place(search: Search, ada: Person, guest: Person) -> None:
    """In other words than the author's, also by a guest; its place is in code points of the article."""
    wall = publish_post(ada, title="Above the clouds 😀", body=f"😀 {WALL}")
    publish_post(ada, title="Low tide", body=SEA)
    search.settle()

    (first, *_) = _find(guest, "a wall along a mountain ridge")

    assert (first["subjectId"], first["title"]) == (wall["id"], "Above the clouds 😀")
    assert first["text"].startswith("😀 The old rampart")
    assert wall["body"][first["start"] : first["end"]] == first["text"]
    assert "Breakfast" not in first["text"]


def test_nothing_is_found_where_nothing_is(search: Search, ada: Person) -> None:
    """Neither for what no article is about, nor before there are articles."""
    assert _find(ada, "a wall along a mountain ridge") == []
    publish_post(ada, body=WALL)
    search.settle()

    assert _find(ada, "the interest rate of a savings account at the bank") == []
    assert ada.query("answer", question="Which interest rate does the bank pay?") == {"sentences": []}


def test_only_those_who_may_read_an_article_find_it(search: Search, ada: Person, grace: Person, guest: Person) -> None:
    """Followers find what is for followers; drafts and private articles are not even in the index."""
    for_followers = publish_post(ada, visibility="FOLLOWERS", body=WALL)
    draft(ada, body=WALL)
    publish_post(ada, visibility="PRIVATE", body=WALL)
    search.settle()
    before = _find_ids(grace, "a wall along a mountain ridge")
    grace.does("followUser", userId=ada.id)

    assert before == _find_ids(guest, "a wall along a mountain ridge") == []
    assert set(_find_ids(grace, "a wall along a mountain ridge")) == {for_followers["id"]}
    assert set(_find_ids(ada, "a wall along a mountain ridge")) == {for_followers["id"]}
    assert {each.partition("/")[0] for each in search.list_keys()} == {for_followers["id"]}


def test_a_guests_search_does_not_change_with_what_others_may_read(search: Search, ada: Person, guest: Person) -> None:
    """However many articles for followers are nearer."""
    public = publish_post(ada, title="Low tide", body=SEA)
    search.settle()
    alone = _find(guest, "boats and crabs at the sea")
    for number in range(3):
        publish_post(ada, title=f"Boats and crabs at the sea {number}", visibility="FOLLOWERS", body=SEA)
    search.settle()

    assert [each["subjectId"] for each in alone] == [public["id"]]
    assert _find(guest, "boats and crabs at the sea") == alone


@pytest.mark.parametrize("change", ["hidden", "unpublished", "deleted"])
def test_what_may_no_longer_be_read_is_found_no_more(
    search: Search, ada: Person, grace: Person, guest: Person, change: str
) -> None:
    """At once, while the index still has it; and then the index loses it."""
    post = publish_post(ada, body=WALL)
    search.settle()
    assert _find_ids(guest, "a wall along a mountain ridge")

    if change == "hidden":
        change_post(ada, post, visibility="PRIVATE")
    elif change == "unpublished":
        ada.does("unpublishPost", id=post["id"], expectedVersion=post["version"])
    else:
        ada.does("deletePost", id=post["id"])

    assert search.list_keys()
    for person in (guest, grace):
        assert _find_ids(person, "a wall along a mountain ridge") == []
        assert person.query("similar", subjectId=post["id"]) is None
    assert grace.query("answer", question="Where is there a wall along a mountain ridge?") == {"sentences": []}
    search.settle()
    assert search.list_keys() == []
    assert repository.get(post["id"]) is None


def test_a_passage_that_was_rewritten_is_found_as_it_is_now(search: Search, ada: Person, guest: Person) -> None:
    """The old one is found no more although the index still has it; only the new one is embedded."""
    post = publish_post(ada, title="Above the clouds", body=WALL)
    search.settle()
    embedded = len(search.model.texts)
    first, second = WALL.split("\n\n")
    post = change_post(ada, post, body=f"{SEA}\n\n{second}")

    assert _find(guest, first) == [] or all(first not in each["text"] for each in _find(guest, first))
    asked = len(search.model.texts)
    search.settle()

    assert search.model.texts[asked:] == [f"Above the clouds. {SEA}"]
    assert embedded == 2
    (nearest, *_) = _find(guest, "boats and crabs at the sea")
    assert post["body"][nearest["start"] : nearest["end"]] == nearest["text"] == SEA
    (moved, *_) = _find(guest, "noodles for breakfast")
    assert post["body"][moved["start"] : moved["end"]] == moved["text"] == second


def test_an_article_for_another_audience_is_found_by_that_one(search: Search, ada: Person, guest: Person) -> None:
    """Its vectors are written again with whom they are for."""
    post = publish_post(ada, visibility="FOLLOWERS", body=WALL)
    search.settle()
    assert _find(guest, "a wall along a mountain ridge") == []

    change_post(ada, post, visibility="PUBLIC")
    search.settle()

    assert set(_find_ids(guest, "a wall along a mountain ridge")) == {post["id"]}


def test_similar_articles_are_those_about_the_same(search: Search, ada: Person, guest: Person) -> None:
    """Each once, by its nearest passage, never the article itself, none where none is near."""
    wall = publish_post(ada, title="Above the clouds", body=WALL)
    ridge = publish_post(
        ada,
        title="Towers on the ridge",
        body="A stone wall with towers climbs the mountains, and from every tower one sees the next. Soldiers lit "
        "fires on them as signals from one valley to the other. In the village people eat noodle soup in the morning.",
    )
    bank = publish_post(
        ada,
        title="Savings",
        body="The central bank raised its interest rate by a quarter of a percentage point in March, and lenders "
        "passed the rise on to those who pay a mortgage, while savers still wait for their share of it.",
    )
    search.settle()

    assert [each["subjectId"] for each in guest.query("similar", subjectId=wall["id"])] == [ridge["id"]]
    assert guest.query("similar", subjectId=bank["id"]) == []
    assert ada.query("similar", subjectId=draft(ada, body=WALL)["id"]) == []


def test_similar_articles_are_for_everybody_or_the_readers_own(
    search: Search, ada: Person, grace: Person, guest: Person
) -> None:
    """One for followers is similar for its author only; below it, others find what is public."""
    public = publish_post(ada, title="Above the clouds", body=WALL)
    for_followers = publish_post(ada, title="Over the clouds", visibility="FOLLOWERS", body=WALL)
    search.settle()
    grace.does("followUser", userId=ada.id)

    def find_similar(person: Person, post: dict[str, Any]) -> list[str]:
        return [each["subjectId"] for each in person.query("similar", subjectId=post["id"])]

    assert find_similar(ada, public) == [for_followers["id"]]
    assert find_similar(grace, public) == find_similar(guest, public) == []
    assert find_similar(grace, for_followers) == [public["id"]]
    assert guest.query("similar", subjectId=for_followers["id"]) is None


def test_every_sentence_of_an_answer_is_in_the_passage_it_cites(search: Search, ada: Person, grace: Person) -> None:
    """Word for word, at its place in an article that the reader may read."""
    post = publish_post(ada, title="Above the clouds", body=WALL)
    publish_post(ada, title="Low tide", body=SEA)
    search.settle()

    answer = grace.query("answer", question="What do people eat for breakfast in the village?")

    assert answer["sentences"]
    for each in answer["sentences"]:
        assert each["passage"]["subjectId"] == post["id"]
        assert post["body"][each["start"] : each["end"]] == each["text"]
        assert each["text"] in each["passage"]["text"]
    assert answer["sentences"][0]["text"].startswith("Breakfast in the village")


def test_swapping_two_passages_swaps_the_places_that_answers_cite(search: Search, ada: Person) -> None:
    """Each answer still quotes the same sentence, and cites the passage that has it now."""
    questions = (
        "What do people eat for breakfast in the village?",
        "Is there a rampart on the crest of a mountain?",
    )
    post = publish_post(ada, title="Above the clouds", body=WALL)
    search.settle()
    before = [ada.query("answer", question=each)["sentences"][0] for each in questions]

    swapped = change_post(ada, post, body="\n\n".join(reversed(WALL.split("\n\n"))))
    search.settle()
    after = [ada.query("answer", question=each)["sentences"][0] for each in questions]

    assert [each["text"] for each in after] == [each["text"] for each in before]
    assert [each["passage"]["text"] for each in after] == [each["passage"]["text"] for each in before]
    assert (before[0]["start"] > before[1]["start"], after[0]["start"] < after[1]["start"]) == (True, True)
    for each in after:
        assert swapped["body"][each["start"] : each["end"]] == each["text"]
        passage = each["passage"]
        assert passage["start"] <= each["start"] < each["end"] <= passage["end"]


def test_an_outage_is_told_and_what_waits_is_indexed_later(
    search: Search, ada: Person, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that fails midway leaves a row that tells so, and the next try embeds all that may be missing."""
    post = publish_post(ada, body=WALL)
    index = vector_index.S3VectorWriter()

    class Torn(vector_index.S3VectorWriter):
        def put(self, *_: Any) -> None:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "PutVectors")

    with pytest.raises(ClientError):
        index_article(post["id"], index=Torn())
    held = repository.get(post["id"])
    assert held
    assert not held.complete
    assert index_article(post["id"], index=index) == 2
    assert index_article(post["id"], index=index) == 0

    monkeypatch.setenv("EMBEDDING_MODEL", "")
    settings.cache_clear()
    with pytest.raises(Refused) as refused:
        _find(guest, "a wall along a mountain ridge")
    assert refused.value.kind == "Throttled"


def test_a_message_for_what_is_gone_changes_nothing(search: Search, ada: Person) -> None:
    """Also one that is delivered twice."""
    post = publish_post(ada, body=WALL)
    search.settle()
    keys = search.list_keys()

    assert index_article(post["id"]) == index_article("post_gone") == 0
    assert search.list_keys() == keys


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
def test_what_is_no_question_is_refused(search: Search, guest: Person, text: str) -> None:
    """Before the model is asked."""
    with pytest.raises(Refused) as refused:
        _find(guest, text)

    assert refused.value.kind == "InvalidInput"
    assert search.model.texts == []


def test_a_guest_gets_no_answers(search: Search, guest: Person) -> None:
    """Each costs many calls of the model."""
    with pytest.raises(Refused) as refused:
        guest.query("answer", question="Where is a wall?")

    assert refused.value.kind == "Unauthenticated"
