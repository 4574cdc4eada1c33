"""Photos in DynamoDB, their owners' rows beside them, and their order on the post."""

from collections.abc import Callable, Iterable, Sequence

from boto3.dynamodb.conditions import Attr
from pydantic import Field

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, LimitReached, NotFound
from resolvers.core.ids import ID
from resolvers.core.model import Model
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, StaleItem, Update
from resolvers.platform import keys as platform_keys
from resolvers.social import keys
from resolvers.social.photos.model import MAX_PHOTOS, Photo, PhotoState, UploadPurpose

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
    """Read a post's photo order, even while the post is being deleted."""
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
        Put(keys.photo(photo.id), "Photo", photo.to_item(), when=ABSENT),
        Put(keys.own_photo(photo.owner_id, photo.id), "OwnPhoto", own),
        *_append_to_album(photo),
    )


def edit(before: Photo, after: Photo) -> None:
    """Write a photo's caption and description, or raise `Conflict` or `NotFound`."""
    table.write(
        Update(
            keys.photo(before.id),
            put={"caption": after.caption, "altText": after.alt_text},
            add={"version": 1},
            when=EXISTS & Attr("version").eq(before.version),
            refuse=lambda found: Conflict(found["version"]) if found else _refuse_missing(found),
        )
    )


def reorder(before: Album, photo_ids: Sequence[ID], cover_id: ID | None) -> None:
    """Write a new order and cover, or raise `StaleItem` where either changed meanwhile."""
    table.write(prepare_album(before, photo_ids, cover_id))


def remove(photo: Photo, album: Album | None, cover_id: ID | None) -> None:
    """Remove a photo from its post with all rows, or raise `StaleItem` or `NotFound`."""
    rows = [
        Delete(keys.photo(photo.id), when=EXISTS, refuse=_refuse_missing),
        Delete(keys.own_photo(photo.owner_id, photo.id)),
    ]
    if album is None:
        table.write(*rows)
        return
    left = [each for each in album.photo_ids if each != photo.id]
    table.write(*rows, prepare_album(album, left, cover_id), Update(platform_keys.counts(album.id), add={"photos": -1}))


def remove_rows(photos: Iterable[Photo]) -> None:
    """Remove photos of a post that is being deleted, in any state."""
    table.delete_many([key for each in photos for key in (keys.own_photo(each.owner_id, each.id), keys.photo(each.id))])


def list_own(
    owner_id: str,
    states: Sequence[PhotoState],
    scope: str,
    first: int,
    after: str | None,
    show: Callable[[Photo], Photo],
) -> Slice[Photo]:
    """Page through a person's photos of posts, the newest first, consistently."""
    partition, prefix = keys.own_photos(owner_id)

    def keep(rows: list[Item]) -> list[Photo | None]:
        found = get_many(row["photoId"] for row in rows if row["purpose"] == UploadPurpose.PHOTO)
        chosen = {each.id: show(each) for each in found.values() if each.state in states}
        return [chosen.get(row["photoId"]) for row in rows]

    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def prepare_album(before: Album, photo_ids: Sequence[ID], cover_id: ID | None) -> Update:
    """Return the write of an order and cover; it is refused with `StaleItem` where either is not as it was read."""
    cover = Attr("coverId").eq(before.cover_id) if before.cover_id else Attr("coverId").not_exists()
    return Update(
        keys.post(before.id),
        put={"photoIds": list(photo_ids)} | ({"coverId": cover_id} if cover_id else {}),
        remove=[] if cover_id else ["coverId"],
        when=_STANDING & Attr("photoIds").eq(before.photo_ids) & cover,
        refuse=lambda found: StaleItem() if found and not found.get("deleting") else PostGone("There is no such post."),
    )


class PostGone(NotFound):
    """The post is deleted, or being deleted."""


def _append_to_album(photo: Photo) -> list[Update]:
    if photo.post_id is None:
        return []
    return [
        Update(
            keys.post(photo.post_id),
            append={"photoIds": [photo.id]},
            when=_STANDING & Attr("photoIds").size().lt(MAX_PHOTOS),
            refuse=_refuse_addition,
        ),
        Update(platform_keys.counts(photo.post_id), add={"photos": 1}),
    ]


def _refuse_addition(found: Item) -> Exception:
    if not found or found.get("deleting"):
        return NotFound("There is no such post.", "postId")
    return LimitReached(f"A post has room for {MAX_PHOTOS} photos: delete one first.", "postId")


def _refuse_missing(_: Item) -> Exception:
    return NotFound("There is no such photo.", "id")
