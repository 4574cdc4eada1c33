"""What people do with photos, and what of a photo each of them sees."""

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from resolvers.core import idempotency, ids, observability, pagination, storage
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from resolvers.core.identity import Viewer
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.observability import logger
from resolvers.core.pagination import Slice
from resolvers.events import service as events
from resolvers.events.model import Audience
from resolvers.media import bucket, progress, queue, repository
from resolvers.media.model import (
    CreateUploadInput,
    Photo,
    PhotoConnection,
    PhotoState,
    ReorderPhotosInput,
    UpdatePhotoInput,
    UploadPurpose,
    UploadTicket,
)
from resolvers.media.repository import Album
from resolvers.posts import service as posts
from resolvers.users import service as users

_ATTEMPTS: Final = 10
_PRIVATE: Final = {"failure": None, "suggested_pin": None, "suggested_alt_text": None}


def create_upload(viewer: Viewer, input: CreateUploadInput) -> tuple[UploadTicket | None, Photo]:
    """Begin a photo and answer the form that uploads it; repeating the idempotency key answers a fresh form.

    Raises `Forbidden` or `NotFound` for another's post, `LimitReached` where it is full, `InvalidInput`.
    """
    users.arrive(viewer)
    _require_post(viewer, input)
    photo = Photo(
        id=ids.new(ids.PHOTO),
        owner_id=viewer.id,
        created_at=now(),
        variants_id=secrets.token_hex(16),
        correlation_id=observability.followed(),
        **input.model_dump(exclude={"idempotency_key"}),
    )
    claim = idempotency.claim(viewer.id, "createUpload", input, input.idempotency_key, photo.id)
    try:
        repository.add(photo, claim)
    except idempotency.AlreadyDone as done:
        photo = get_owned(viewer, done.result_id)
    logger.info("upload begun", extra={"photo_id": photo.id})
    ticket = bucket.ticket(photo) if photo.state == PhotoState.AWAITING_UPLOAD else None
    return ticket, show(viewer, photo)


def update_photo(viewer: Viewer, input: UpdatePhotoInput) -> Photo:
    """Change what one says of one's photo, or raise `Conflict`, `Forbidden` or `NotFound`."""
    before = get_owned(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(include={"caption", "alt_text"}, exclude_none=True)
    repository.edit(before, before.model_copy(update=changes))
    return show(viewer, get_owned(viewer, input.id))


def reorder_photos(viewer: Viewer, input: ReorderPhotosInput) -> list[Photo]:
    """Put one's post's photos into another order, or raise `InvalidInput` where they are not exactly its photos."""
    posts.get_owned(viewer, input.post_id)
    for _ in range(_ATTEMPTS):
        album = _album(input.post_id)
        if len(input.photo_ids) != len(album.photo_ids) or set(input.photo_ids) != set(album.photo_ids):
            raise InvalidInput("Name every photo of the post, each once: read them again.", "photoIds")
        photos = repository.get_many(input.photo_ids)
        try:
            repository.reorder(album, input.photo_ids, progress.cover_of(input.photo_ids, photos))
        except repository.Overtaken:
            continue
        return show_many(viewer, [photos[each] for each in input.photo_ids if each in photos])
    raise Conflict(posts.get_owned(viewer, input.post_id).version)


def retry_photo(viewer: Viewer, photo_id: str) -> Photo:
    """Process one's photo again where that may help, or raise `Forbidden`, `InvalidInput` or `NotFound`."""
    photo = get_owned(viewer, photo_id)
    version = photo.source_version or bucket.latest_version(photo.original)
    if version is None:
        raise InvalidInput("Nothing was uploaded yet: ask `createUpload` for a form and post the picture.", "id")
    if not _may_retry(photo):
        raise InvalidInput("Trying again does not help here: upload another picture.", "id")
    again = {"state": PhotoState.PROCESSING, "steps": progress.waiting(photo.steps)}
    try:
        repository.requeue(photo, photo.model_copy(update=again))
    except repository.Overtaken as error:
        raise InvalidInput("It is being processed already.", "id") from error
    queue.send(photo.original, version)
    return show(viewer, get_owned(viewer, photo_id))


def delete_photo(viewer: Viewer, photo_id: str) -> None:
    """Delete one's photo with its objects, every version of them; or raise `Forbidden` or `NotFound`."""
    photo = get_owned(viewer, photo_id)
    bucket.remove(photo)
    for _ in range(_ATTEMPTS):
        try:
            _remove(photo)
        except repository.Overtaken:
            continue
        return bucket.remove_variants(photo)  # a worker may have written them meanwhile
    raise Conflict(photo.version)


def remove_under(post_id: str) -> bool:
    """Remove the photos of a post that is going, with their objects; True when none is left. May be repeated."""
    album = repository.get_album(post_id)
    found = repository.get_many(album.photo_ids) if album else {}
    for photo in found.values():
        bucket.remove(photo)
    repository.remove_rows(found.values())
    return True  # a post has at most twenty


def get_readable(viewer: Viewer, photo_id: str) -> Photo:
    """Return a photo the viewer may see, or raise `NotFound`: what one may not see does not exist."""
    photo = repository.get(photo_id)
    if not photo or not _visible(viewer, [photo]):
        raise NotFound("There is no such photo.", "id")
    return photo


def get_owned(viewer: Viewer, photo_id: str) -> Photo:
    """Return the viewer's own photo, or raise `Forbidden` (may see it) or `NotFound` (may not)."""
    photo = get_readable(viewer, photo_id)
    if photo.owner_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return photo


def photos_of(
    viewer: Viewer, sources: Sequence[Mapping[str, Any]], first: int, after: str | None
) -> list[PhotoConnection]:
    """Return a page of photos for each of these posts, in their order, in one batch.

    The caller has checked the right to read the posts.
    """
    albums = [Album.model_validate(each) for each in sources]
    cursors: list[ID | None] = [None] * len(albums)
    if wants("eventsCursor"):
        cursors = [events.cursor(viewer, events.photos(each.id, _audience(viewer, each))) for each in albums]
        known = repository.get_albums(each.id for each in albums)  # read again: the cursor comes before the page
        albums = [known.get(each.id, each) for each in albums]
    found = repository.get_many(photo_id for album in albums for photo_id in album.photo_ids)
    return [_page(viewer, album, found, first, after, since) for album, since in zip(albums, cursors, strict=True)]


def covers(viewer: Viewer, sources: Sequence[Mapping[str, Any]]) -> list[Photo | None]:
    """Return the first live photo of each of these posts, in one batch. The caller has checked the right to read."""
    albums = [Album.model_validate(each) for each in sources]
    found = repository.get_many(each.cover_id for each in albums if each.cover_id)
    live = {each.id: show(viewer, each) for each in found.values() if each.state == PhotoState.LIVE}
    return [live.get(each.cover_id) if each.cover_id else None for each in albums]


def own_photos(viewer: Viewer, state: PhotoState | None, first: int, after: str | None) -> PhotoConnection:
    """Return the viewer's own photos of posts, the newest first, read consistently."""
    name = pagination.scope_of("ownPhotos", viewer=viewer.id, state=state)
    page = repository.list_own(viewer.id, state, name, first, after, lambda photo: show(viewer, photo))
    answer: PhotoConnection = pagination.connection(PhotoConnection, page, name)
    return answer


def show(viewer: Viewer, photo: Photo) -> Photo:
    """Return a photo as the viewer sees it; the caller has checked that they may."""
    changes: dict[str, Any] = {} if photo.owner_id == viewer.id else dict(_PRIVATE)
    return photo.model_copy(update=changes | {"variants": _readable_variants(photo)})


def show_many(viewer: Viewer, photos: Iterable[Photo]) -> list[Photo]:
    """Return photos as the viewer sees them."""
    return [show(viewer, each) for each in photos]


def _readable_variants(photo: Photo) -> list[Any]:
    """Sign the addresses of copies; before moderation let a photo through nobody has one."""
    if photo.state != PhotoState.LIVE:
        return []
    return [each.model_copy(update={"url": storage.read_url(each.key)}) for each in photo.variants]


def _visible(viewer: Viewer, photos: Sequence[Photo]) -> list[Photo]:
    """Return those photos that the viewer may see: their own, and live ones of posts they may read."""
    others = {each.post_id for each in photos if each.owner_id != viewer.id and each.post_id}
    open_posts = {post.id for post in posts.readable(viewer, sorted(others)) if post} if others else set()
    return [
        each
        for each in photos
        if each.owner_id == viewer.id or (each.state == PhotoState.LIVE and each.post_id in open_posts)
    ]


def _page(
    viewer: Viewer, album: Album, found: Mapping[str, Photo], first: int, after: str | None, since: ID | None
) -> PhotoConnection:
    scope = pagination.scope_of("photos", post=album.id)
    is_own = album.author_id == viewer.id
    rows = [
        (f"{place:04d} {each}", show(viewer, found[each]))
        for place, each in enumerate(album.photo_ids)
        if each in found and (is_own or found[each].state == PhotoState.LIVE)
    ]
    start = _after(rows, pagination.unseal(scope, after)) if after else 0
    shown = rows[start : start + first]
    end = shown[-1][0] if shown else None
    page = Slice(shown, end, more=start + first < len(rows), resumed=bool(after))
    answer: PhotoConnection = pagination.connection(
        PhotoConnection, page, scope, total_count=len(rows), events_cursor=since
    )
    return answer


def _after(rows: Sequence[tuple[str, Photo]], position: str) -> int:
    """Return where a page continues: after the photo the cursor stands on, or at its old place where it is gone."""
    place, _, photo_id = position.partition(" ")
    standing = next((number for number, (_, photo) in enumerate(rows) if photo.id == photo_id), None)
    if standing is not None:
        return standing + 1
    return next((number for number, (row, _) in enumerate(rows) if row >= place), len(rows))


def _audience(viewer: Viewer, album: Album) -> Audience:
    return Audience.AUTHOR if album.author_id == viewer.id else Audience.PUBLIC


def _require_post(viewer: Viewer, input: CreateUploadInput) -> None:
    if input.purpose == UploadPurpose.AVATAR:
        if input.post_id:
            raise InvalidInput("A picture of yourself belongs to no post: leave `postId` out.", "postId")
    elif not input.post_id:
        raise InvalidInput("Say which post the photo is for.", "postId")
    else:
        posts.get_owned(viewer, input.post_id)


def _may_retry(photo: Photo) -> bool:
    """Tell whether processing may begin again: after a failure that passes, or where nobody works on it."""
    if photo.state == PhotoState.FAILED:
        return photo.failure is not None and photo.failure.retryable
    is_open = photo.state in (PhotoState.AWAITING_UPLOAD, PhotoState.PROCESSING)
    return is_open and not photo.is_claimed(time.time())


def _remove(photo: Photo) -> None:
    if photo.purpose == UploadPurpose.AVATAR:
        worn = users.get(photo.owner_id).avatar
        if worn and worn.photo_id == photo.id:
            repository.remove_avatar(photo)
    album = repository.get_album(photo.post_id) if photo.post_id else None
    left = [each for each in album.photo_ids if each != photo.id] if album else []
    cover_id = progress.cover_of(left, repository.get_many(left))
    repository.remove(photo, album, cover_id)


def _album(post_id: str) -> Album:
    album = repository.get_album(post_id)
    if not album:
        raise NotFound("There is no such post.", "postId")
    return album
