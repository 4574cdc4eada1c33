"""People: profiles that are always there, handles that are unique, follows that count."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resolvers.platform.users import repository, service, trigger
from resolvers.platform.users.handles import parse_handle
from tests.people import FakeContext, Person, Refused


def test_the_trigger_makes_a_profile_and_repeats_harmlessly(ada: Person) -> None:
    """Cognito fires it again on password resets; the profile stays as its owner made it."""
    ada.does("updateProfile", expectedVersion=1, displayName="Ada L.")
    event = {"userName": ada.id, "request": {"userAttributes": {"sub": ada.id, "email": ada.email}}}

    answer = trigger.lambda_handler(event, FakeContext())

    assert answer == event
    assert ada.query("viewer")["user"]["displayName"] == "Ada L."


def test_who_confirms_is_called_as_they_chose(the_table: None, guest: Person) -> None:
    """The sign-up's `name` becomes the display name, and the handle in plain letters."""
    attributes = {"sub": "new-sub", "email": "private.address@example.org", "name": "Đặng  Thị Mơ"}

    trigger.lambda_handler({"userName": "new-sub", "request": {"userAttributes": attributes}}, FakeContext())

    assert guest.query("user", handle="dangthimo")["displayName"] == "Đặng Thị Mơ"


@pytest.mark.parametrize(
    "name", ["", "  ", "private.address@example.org", "李"], ids=["none", "blank", "address", "short"]
)
def test_an_address_is_never_shown(the_table: None, name: str) -> None:
    """Without a name of their choice people get a neutral one, and a handle from their id."""
    user = service.ensure_profile("3333-cccc-4444", name)

    assert user.handle == "user3333cccc"
    assert user.display_name == (name if name == "李" else "New here")


def test_a_person_the_trigger_missed_gets_a_profile_when_they_come(the_table: None) -> None:
    """No call fails for want of a profile, whichever comes first."""
    missed, also = Person("missed-sub", "missed@example.org"), Person("also-sub", "also@example.org")

    post = missed.does("createPost", title="First")["post"]

    assert post["author"]["handle"] == "usermissedsu"
    assert also.query("viewer")["user"]["displayName"] == "New here"


def test_two_people_of_the_same_name_get_different_handles(the_table: None) -> None:
    """The second one's handle carries letters of their id."""
    one = service.ensure_profile("1111-aaaa", "Sam")
    two = service.ensure_profile("2222-bbbb", "Sam")

    assert (one.handle, two.handle) == ("sam", "sam2222")


def test_a_taken_handle_is_refused(ada: Person, grace: Person) -> None:
    """Handle and profile change in one transaction."""
    taken = ada.does("updateProfile", expectedVersion=1, handle="@Grace")
    moved = grace.does("updateProfile", expectedVersion=1, handle="hopper")

    assert [error["code"] for error in taken["errors"]] == ["HANDLE_TAKEN"]
    assert moved["user"]["handle"] == "hopper"
    assert ada.query("user", handle="hopper")["id"] == grace.id


def test_a_handle_that_was_given_up_rests_and_leads_to_its_person(ada: Person, grace: Person, guest: Person) -> None:
    """Nobody becomes her by taking her old name; its links and mentions find her, and she may take it back."""
    grace.does("updateProfile", expectedVersion=1, handle="hopper")

    refused = ada.does("updateProfile", expectedVersion=1, handle="grace")
    newcomer = service.ensure_profile("2222-sub", "Grace")
    found = guest.query("user", handle="@Grace")
    mentioned = service.find_mentioned("Ask @grace.")
    back = grace.does("updateProfile", expectedVersion=2, handle="grace")

    assert [error["code"] for error in refused["errors"]] == ["HANDLE_TAKEN"]
    assert "was given up lately and is free again after 20" in refused["errors"][0]["message"]
    assert newcomer.handle == "grace2222"
    assert (found["id"], found["handle"], mentioned) == (grace.id, "hopper", [grace.id])
    assert back["user"]["handle"] == "grace"
    assert guest.query("user", handle="hopper")["id"] == grace.id


def test_a_handle_that_has_rested_is_anybodys(ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """After 90 days, even before the table has removed its row."""
    monkeypatch.setattr(repository, "HANDLE_RESTS", timedelta(seconds=-1))
    grace.does("updateProfile", expectedVersion=1, handle="hopper")

    unknown = ada.query("user", handle="grace")
    taken = ada.does("updateProfile", expectedVersion=1, handle="grace")

    assert unknown is None
    assert taken["user"]["handle"] == "grace"
    assert ada.query("user", handle="grace")["id"] == ada.id


RESERVED = ["admin", "Root", "waymark", "support", "moderator", "waymark_help", "my_waymark", "support_team", "admin_1"]
LOOKS_LIKE = {"o": "o0", "l": "l1", "i": "il1", "e": "e3", "a": "a4", "s": "s5", "m": ["m", "rn"], "w": ["w", "vv"]}


@given(some.sampled_from(RESERVED), some.data())
@settings(deadline=None)
def test_a_reserved_handle_is_nobodys_however_it_is_written(name: str, data: some.DataObject) -> None:
    """Nor is one that looks like it: digits for letters, letters for each other, underscores between."""
    written = "".join(data.draw(some.sampled_from(LOOKS_LIKE.get(letter, letter))) for letter in name.lower())

    with pytest.raises(ValueError, match="reserved"):
        parse_handle(written)


@pytest.mark.parametrize(
    "handle", ["ada", "adminton", "roots_and_rain", "stafford", "helper", "sara", "m0net", "clare"]
)
def test_other_handles_are_free(handle: str) -> None:
    """A word inside another is no claim."""
    assert parse_handle(handle) == handle


def test_a_reserved_name_gives_a_handle_from_the_id(the_table: None) -> None:
    """Somebody may be called so; their handle must not say it."""
    assert service.ensure_profile("7777-aaaa", "Admin").handle == "user7777aaaa"
    assert service.ensure_profile("8888-aaaa", "Waymark Support").handle == "user8888aaaa"


@pytest.mark.parametrize("handle", ["ab", "_abc", "with space", "x" * 31, "ünïcode"])
def test_a_malformed_handle_is_invalid_input(ada: Person, handle: str) -> None:
    """The rule is in the answer."""
    payload = ada.does("updateProfile", expectedVersion=1, handle=handle)

    assert [(error["code"], error["path"]) for error in payload["errors"]] == [("INVALID_INPUT", ["input", "handle"])]


def test_following_counts_once_each_way(ada: Person, grace: Person, guest: Person) -> None:
    """Repeating a follow or an unfollow changes nothing; both lists show it."""
    grace.does("followUser", userId=ada.id)
    followed = grace.does("followUser", userId=ada.id)["user"]
    (followers,) = guest.asks_each("User", "followers", [{"id": ada.id}])
    (following,) = guest.asks_each("User", "following", [{"id": grace.id}])
    seen = grace.asks_each("User", "viewerFollows", [{"id": ada.id}, {"id": grace.id}])
    grace.does("unfollowUser", userId=ada.id)
    left = grace.does("unfollowUser", userId=ada.id)["user"]

    assert (followed["counts"]["followers"], left["counts"]["followers"]) == (1, 0)
    assert [edge["node"]["handle"] for edge in followers["edges"]] == ["grace"]
    assert [edge["node"]["handle"] for edge in following["edges"]] == ["ada"]
    assert seen == [True, False]


def test_nobody_follows_themselves_or_nobody(ada: Person) -> None:
    """Both are refused by name."""
    oneself = ada.does("followUser", userId=ada.id)
    nobody = ada.does("followUser", userId="nobody-sub")

    assert [error["code"] for error in oneself["errors"] + nobody["errors"]] == ["INVALID_INPUT", "NOT_FOUND"]


def test_a_guest_is_asked_to_sign_in(guest: Person) -> None:
    """Top-level, because no payload belongs to nobody."""
    with pytest.raises(Refused) as refused:
        guest.query("viewer")

    assert refused.value.kind == "Unauthenticated"


def test_mentions_are_found_once_each_and_only_where_they_exist(ada: Person, grace: Person) -> None:
    """An address in the text is no mention."""
    found = service.find_mentioned("Hi @grace, @Ada and @grace! Not @nobody, not mail@ada.example, not @@ada.")

    assert found == [grace.id, ada.id]


@pytest.mark.parametrize(
    "body",
    [
        "谢谢@grace 的照片",
        "谢谢 @grace的照片",
        "@graceさん ありがとう",
        "감사@grace님",
        "спасибо@grace",
        "@grace\u2019s",
        "(@grace)",
        "**@grace**",
        "👍@grace👍",
        "谢谢\uff20grace",
        "@grace.",
        "ขอบคุณ@graceครับ",
    ],
)
def test_a_mention_needs_no_space_beside_other_scripts(body: str, grace: Person) -> None:
    """A handle is ASCII, so letters of every other script end it, and may stand before it."""
    assert service.find_mentioned(body) == [grace.id]


@pytest.mark.parametrize(
    "body", ["mail@grace.example", "a.b+c@grace", "x-@grace", "https://a.example/@grace", "@@grace", "@graceful"]
)
def test_an_address_is_no_mention(body: str, grace: Person) -> None:
    assert service.find_mentioned(body) == []


@pytest.mark.parametrize(
    ("name", "stored"),
    [("  Ada\u00a0\n L.  ", "Ada L."), ("Evil\u202e", "Evil"), ("A\u0000da", "Ada"), ("Ade\u0301", "Adé")],
)
def test_a_name_is_one_clean_line(ada: Person, name: str, stored: str) -> None:
    changed = ada.does("updateProfile", expectedVersion=1, displayName=name)["user"]

    assert changed["displayName"] == stored


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800", "\ufeff", "\u00ad\u00ad", "\u00a0", "", "x" * 61])
def test_a_name_that_shows_nothing_or_too_much_is_refused(ada: Person, name: str) -> None:
    (error,) = ada.does("updateProfile", expectedVersion=1, displayName=name)["errors"]

    assert error["code"] == "INVALID_INPUT"
    assert error["path"][-1] == "displayName"
