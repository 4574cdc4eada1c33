"""The rows that lead from an AI label to the posts with a photo of it."""

from collections.abc import Iterable

from resolvers.core.table import Item
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.event_log.settling import settle
from resolvers.platform.subjects import repository as subjects
from resolvers.social.photos import repository
from resolvers.social.photos.model import Photo, PhotoState
from resolvers.social.posts import index_rows
from resolvers.social.posts import repository as posts
from resolvers.social.posts.index_rows import Row, get_indexed_audience, label_rows, list_past_label_rows
from resolvers.social.posts.model import Post


@follow_rows(on="Photo")
def settle_labels(change: Change, _: Prefetched) -> None:
    """Put a post under the labels of a photo that went live, and take it off those of one that is gone."""
    before, after = (_labels_of(each) for each in (change.old, change.new))
    post_id = change.item.get("postId")
    item = subjects.get_items([post_id]).get(post_id) if post_id and before != after else None
    if item:  # also while the post is being deleted
        post = Post.model_validate(item)
        _settle(list_past_label_rows(post, before - after) | label_rows(post, after - before), post.id)


@follow_rows(on="Post")
def settle_labels_of_post(change: Change, _: Prefetched) -> None:
    """Put a post under the labels of all its photos when others may read it, and take it off when they may not."""
    versions = [Post.model_validate(each) for each in (change.old, change.new) if each]
    before, after = (
        get_indexed_audience(Post.model_validate(each)) if each else None for each in (change.old, change.new)
    )
    if before == after:
        return
    photo_ids = [each for post in versions for each in post.photo_ids]
    labels = {label for photo in repository.get_many(photo_ids).values() for label in _get_shown_labels(photo)}
    touched = {row for post in versions for row in label_rows(post, labels)}
    if touched:
        _settle(touched, change.item["id"])


def _settle(touched: set[Row], post_id: str) -> None:
    settle(touched, lambda: _present(post_id), put=index_rows.put, remove=index_rows.remove)


def _present(post_id: str) -> set[Row]:
    post = posts.get(post_id)
    if not post or not get_indexed_audience(post):
        return set()
    photos: Iterable[Photo] = repository.get_many(post.photo_ids).values()
    return label_rows(post, {label for photo in photos for label in _get_shown_labels(photo)})


def _labels_of(item: Item | None) -> set[str]:
    return _get_shown_labels(Photo.model_validate(item)) if item else set()


def _get_shown_labels(photo: Photo) -> set[str]:
    """Return what the AI sees in a photo, once others may see it too."""
    return {label.name for label in photo.labels} if photo.state == PhotoState.LIVE else set()
