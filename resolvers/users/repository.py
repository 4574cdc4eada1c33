"""Profiles, handles and follows in DynamoDB, and the counts they keep."""

from collections.abc import Iterable

from boto3.dynamodb.conditions import Attr

from resolvers.core import keys, pagination, table
from resolvers.core.errors import Conflict, HandleTaken, NotFound
from resolvers.core.ids import ID
from resolvers.core.keys import IndexKey
from resolvers.core.model import Moment, iso
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Put, Update
from resolvers.users.model import User, UserCounts


def get(user_id: str, *, consistent: bool = False) -> User | None:
    item = table.get(keys.profile(user_id), consistent=consistent)
    return User.model_validate(item) if item else None


def get_many(user_ids: Iterable[str]) -> dict[str, User]:
    """Read people and their counts in one batch, by id."""
    ids = list(dict.fromkeys(user_ids))
    found = table.get_many([key for each in ids for key in (keys.profile(each), keys.counts(each))])
    return {
        each: User.model_validate(found[keys.profile(each)]).model_copy(
            update={"counts": UserCounts.model_validate(found.get(keys.counts(each), {}))}
        )
        for each in ids
        if keys.profile(each) in found
    }


def get_id(handle: str) -> str | None:
    item = table.get(keys.handle(handle))
    return item["userId"] if item else None


def get_ids(handles: Iterable[str]) -> dict[str, str]:
    """Read who has these handles, in one batch."""
    found = table.get_many([keys.handle(each) for each in handles])
    return {item["handle"]: item["userId"] for item in found.values()}


def add(user: User) -> None:
    """Write a new profile and its handle together, or raise `HandleTaken` or `AlreadyThere`."""
    table.write(
        Put(keys.profile(user.id), "User", user.stored(), when=ABSENT, refuse=lambda _: AlreadyThere()),
        _claim(user.handle, user.id),
    )


def update(before: User, after: User) -> None:
    """Write a changed profile, or raise `Conflict`, or `HandleTaken` where the new handle is another's."""
    values = after.stored() | {"version": before.version + 1}
    unchanged = EXISTS & Attr("version").eq(before.version)
    profile = Put(keys.profile(after.id), "User", values, unchanged, lambda item: Conflict(item["version"]))
    if before.handle == after.handle:
        table.write(profile)
    else:
        table.write(profile, _claim(after.handle, after.id), Delete(keys.handle(before.handle)))


def set_avatar(user_id: str, avatar: dict[str, object]) -> None:
    """Replace the picture, whatever the profile's version."""
    table.write(Update(keys.profile(user_id), put={"avatar": avatar}, add={"version": 1}, when=EXISTS))


def add_follow(follower_id: str, followee_id: str, at: Moment) -> None:
    """Write a follow and both counts, or raise `AlreadyThere`, or `NotFound` for nobody."""
    place = iso(at)
    table.write(
        Put(
            keys.follow(follower_id, followee_id),
            "Follow",
            {"followerId": follower_id, "followeeId": followee_id, "createdAt": place},
            when=ABSENT,
            refuse=lambda _: AlreadyThere(),
            indexes=[
                IndexKey(1, keys.followers(followee_id), keys.place(at, follower_id)),
                IndexKey(2, keys.following(follower_id), keys.place(at, followee_id)),
            ],
        ),
        table.Check(keys.profile(followee_id), EXISTS, lambda _: NotFound("Nobody has this id.", "userId")),
        Update(keys.counts(followee_id), add={"followers": 1}),
        Update(keys.counts(follower_id), add={"following": 1}),
    )


def remove_follow(follower_id: str, followee_id: str) -> None:
    """Remove a follow and take it off both counts, or raise `NotThere`."""
    table.write(
        Delete(keys.follow(follower_id, followee_id), when=EXISTS, refuse=lambda _: NotThere()),
        Update(keys.counts(followee_id), add={"followers": -1}),
        Update(keys.counts(follower_id), add={"following": -1}),
    )


def list_followed(follower_id: str, candidates: Iterable[str]) -> set[str]:
    """Return which of these people somebody follows, in one batch."""
    found = table.get_many(keys.follow(follower_id, each) for each in candidates)
    return {item["followeeId"] for item in found.values()}


def list_followers(followee_id: str, scope: str, first: int, after: str | None) -> Slice[str]:
    return _list(keys.followers(followee_id), 1, "followerId", scope, first, after)


def list_following(follower_id: str, scope: str, first: int, after: str | None) -> Slice[str]:
    return _list(keys.following(follower_id), 2, "followeeId", scope, first, after)


class AlreadyThere(Exception):  # noqa: N818
    """The row exists: the write was done before."""


class NotThere(Exception):  # noqa: N818
    """The row does not exist: the removal was done before."""


def _claim(handle: str, user_id: ID) -> Put:
    """Take a handle; repeating it for the same person is no refusal."""
    return Put(
        keys.handle(handle),
        "Handle",
        {"handle": handle, "userId": user_id},
        when=ABSENT | Attr("userId").eq(user_id),
        refuse=lambda _: HandleTaken(f"Somebody else has the handle {handle}. Choose another.", "handle"),
    )


def _list(partition: str, index: int, name: str, scope: str, first: int, after: str | None) -> Slice[str]:
    return pagination.read(
        partition,
        index=index,
        scope=scope,
        first=first,
        after=after,
        keep=lambda items: [item[name] for item in items],
    )
