"""Photos in DynamoDB, their owners' rows beside them, and their order on the post."""

from collections.abc import Callable, Iterable, Sequence

from boto3.dynamodb.conditions import Attr, ConditionBase
from pydantic import Field

from resolvers.core import keys, pagination, table
from resolvers.core.errors import Conflict, LimitReached, NotFound
from resolvers.core.ids import ID
from resolvers.core.model import Model
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update
from resolvers.media.model import MAX_PHOTOS, Photo, PhotoState, UploadPurpose

_STANDING = EXISTS & Attr("deleting").eq(value=False)


class Album(Model):
    """What a post keeps of its photos: their order, and which of them is its cover."""

    id: ID
    author_id: ID
    photo_ids: list[ID] = Field(default=[])
    cover_id: ID | None = None


def get(photo_id: str) -> Photo | None:
    """Read one photo, consistently."""
    return get_many([photo_id]).get(ID(photo_id))


def get_many(photo_ids: Iterable[str]) -> dict[str, Photo]:
    """Read photos in one batch, consistently, by id."""
    found = table.get_many((keys.photo(each) for each in photo_ids), consistent=True)
    return {item["id"]: Photo.model_validate(item) for item in found.values()}


def get_album(post_id: str) -> Album | None:
    """Read the order of a post's photos, be it one that is going."""
    return get_albums([post_id]).get(post_id)


def get_albums(post_ids: Iterable[str]) -> dict[str, Album]:
    """Read the orders of several posts' photos in one batch, by post."""
    found = table.get_many((keys.post(each) for each in post_ids), consistent=True)
    return {item["id"]: Album.model_validate(item) for item in found.values()}


def add(photo: Photo, claim: Sequence[Put]) -> None:
    """Write a photo that awaits its upload, last on its post, or raise `LimitReached` or `NotFound`."""
    own = {"photoId": photo.id, "purpose": photo.purpose}
    table.write(
        *claim,
        Put(keys.photo(photo.id), "Photo", photo.stored(), when=ABSENT),
        Put(keys.own_photo(photo.owner_id, photo.id), "OwnPhoto", own),
        *_appended(photo),
    )


def edit(before: Photo, after: Photo) -> None:
    """Write what the author says of a photo, or raise `Conflict` or `NotFound`."""
    table.write(
        Update(
            keys.photo(before.id),
            put={"caption": after.caption, "altText": after.alt_text},
            add={"version": 1},
            when=EXISTS & Attr("version").eq(before.version),
            refuse=lambda found: Conflict(found["version"]) if found else _gone(found),
        )
    )


def reorder(before: Album, photo_ids: Sequence[ID], cover_id: ID | None) -> None:
    """Write a new order and cover, or raise `Overtaken` where either changed meanwhile."""
    table.write(arranged(before, photo_ids, cover_id))


def requeue(before: Photo, after: Photo) -> None:
    """Write that a photo is to be processed again, or raise `Overtaken` where it already is."""
    changed = after.stored()
    table.write(
        Update(
            keys.photo(before.id),
            put={name: changed[name] for name in ("state", "steps")},
            remove=["failure", "claim"],
            when=_as_read(before),
            refuse=lambda _: Overtaken(),
        )
    )


def remove(photo: Photo, album: Album | None, cover_id: ID | None) -> None:
    """Remove a photo from its post with all rows, or raise `Overtaken` or `NotFound`."""
    rows = [
        Delete(keys.photo(photo.id), when=EXISTS, refuse=_gone),
        Delete(keys.own_photo(photo.owner_id, photo.id)),
    ]
    if album is None:
        table.write(*rows)
        return
    left = [each for each in album.photo_ids if each != photo.id]
    table.write(*rows, arranged(album, left, cover_id), Update(keys.counts(album.id), add={"photos": -1}))


def remove_avatar(photo: Photo) -> None:
    """Remove somebody's own picture from their profile where it still stands there; `Overtaken` where not."""
    shown = Attr("avatar.photoId").eq(photo.id)
    key = keys.profile(photo.owner_id)
    table.write(Update(key, remove=["avatar"], add={"version": 1}, when=shown, refuse=lambda _: Overtaken()))


def remove_rows(photos: Iterable[Photo]) -> None:
    """Remove photos of a post that is going, whatever their state."""
    table.delete_many([key for each in photos for key in (keys.own_photo(each.owner_id, each.id), keys.photo(each.id))])


def list_own(
    owner_id: str, state: PhotoState | None, scope: str, first: int, after: str | None, show: Callable[[Photo], Photo]
) -> Slice[Photo]:
    """Page through a person's photos of posts, the newest first, consistently."""
    partition, prefix = keys.own_photos(owner_id)

    def keep(rows: list[Item]) -> list[Photo | None]:
        found = get_many(row["photoId"] for row in rows if row["purpose"] == UploadPurpose.PHOTO)
        chosen = {each.id: show(each) for each in found.values() if state in (None, each.state)}
        return [chosen.get(row["photoId"]) for row in rows]

    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def arranged(before: Album, photo_ids: Sequence[ID], cover_id: ID | None) -> Update:
    """Return the write of an order and cover; it is refused with `Overtaken` where either is not as it was read."""
    cover = Attr("coverId").eq(before.cover_id) if before.cover_id else Attr("coverId").not_exists()
    return Update(
        keys.post(before.id),
        put={"photoIds": list(photo_ids)} | ({"coverId": cover_id} if cover_id else {}),
        remove=[] if cover_id else ["coverId"],
        when=_STANDING & Attr("photoIds").eq(before.photo_ids) & cover,
        refuse=lambda found: Overtaken() if found and not found.get("deleting") else PostGone("There is no such post."),
    )


class Overtaken(Exception):  # noqa: N818
    """Somebody changed it since it was read: read again, then try again."""


class PostGone(NotFound):
    """The post is gone, or going."""


def _appended(photo: Photo) -> list[Update]:
    if photo.post_id is None:
        return []
    return [
        Update(
            keys.post(photo.post_id),
            append={"photoIds": [photo.id]},
            when=_STANDING & Attr("photoIds").size().lt(MAX_PHOTOS),
            refuse=_no_room,
        ),
        Update(keys.counts(photo.post_id), add={"photos": 1}),
    ]


def _as_read(photo: Photo) -> ConditionBase:
    claim = Attr("claim").eq(photo.claim) if photo.claim else Attr("claim").not_exists()
    return EXISTS & Attr("state").eq(photo.state) & Attr("attempt").eq(photo.attempt) & claim


def _no_room(found: Item) -> Exception:
    if not found or found.get("deleting"):
        return NotFound("There is no such post.", "postId")
    return LimitReached(f"A post has room for {MAX_PHOTOS} photos: delete one first.", "postId")


def _gone(_: Item) -> Exception:
    return NotFound("There is no such photo.", "id")
