"""The last step of a photo: others see it, as its post's cover where it comes first, or as its owner's avatar."""

from collections.abc import Mapping
from typing import Final

from resolvers.core.ids import ID
from resolvers.core.table import StaleItem, Update
from resolvers.platform.jobs import repository as jobs
from resolvers.platform.users import repository as users
from resolvers.platform.users.model import Avatar
from resolvers.social.photos import repository
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.model import Photo, PhotoState, UploadPurpose
from resolvers.social.photos.repository import Album, PostGone

_ATTEMPTS: Final = 10


def publish_photo(photo: Photo) -> Photo:
    """Let others see a photo, in one transaction with what shows it; or raise `Lost` or `PostGone`."""
    if photo.purpose == UploadPurpose.AVATAR or photo.post_id is None:
        return jobs.finish(PHOTO_JOB, photo, PhotoState.LIVE, _set_avatar(photo))
    for _ in range(_ATTEMPTS):
        album = repository.get_album(photo.post_id)
        if album is None:
            raise PostGone("There is no such post.")
        try:
            return jobs.finish(PHOTO_JOB, photo, PhotoState.LIVE, _set_cover(album, photo))
        except StaleItem:
            continue
    raise StaleItem


def find_cover(photo_ids: list[ID], photos: Mapping[str, Photo]) -> ID | None:
    """Return the first photo in order that others see."""
    return next((each for each in photo_ids if each in photos and photos[each].state == PhotoState.LIVE), None)


def _set_cover(album: Album, photo: Photo) -> Update:
    """Return the write of the post's cover, with the order it was read in, so that two photos agree on one."""
    photos = repository.get_many(album.photo_ids) | {photo.id: photo.model_copy(update={"state": PhotoState.LIVE})}
    return repository.prepare_album(album, album.photo_ids, find_cover(album.photo_ids, photos))


def _set_avatar(photo: Photo) -> Update:
    """Return the write that puts a person's new picture on their profile."""
    (variant,) = photo.variants
    avatar = Avatar(
        picture_id=photo.id,
        key=variant.key,
        width=variant.width,
        height=variant.height,
        thumbhash=photo.thumbhash,
    )
    return users.prepare_avatar(photo.owner_id, avatar)
