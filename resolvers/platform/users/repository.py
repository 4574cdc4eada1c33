"""Profiles, handles and follows in DynamoDB, and the counts they keep."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, HandleTaken, NotFound
from resolvers.core.ids import ID
from resolvers.core.keys import IndexKey, Key, id_at, time_key
from resolvers.core.model import Moment, iso, now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update, refuse_stale
from resolvers.platform import keys
from resolvers.platform.users.model import Avatar, User, UserCounts

HANDLE_RESTS: Final = timedelta(days=90)
_RESTS: Final = Attr("restsUntil").exists()


def get(user_id: str, *, consistent: bool = False) -> User | None:
    item = table.get(keys.profile(user_id), consistent=consistent)
    return User.model_validate(item) if item else None


def get_many(user_ids: Iterable[str]) -> dict[str, User]:
    """Read people and their counts in one batch, by id."""
    ids = list(dict.fromkeys(user_ids))
    return read_all(ids, table.get_many([key for each in ids for key in keys_of(each)]))


def get_beside(user_id: str, others: Iterable[Key]) -> tuple[User | None, dict[Key, Item]]:
    """Read a person with their counts, and the items of other keys, all in one batch, consistently."""
    found = table.get_many([*keys_of(user_id), *others], consistent=True)
    return read_all([user_id], found).get(user_id), found


def keys_of(user_id: str) -> tuple[Key, Key]:
    """Return where a person and their counts are, for a batch of others."""
    return keys.profile(user_id), keys.counts(user_id)


def read_all(ids: Iterable[str], found: Mapping[Key, Item]) -> dict[str, User]:
    """Return the people of these ids that are among items which were read."""
    return {
        each: User.model_validate(found[keys.profile(each)]).model_copy(
            update={"counts": UserCounts.model_validate(found.get(keys.counts(each), {}))}
        )
        for each in ids
        if keys.profile(each) in found
    }


def get_id(handle: str) -> str | None:
    """Return who has a handle, or gave it up lately."""
    return get_ids([handle]).get(handle.lower())


def get_ids(handles: Iterable[str]) -> dict[str, str]:
    """Read who has these handles, or gave them up lately, in one batch."""
    found, at = table.get_many([keys.handle(each) for each in handles]), iso(now())
    return {item["handle"]: item["userId"] for item in found.values() if item.get("restsUntil", at) >= at}


def add(user: User) -> None:
    """Write a new profile and its handle together, or raise `HandleTaken` or `AlreadyThere`."""
    table.write(
        Put(keys.profile(user.id), "User", user.to_item(), when=ABSENT, refuse=lambda _: AlreadyThere()),
        prepare_claim(user.handle, user.id),
    )


def update(before: User, after: User) -> None:
    """Write a changed profile, or raise `Conflict`, or `HandleTaken` where the new handle is another's or rests."""
    values = after.to_item() | {"version": before.version + 1}
    unchanged = EXISTS & Attr("version").eq(before.version)
    profile = Put(keys.profile(after.id), "User", values, unchanged, lambda item: Conflict(item["version"]))
    if before.handle == after.handle:
        table.write(profile)
    else:
        table.write(profile, prepare_claim(after.handle, after.id), prepare_release(before.handle, before.id))


def prepare_claim(handle: str, user_id: ID) -> Put:
    """Return the write that takes a handle for a person or for something of theirs, or raises `HandleTaken`.

    A handle that was given up is free for the person who had it, and for others once it has rested.
    """
    return Put(
        keys.handle(handle),
        "Handle",
        {"handle": handle, "userId": user_id},
        when=ABSENT | (_RESTS & (Attr("userId").eq(user_id) | Attr("restsUntil").lt(iso(now())))),
        refuse=lambda found: _refuse_claim(handle, found),
    )


def prepare_release(handle: str, user_id: ID) -> Put:
    """Return the write that lets a handle rest that its person gave up.

    Until then its links lead to them, and nobody else can take it.
    """
    until = now() + HANDLE_RESTS
    return Put(
        keys.handle(handle),
        "Handle",
        {"handle": handle, "userId": user_id, "restsUntil": iso(until)},
        when=Attr("userId").eq(user_id),
        expires_at=int(until.timestamp()),
    )


def prepare_removal(handle: str, user_id: str, *, is_resting: bool = False) -> Delete:
    """Return the write that frees a handle at once; it raises `StaleItem` if it is another's, or does not rest."""
    theirs = Attr("userId").eq(user_id)
    return Delete(keys.handle(handle), when=theirs & _RESTS if is_resting else theirs, refuse=refuse_stale)


def prepare_avatar(user_id: str, avatar: Avatar) -> Update:
    """Return the write that replaces a person's avatar, for the transaction that makes its picture visible."""
    return Update(keys.profile(user_id), put={"avatar": avatar.to_item()}, add={"version": 1}, when=EXISTS)


def remove_avatar(user_id: str, picture_id: str) -> None:
    """Remove a person's avatar if it is this picture; raises `NotThere` where it is another, or none."""
    shown = Attr("avatar.pictureId").eq(picture_id)
    key = keys.profile(user_id)
    table.write(Update(key, remove=["avatar"], add={"version": 1}, when=shown, refuse=lambda _: NotThere()))


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
                IndexKey(1, keys.followers(followee_id), time_key(at, follower_id)),
                IndexKey(2, keys.following(follower_id), time_key(at, followee_id)),
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
    return _list(keys.followers(followee_id), 1, scope, first, after)


def list_following(follower_id: str, scope: str, first: int, after: str | None) -> Slice[str]:
    return _list(keys.following(follower_id), 2, scope, first, after)


class AlreadyThere(Exception):  # noqa: N818
    """The row exists: the write was done before."""


class NotThere(Exception):  # noqa: N818
    """The row does not exist: the removal was done before."""


def _refuse_claim(handle: str, found: Item) -> Exception:
    if "restsUntil" not in found:
        return HandleTaken(f"Somebody else has the handle {handle}. Choose another.", "handle")
    free = datetime.fromisoformat(found["restsUntil"])
    return HandleTaken(
        f"The handle {handle} was given up lately and is free again after {free:%Y-%m-%d}. Choose another.", "handle"
    )


def _list(partition: str, index: int, scope: str, first: int, after: str | None) -> Slice[str]:
    """Page through people by the ids at the end of an index's sort keys."""
    return pagination.read(
        partition,
        index=index,
        scope=scope,
        first=first,
        after=after,
        keep=lambda items: [id_at(item[f"GSI{index}SK"]) for item in items],
    )
