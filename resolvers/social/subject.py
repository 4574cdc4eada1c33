"""Posts, as the platform and other products know them."""

from typing import Final

from resolvers.platform.subjects.model import Subject, Summary
from resolvers.social import keys
from resolvers.social.posts.model import Post, PostState, guard_of


def summarize(post: Post) -> Summary:
    published_at = post.published_at if post.state == PostState.PUBLISHED else None
    return Summary(
        title=post.title,
        text=post.body,
        tags=post.tags,
        photo_ids=post.photo_ids,
        cover_id=post.cover_id,
        published_at=published_at,
        mapped_at=published_at,
    )


POST: Final = Subject(keys.POST, "post", Post, keys.post, guard_of, summarize)
