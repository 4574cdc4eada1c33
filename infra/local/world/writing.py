"""An article of the demo world, written by its author and answered by the others.

It is found by its title among its author's posts, and each create carries a stable idempotency key, so an
interrupted load can be repeated.
"""

from collections.abc import Callable
from typing import Any

from infra.local.world import operations
from infra.local.world.api import Api, nodes
from infra.local.world.member import Member, Members
from infra.local.world.model import Article, Picture, Remark, photo

Say = Callable[[str], None]


async def write_article(article: Article, author: Member, say: Say) -> None:
    """Create an article with its photos and pins, and publish it, unless it exists already."""
    found = author.posts.get(article.title)
    if found and _is_complete(article, found):
        return
    post = found or await _create_draft(article, author)
    for picture in article.photos:
        await _add_photo(article, picture, post["id"], author.api)
    for place in article.pins:
        latitude, longitude = place.at
        await author.api.mutate(
            operations.ADD_PIN,
            subjectId=post["id"],
            position={"latitude": latitude, "longitude": longitude},
            placeName=place.place,
            idempotencyKey=f"world-{article.slug}-{place.place}"[:100],
        )
    if article.state == "PUBLISHED":
        await author.api.mutate(operations.PUBLISH, id=post["id"], expectedVersion=post["version"])
    say(f"“{article.title}” by @{article.author}: {_describe_contents(article)}")


def _is_complete(article: Article, post: dict[str, Any]) -> bool:
    photos = [photo["state"] for photo in nodes(post["photos"])]
    whole = len(photos) >= len(article.photos) and "AWAITING_UPLOAD" not in photos
    return bool(post["state"] == "PUBLISHED" or (article.state == "DRAFT" and whole))


async def _create_draft(article: Article, author: Member) -> dict[str, Any]:
    payload = await author.api.mutate(
        operations.CREATE_POST,
        title=article.title,
        body=article.body,
        tags=article.tags,
        visibility=article.visibility,
        idempotencyKey=f"world-{article.slug}",
    )
    post: dict[str, Any] = payload["post"]
    author.posts[article.title] = post | {"counts": {"likes": 0, "comments": 0}}
    return post


async def _add_photo(article: Article, picture: Picture, post_id: str, author: Api) -> None:
    key = f"world-{article.slug}-{picture.file}"
    words = {"caption": picture.caption, "altText": picture.alt}
    await upload(author, picture.file, key, purpose="PHOTO", postId=post_id, **words)


async def upload(author: Api, name: str, key: str, **input: str) -> None:
    """Upload a photo; a repeated key returns the first upload, without a form once the picture has arrived."""
    picture = photo(name)
    size = len(picture)
    begun = await author.mutate(
        operations.CREATE_UPLOAD, contentType="image/jpeg", bytes=size, idempotencyKey=key, **input
    )
    if begun["upload"]:
        await author.upload(begun["upload"], f"{name}.jpg", picture)


async def add_reactions(article: Article, members: Members, say: Say) -> None:
    """Add the likes and comments of an article that has fewer."""
    post = members[article.author].posts[article.title]
    expected = sum(remark.count() for remark in article.comments)
    if post["counts"]["likes"] >= len(article.likes) and post["counts"]["comments"] >= expected:
        return
    for handle in article.likes:
        await members[handle].api.mutate(operations.LIKE, subjectId=post["id"])
    for number, remark in enumerate(article.comments):
        await _add_comment(remark, post["id"], None, f"world-{article.slug}-{number}", members)
    say(f"“{article.title}”: {_count_noun(len(article.likes), 'like')}, {_count_noun(expected, 'comment')}")


async def _add_comment(remark: Remark, post_id: str, parent_id: str | None, key: str, members: Members) -> None:
    made = await members[remark.by].api.mutate(
        operations.ADD_COMMENT, subjectId=post_id, parentId=parent_id, body=remark.text, idempotencyKey=key
    )
    comment_id = made["comment"]["id"]
    for handle in remark.likes:
        await members[handle].api.mutate(operations.LIKE, subjectId=comment_id)
    for number, reply in enumerate(remark.replies):
        await _add_comment(reply, post_id, comment_id, f"{key}-{number}", members)


def _describe_contents(article: Article) -> str:
    counted = [(len(article.photos), "photo"), (len(article.pins), "pin")]
    parts = [_count_noun(count, noun) for count, noun in counted if count]
    return ", ".join([*parts, article.visibility.lower() if article.state == "PUBLISHED" else "draft"])


def _count_noun(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
