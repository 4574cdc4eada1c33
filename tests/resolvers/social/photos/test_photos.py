"""Photos as people see them: order, cover, pages, human words, who may see what, deletion."""

from typing import Any

import pytest

from resolvers.social.photos import service
from tests.benchmarks.test_request_counts import count_requests
from tests.fixtures import pictures
from tests.people import Person, Refused
from tests.resolvers.social.photos.upload_queue import UploadQueue


def _codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def _photos(person: Person, post: dict[str, Any], **arguments: Any) -> list[str]:
    (page,) = person.asks_each("Post", "photos", [person.query("post", id=post["id"])], **arguments)
    return [edge["node"]["id"] for edge in page["edges"]]


def _cover(person: Person, post: dict[str, Any]) -> str | None:
    (cover,) = person.asks_each("Post", "cover", [person.query("post", id=post["id"])])
    return cover["id"] if cover else None


def test_others_see_live_photos_only(ada: Person, grace: Person, guest: Person, upload_queue: UploadQueue) -> None:
    """A photo that waits, fails or runs exists for its author alone."""
    post = upload_queue.post(ada)
    live = upload_queue.live(ada, post["id"])
    waiting = upload_queue.ask(ada, post["id"])["photo"]

    assert _photos(ada, post) == [live["id"], waiting["id"]]
    assert _photos(grace, post) == [live["id"]]
    assert guest.query("photo", id=waiting["id"]) is None
    assert guest.query("photo", id=live["id"])["variants"][0]["url"].startswith("https://")


def test_a_live_photo_of_a_draft_is_its_authors_alone(ada: Person, grace: Person, upload_queue: UploadQueue) -> None:
    """The post decides who may read its photos."""
    draft = ada.does("createPost", title="Mine")["post"]
    photo = upload_queue.live(ada, draft["id"])

    assert ada.query("photo", id=photo["id"])["state"] == "LIVE"
    assert grace.query("photo", id=photo["id"]) is None
    assert _codes(grace.does("deletePhoto", id=photo["id"])) == ["NOT_FOUND"]


def test_the_cover_is_the_first_live_photo_in_order(ada: Person, guest: Person, upload_queue: UploadQueue) -> None:
    """It follows what goes live, a new order, and a deletion."""
    post = upload_queue.post(ada)
    slow = upload_queue.ask(ada, post["id"])["photo"]
    quick = upload_queue.live(ada, post["id"])
    covers = [_cover(guest, post)]

    upload_queue.tell(slow, upload_queue.put(slow, pictures.photo("stream")))
    upload_queue.work()
    covers.append(_cover(guest, post))
    ada.does("reorderPhotos", postId=post["id"], photoIds=[quick["id"], slow["id"]])
    covers.append(_cover(guest, post))
    ada.does("deletePhoto", id=quick["id"])
    covers.append(_cover(guest, post))
    ada.does("deletePhoto", id=slow["id"])
    covers.append(_cover(guest, post))

    assert covers == [quick["id"], slow["id"], quick["id"], slow["id"], None]


def test_a_new_order_names_exactly_the_posts_photos(ada: Person, grace: Person, upload_queue: UploadQueue) -> None:
    """Not fewer, not others, none twice, and not by others."""
    post = upload_queue.post(ada)
    one, two = (upload_queue.ask(ada, post["id"])["photo"]["id"] for _ in range(2))

    for wrong in ([one], [one, one], [one, two, "photo_x"]):
        assert _codes(ada.does("reorderPhotos", postId=post["id"], photoIds=wrong)) == ["INVALID_INPUT"]
    assert _codes(grace.does("reorderPhotos", postId=post["id"], photoIds=[two, one])) == ["FORBIDDEN"]
    turned = ada.does("reorderPhotos", postId=post["id"], photoIds=[two, one])

    assert [each["id"] for each in turned["photos"]] == [two, one]
    assert _photos(ada, post) == [two, one]


def test_pages_of_photos_follow_each_other_though_one_is_deleted(ada: Person, upload_queue: UploadQueue) -> None:
    """The cursor stands on a photo, and on its place once that is gone."""
    post = upload_queue.post(ada)
    ids = [upload_queue.ask(ada, post["id"])["photo"]["id"] for _ in range(5)]
    (first,) = ada.asks_each("Post", "photos", [ada.query("post", id=post["id"])], first=2)

    ada.does("deletePhoto", id=ids[1])
    rest = _photos(ada, post, first=5, after=first["pageInfo"]["endCursor"])

    assert [edge["node"]["id"] for edge in first["edges"]] == ids[:2]
    assert rest == ids[2:]


def test_a_cursor_of_another_posts_photos_is_refused(ada: Person, upload_queue: UploadQueue) -> None:
    """Cursors open one list."""
    one, two = upload_queue.post(ada), upload_queue.post(ada)
    for post in (one, one, two):
        upload_queue.ask(ada, post["id"])
    (page,) = ada.asks_each("Post", "photos", [ada.query("post", id=one["id"])], first=1)

    with pytest.raises(Refused) as refused:
        _photos(ada, two, after=page["pageInfo"]["endCursor"])

    assert refused.value.kind == "InvalidCursor"


def test_human_words_change_under_a_version_beside_the_worker(
    ada: Person, grace: Person, upload_queue: UploadQueue
) -> None:
    """A stale version answers Conflict; processing neither overwrites words nor counts as a change."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    def edit() -> None:
        ada.does("updatePhoto", id=photo["id"], expectedVersion=1, caption="Peaks", altText="Mine")

    upload_queue.readers.meanwhile = edit
    upload_queue.work()
    stale = ada.does("updatePhoto", id=photo["id"], expectedVersion=1, caption="Late")
    foreign = grace.does("updatePhoto", id=photo["id"], expectedVersion=2, caption="Hers")
    shown = ada.query("photo", id=photo["id"])

    assert (shown["state"], shown["caption"], shown["altText"], shown["version"]) == ("LIVE", "Peaks", "Mine", 2)
    assert shown["suggestedAltText"] == "Shows cat. Text: “Main Street 42”."
    assert [stale["errors"][0][name] for name in ("code", "currentVersion")] == ["CONFLICT", 2]
    assert _codes(foreign) == ["FORBIDDEN"]


def test_only_what_may_help_is_retried(ada: Person, grace: Person, upload_queue: UploadQueue) -> None:
    """An upload whose event got lost is; a live photo, a bad one, one without an upload, another's are not."""
    post = upload_queue.post(ada)
    live = upload_queue.live(ada, post["id"])
    bad = upload_queue.upload(ada, post["id"], pictures.text_named_jpg())
    upload_queue.work()
    lost = upload_queue.ask(ada, post["id"])["photo"]
    before = ada.does("retryPhoto", id=lost["id"])
    upload_queue.put(lost, pictures.photo())

    after = ada.does("retryPhoto", id=lost["id"])
    upload_queue.work()

    assert _codes(ada.does("retryPhoto", id=live["id"])) == ["INVALID_INPUT"]
    assert _codes(ada.does("retryPhoto", id=bad["id"])) == ["INVALID_INPUT"]
    assert _codes(grace.does("retryPhoto", id=live["id"])) == ["FORBIDDEN"]
    assert (_codes(before), _codes(after)) == (["INVALID_INPUT"], [])
    assert ada.query("photo", id=lost["id"])["state"] == "LIVE"


def test_a_deleted_photo_is_gone_with_every_version_of_every_object(
    ada: Person, guest: Person, upload_queue: UploadQueue
) -> None:
    """Off its post, off the count, out of the bucket."""
    post = upload_queue.post(ada)
    photo = upload_queue.live(ada, post["id"])
    upload_queue.put(photo, pictures.animated_gif())

    payload = ada.does("deletePhoto", id=photo["id"])

    assert payload["deletedId"] == photo["id"]
    assert guest.query("photo", id=photo["id"]) is None
    assert _photos(ada, post) == []
    assert ada.query("post", id=post["id"])["counts"]["photos"] == 0
    assert upload_queue.objects() == []


def test_under_a_deleted_post_nothing_is_orphaned(ada: Person, upload_queue: UploadQueue) -> None:
    """Photos and objects go with it, and doing it again changes nothing."""
    post = upload_queue.post(ada)
    live, waiting = upload_queue.live(ada, post["id"]), upload_queue.ask(ada, post["id"])["photo"]
    ada.does("deletePost", id=post["id"])

    done = [service.remove_under(post["id"]) for _ in range(2)]

    assert done == [True, True]
    assert [ada.query("photo", id=each["id"]) for each in (live, waiting)] == [None, None]
    assert ada.asks_each("Viewer", "photos", [{}])[0]["edges"] == []
    assert upload_queue.objects() == []


def test_a_deleted_post_takes_no_photo_live(ada: Person, upload_queue: UploadQueue) -> None:
    """Its last photos stop where they are."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    upload_queue.readers.meanwhile = lambda: ada.does("deletePost", id=post["id"])
    failed = upload_queue.work()

    assert failed == []
    assert ada.query("photo", id=photo["id"])["state"] != "LIVE"


def test_own_photos_are_listed_by_state_the_newest_first(ada: Person, grace: Person, upload_queue: UploadQueue) -> None:
    """The management page; avatars and other people's photos are not in it."""
    post = upload_queue.post(ada)
    live = upload_queue.live(ada, post["id"])
    waiting = upload_queue.ask(ada, post["id"])["photo"]
    upload_queue.ask(ada, None, purpose="AVATAR")

    (every,) = ada.asks_each("Viewer", "photos", [{}])
    (seen,) = ada.asks_each("Viewer", "photos", [{}], states=["LIVE"])
    (others,) = grace.asks_each("Viewer", "photos", [{}])

    assert [edge["node"]["id"] for edge in every["edges"]] == [waiting["id"], live["id"]]
    assert [edge["node"]["id"] for edge in seen["edges"]] == [live["id"]]
    assert others["edges"] == []


def test_a_photo_leads_to_its_post(ada: Person, guest: Person, upload_queue: UploadQueue) -> None:
    """One's own picture has none."""
    post = upload_queue.post(ada)
    photo = upload_queue.live(ada, post["id"])
    avatar = upload_queue.ask(ada, None, purpose="AVATAR")["photo"]

    found = guest.asks_each("Photo", "post", [photo, avatar, photo])

    assert [each and each["id"] for each in found] == [post["id"], None, post["id"]]


@pytest.mark.parametrize("size", [2, 5])
def test_covers_and_photos_of_a_page_cost_one_batch_each(ada: Person, upload_queue: UploadQueue, size: int) -> None:
    """However many posts."""
    posts = [upload_queue.post(ada) for _ in range(size)]
    for post in posts:
        upload_queue.live(ada, post["id"])
    sources = [ada.query("post", id=post["id"]) for post in posts]
    ada.selecting = ["edges", "edges/node", "edges/node/id"]

    with count_requests() as cover:
        covers = ada.asks_each("Post", "cover", sources)
    with count_requests() as photos:
        ada.asks_each("Post", "photos", sources)

    assert all(covers)
    assert cover == {"BatchGetItem": 1}
    assert photos == {"BatchGetItem": 1}
