"""People: profiles that are always there, handles that are unique, follows that count."""

import pytest

from resolvers.users import service, trigger
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


def test_a_taken_handle_is_refused_and_the_old_one_is_free_after_a_change(ada: Person, grace: Person) -> None:
    """Handle and profile change in one transaction."""
    taken = ada.does("updateProfile", expectedVersion=1, handle="@Grace")
    moved = grace.does("updateProfile", expectedVersion=1, handle="hopper")
    free = ada.does("updateProfile", expectedVersion=1, handle="grace")

    assert [error["code"] for error in taken["errors"]] == ["HANDLE_TAKEN"]
    assert (moved["user"]["handle"], free["user"]["handle"]) == ("hopper", "grace")
    assert ada.query("user", handle="hopper")["id"] == grace.id


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
    found = service.mentioned_in("Hi @grace, @Ada and @grace! Not @nobody, not mail@ada.example, not @@ada.")

    assert found == [grace.id, ada.id]
