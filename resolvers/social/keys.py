"""Social's rows in the one table, on one screen. Keys are pure functions of ids.

Everybody's partitions (FEED, TAG, LABEL) may be spread over shards (core/shards.py).

item              PK                    SK                      read by
post              POST#post             POST                    get; GSI1 FEED (public), GSI2 AUTHOR#author#audience
own post          USER#author           OWN#post                viewer.posts and drafts, consistent
revision          POST#post             REVISION                revision of a published post (batch, its author only)
tagged            TAG#tag               time#post               feed(tag), public posts
labelled          LABEL#label           time#post               feed(label), public posts
for followers     FOR#author#<one of these>  time#post          a timeline's posts with the tag or the label
photo             PHOTO#photo           PHOTO                   get; photos of a post by its photoIds (batch)
own photo         USER#owner            PHOTO#photo             viewer.photos, consistent
"""

from typing import Final

from resolvers.core.keys import Key
from resolvers.core.text import match_key
from resolvers.platform.subjects.model import Audience

POST: Final = "post"
PHOTO: Final = "photo"
FEED: Final = "FEED"


def post(post_id: str) -> Key:
    return Key(f"POST#{post_id}", "POST")


def revision(post_id: str) -> Key:
    """Return the key of a published post's unpublished changes."""
    return Key(f"POST#{post_id}", "REVISION")


def posts_of(author_id: str, audience: Audience) -> str:
    return f"AUTHOR#{author_id}#{audience}"


def own_post(author_id: str, post_id: str) -> Key:
    return Key(f"USER#{author_id}", f"OWN#{post_id}")


def own_posts(author_id: str) -> Key:
    """Return partition and prefix of a person's own posts."""
    return Key(f"USER#{author_id}", f"OWN#{POST}_")


def tag_partition(tag: str) -> str:
    return f"TAG#{match_key(tag)}"


def label_partition(label: str) -> str:
    return f"LABEL#{match_key(label)}"


def for_followers(shared: str, author_id: str) -> str:
    """Return the partition that holds, beside a shared one, what only an author's followers may read."""
    return f"FOR#{author_id}#{shared}"


def photo(photo_id: str) -> Key:
    return Key(f"PHOTO#{photo_id}", "PHOTO")


def own_photo(owner_id: str, photo_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"PHOTO#{photo_id}")


def own_photos(owner_id: str) -> Key:
    """Return partition and prefix of a person's own photos."""
    return Key(f"USER#{owner_id}", f"PHOTO#{PHOTO}_")
