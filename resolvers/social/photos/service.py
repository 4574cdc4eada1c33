"""What people do with photos, and what of a photo each of them sees."""

import contextlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from resolvers.core import idempotency, ids, observability, pagination, storage
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.core.ids import OpaqueID
from resolvers.core.model import now
from resolvers.core.observability import logger
from resolvers.core.pagination import Slice
from resolvers.core.table import StaleItem
from resolvers.platform.event_log import service as event_log
from resolvers.platform.event_log.model import TopicKind
from resolvers.platform.jobs import service as jobs
from resolvers.platform.subjects import service as subjects
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads import service as uploads
from resolvers.platform.uploads.model import UploadTicket
from resolvers.platform.users import repository as user_rows
from resolvers.platform.users import service as users
from resolvers.social import keys
from resolvers.social.photos import objects, publication, repository
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.model import Photo, PhotoConnection, PhotoState, UploadPurpose
from resolvers.social.photos.mutations import CreateUploadInput, ReorderPhotosInput, UpdatePhotoInput
from resolvers.social.photos.repository import Album
from resolvers.social.photos.uploads import AVATAR, PHOTO
from resolvers.social.posts import service as posts
from resolvers.social.posts.model import OWN_PHOTOS, PHOTOS

PURPOSES: Final = {UploadPurpose.PHOTO: PHOTO, UploadPurpose.AVATAR: AVATAR}
_ATTEMPTS: Final = 10
_PRIVATE: Final = {"failure": None, "suggested_pin": None, "suggested_alt_text": None}


def create_upload(viewer: Caller, input: CreateUploadInput) -> tuple[UploadTicket | None, Photo]:
    """Create a photo and return the form that uploads it; repeating the idempotency key returns a new form.

    Raises `Forbidden` or `NotFound` for another person's post, `LimitReached` if the post is full, `InvalidInput`.
    """
    users.arrive(viewer)
    _require_post(viewer, input)
    photo = Photo(
        id=ids.new(keys.PHOTO),
        owner_id=viewer.id,
        created_at=now(),
        variants_id=secrets.token_hex(16),
        correlation_id=observability.read_correlation_id(),
        **input.model_dump(exclude={"idempotency_key"}),
    )
    claim = idempotency.claim(viewer.id, "createUpload", input, input.idempotency_key, photo.id)
    try:
        repository.add(photo, claim)
    except idempotency.AlreadyDone as done:
        photo = get_owned(viewer, done.result_id)
    logger.info("upload begun", extra={"photo_id": photo.id})
    ticket = _issue_ticket(photo) if photo.state == PhotoState.AWAITING_UPLOAD else None
    return ticket, show(viewer, photo)


def update_photo(viewer: Caller, input: UpdatePhotoInput) -> Photo:
    """Change caption and description of the caller's photo, or raise `Conflict`, `Forbidden` or `NotFound`."""
    before = get_owned(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(include={"caption", "alt_text"}, exclude_none=True)
    repository.edit(before, before.model_copy(update=changes))
    return show(viewer, get_owned(viewer, input.id))


def reorder_photos(viewer: Caller, input: ReorderPhotosInput) -> list[Photo]:
    """Reorder the photos of the caller's post, or raise `InvalidInput` if they are not exactly its photos."""
    posts.get_owned(viewer, input.post_id)
    for _ in range(_ATTEMPTS):
        album = _get_album(input.post_id)
        if len(input.photo_ids) != len(album.photo_ids) or set(input.photo_ids) != set(album.photo_ids):
            raise InvalidInput("Name every photo of the post, each once: read them again.", "photoIds")
        photos = repository.get_many(input.photo_ids)
        try:
            repository.reorder(album, input.photo_ids, publication.find_cover(input.photo_ids, photos))
        except StaleItem:
            continue
        return show_many(viewer, [photos[each] for each in input.photo_ids if each in photos])
    raise Conflict(posts.get_owned(viewer, input.post_id).version)


def retry_photo(viewer: Caller, photo_id: str) -> Photo:
    """Process the caller's photo again if that may help, or raise `Forbidden`, `InvalidInput` or `NotFound`."""
    photo = get_owned(viewer, photo_id)
    version = photo.source_version or bucket.find_latest_version(photo.original)
    if version is None:
        raise InvalidInput("Nothing was uploaded yet: ask `createUpload` for a form and post the picture.", "id")
    jobs.retry(PHOTO_JOB, photo)
    objects.send_upload(photo.original, version)
    return show(viewer, get_owned(viewer, photo_id))


def delete_photo(viewer: Caller, photo_id: str) -> None:
    """Delete the caller's photo and every version of its objects, or raise `Forbidden` or `NotFound`."""
    photo = get_owned(viewer, photo_id)
    objects.remove_all(photo)
    for _ in range(_ATTEMPTS):
        try:
            _remove(photo)
        except StaleItem:
            continue
        return objects.remove_variants(photo)  # a worker may have written them meanwhile
    raise Conflict(photo.version)


def remove_under(post_id: str) -> bool:
    """Remove the photos of a post that is being deleted, with their objects; True when none is left. Repeatable."""
    album = repository.get_album(post_id)
    found = repository.get_many(album.photo_ids) if album else {}
    for photo in found.values():
        objects.remove_all(photo)
    repository.remove_rows(found.values())
    return True  # a post has at most twenty


def get_readable(viewer: Caller, photo_id: str) -> Photo:
    """Return a photo the caller may see, or raise `NotFound` whether it exists or not."""
    photo = repository.get(photo_id)
    if not photo or not _filter_visible(viewer, [photo]):
        raise NotFound("There is no such photo.", "id")
    return photo


def get_owned(viewer: Caller, photo_id: str) -> Photo:
    """Return the viewer's own photo, or raise `Forbidden` (may see it) or `NotFound` (may not)."""
    photo = get_readable(viewer, photo_id)
    if photo.owner_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return photo


def list_photos(
    viewer: Caller, sources: Sequence[Mapping[str, Any]], first: int, after: str | None
) -> list[PhotoConnection]:
    """Return a page of photos for each of these posts, in their order, in one batch.

    The caller has checked the right to read the posts.
    """
    albums = [Album.model_validate(each) for each in sources]
    cursors: list[OpaqueID | None] = [None] * len(albums)
    if wants("eventsCursor"):
        topics = [_topic_kind(viewer, each).topic(each.id) for each in albums]
        cursors = [event_log.cursor(viewer, *each) for each in zip(topics, sources, strict=True)]
        albums = _read_again(albums, [each for each in sources if not each.get("logged")])
    found = repository.get_many(photo_id for album in albums for photo_id in album.photo_ids)
    return [_make_page(viewer, album, found, first, after, since) for album, since in zip(albums, cursors, strict=True)]


def list_covers(viewer: Caller, sources: Sequence[Mapping[str, Any]]) -> list[Photo | None]:
    """Return the first live photo of each of these posts, in one batch. The caller has checked the right to read."""
    albums = [Album.model_validate(each) for each in sources]
    found = repository.get_many(each.cover_id for each in albums if each.cover_id)
    live = {each.id: show(viewer, each) for each in found.values() if each.state == PhotoState.LIVE}
    return [live.get(each.cover_id) if each.cover_id else None for each in albums]


def list_own_photos(
    viewer: Caller, states: Sequence[PhotoState] | None, first: int, after: str | None
) -> PhotoConnection:
    """Return the viewer's own photos of posts, the newest first, read consistently."""
    chosen = sorted(set(states or PhotoState))
    name = pagination.scope_of("ownPhotos", viewer=viewer.id, states=chosen)
    page = repository.list_own(viewer.id, chosen, name, first, after, lambda photo: show(viewer, photo))
    answer: PhotoConnection = pagination.connection(PhotoConnection, page, name)
    return answer


def show_many_readable(viewer: Caller, photo_ids: Sequence[str]) -> list[Photo | None]:
    """Return photos as the viewer sees them, in one batch, one for each id, None for those they may not see."""
    found = repository.get_many([each for each in photo_ids if each])
    visible: dict[str, Photo] = {each.id: show(viewer, each) for each in _filter_visible(viewer, [*found.values()])}
    return [visible.get(each) for each in photo_ids]


def show(viewer: Caller, photo: Photo) -> Photo:
    """Return a photo as the viewer sees it; the caller has checked that they may."""
    changes: dict[str, Any] = {} if photo.owner_id == viewer.id else dict(_PRIVATE)
    return photo.model_copy(update=changes | {"variants": _sign_variants(photo)})


def show_many(viewer: Caller, photos: Iterable[Photo]) -> list[Photo]:
    """Return photos as the viewer sees them."""
    return [show(viewer, each) for each in photos]


def _sign_variants(photo: Photo) -> list[Any]:
    """Sign the addresses of copies; before moderation let a photo through nobody has one."""
    if photo.state != PhotoState.LIVE:
        return []
    return [each.model_copy(update={"url": storage.read_url(each.key)}) for each in photo.variants]


def _filter_visible(viewer: Caller, photos: Sequence[Photo]) -> list[Photo]:
    """Return those photos that the viewer may see: their own, and live ones of posts they may read."""
    others = {each.post_id for each in photos if each.owner_id != viewer.id and each.post_id}
    guards = subjects.get_many_readable(viewer, sorted(others)) if others else []
    open_posts = {guard.subject_id for guard in guards if guard}
    return [
        each
        for each in photos
        if each.owner_id == viewer.id or (each.state == PhotoState.LIVE and each.post_id in open_posts)
    ]


def _make_page(
    viewer: Caller, album: Album, found: Mapping[str, Photo], first: int, after: str | None, since: OpaqueID | None
) -> PhotoConnection:
    scope = pagination.scope_of("photos", post=album.id)
    is_own = album.author_id == viewer.id
    rows = [
        (f"{place:04d} {each}", show(viewer, found[each]))
        for place, each in enumerate(album.photo_ids)
        if each in found and (is_own or found[each].state == PhotoState.LIVE)
    ]
    start = _find_start(rows, pagination.unseal(scope, after)) if after else 0
    shown = rows[start : start + first]
    end = shown[-1][0] if shown else None
    page = Slice(shown, end, more=start + first < len(rows), resumed=bool(after))
    answer: PhotoConnection = pagination.connection(
        PhotoConnection, page, scope, total_count=len(rows), events_cursor=since
    )
    return answer


def _read_again(albums: Sequence[Album], late: Sequence[Mapping[str, Any]]) -> list[Album]:
    """Read those albums again that are older than their cursor, which comes before the page."""
    known = repository.get_albums(each["id"] for each in late)
    return [known.get(each.id, each) for each in albums]


def _find_start(rows: Sequence[tuple[str, Photo]], position: str) -> int:
    """Return where a page continues: after the cursor's photo, or at its old place if that was deleted."""
    place, _, photo_id = position.partition(" ")
    standing = next((number for number, (_, photo) in enumerate(rows) if photo.id == photo_id), None)
    if standing is not None:
        return standing + 1
    return next((number for number, (row, _) in enumerate(rows) if row >= place), len(rows))


def _topic_kind(viewer: Caller, album: Album) -> TopicKind:
    return OWN_PHOTOS if album.author_id == viewer.id else PHOTOS


def _issue_ticket(photo: Photo) -> UploadTicket:
    purpose = PURPOSES[photo.purpose]
    return uploads.issue_ticket(purpose, photo.owner_id, photo.id, photo.content_type, photo.bytes)


def _require_post(viewer: Caller, input: CreateUploadInput) -> None:
    if input.purpose == UploadPurpose.AVATAR:
        if input.post_id:
            raise InvalidInput("A picture of yourself belongs to no post: leave `postId` out.", "postId")
    elif not input.post_id:
        raise InvalidInput("Say which post the photo is for.", "postId")
    else:
        posts.get_owned(viewer, input.post_id)


def _remove(photo: Photo) -> None:
    if photo.purpose == UploadPurpose.AVATAR:
        with contextlib.suppress(user_rows.NotThere):
            user_rows.remove_avatar(photo.owner_id, photo.id)
    album = repository.get_album(photo.post_id) if photo.post_id else None
    left = [each for each in album.photo_ids if each != photo.id] if album else []
    cover_id = publication.find_cover(left, repository.get_many(left))
    repository.remove(photo, album, cover_id)


def _get_album(post_id: str) -> Album:
    album = repository.get_album(post_id)
    if not album:
        raise NotFound("There is no such post.", "postId")
    return album
