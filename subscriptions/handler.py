"""GraphQL fields of listening: who may start a subscription, what it lets through, and how to catch up."""

from typing import Annotated, Any, Final

from pydantic import Field

from resolvers.core import pagination
from resolvers.core.appsync import Listening, app
from resolvers.core.errors import Unauthorized
from resolvers.core.identity import Viewer, viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import First
from resolvers.events import service as log
from resolvers.events.model import Audience, Topic, TopicKind
from resolvers.posts import service as posts
from resolvers.posts.model import Post
from resolvers.users import service as users
from subscriptions import repository
from subscriptions.model import CommentEvent, Event, EventConnection, event

PostId = Annotated[ID, Field(description="The post.")]
UserId = Annotated[ID, Field(description="Oneself.")]

_ORDER: Final = [Audience.PUBLIC, Audience.FOLLOWERS, Audience.AUTHOR]


@app.resolver(type_name="Query", field_name="eventsSince")
def events_since(
    cursor: Annotated[ID, Field(description="An `eventsCursor`, or the `endCursor` of the events read last.")],
    first: First = 100,
) -> EventConnection | None:
    """What happened after a place in the event log, the oldest first."""
    who = viewer_or_guest()
    topic, sequence = log.opened(who, cursor)
    _require(who, topic)
    page = log.since(topic, sequence, first)
    told = _without_deleted([event(each) for each in page.values])
    shown: EventConnection = pagination.connection(EventConnection, page.map(told), log.scope(who))
    return shown


@app.resolver(type_name="Subscription", field_name="onPhotoProcessing")
def on_photo_processing(post_id: PostId) -> Listening:
    """The steps of a post's photos, as they happen; its author hears the reasons of failures too."""
    who = viewer_or_guest()
    post = posts.get_readable(who, post_id)
    widest = _audience(who, post)
    return _listening(who, post, [widest] if widest == Audience.AUTHOR else _up_to(widest))


@app.resolver(type_name="Subscription", field_name="onComment")
def on_comment(post_id: PostId) -> Listening:
    """Comments and replies under a post, as they are added, edited and deleted."""
    return _on_post(post_id)


@app.resolver(type_name="Subscription", field_name="onLikes")
def on_likes(post_id: PostId) -> Listening:
    """How many people like a post and the comments under it, as it changes."""
    return _on_post(post_id)


@app.resolver(type_name="Subscription", field_name="onNotification")
def on_notification(user_id: UserId) -> Listening:
    """What happens around oneself, as it happens."""
    if viewer().id != user_id:
        raise Unauthorized("Everybody hears their own notifications alone.")
    return Listening(filter=_any({"userId": user_id}))


def _on_post(post_id: ID) -> Listening:
    who = viewer_or_guest()
    post = posts.get_readable(who, post_id)
    return _listening(who, post, _up_to(_audience(who, post)))


def _listening(who: Viewer, post: Post, audiences: list[Audience]) -> Listening:
    """Let a post's events for these audiences through, until the viewer loses the right to read it."""
    post_at = {"postId": post.id}
    lost: dict[Audience, list[dict[str, Any]]] = {
        Audience.PUBLIC: [post_at | {"reach": [Audience.FOLLOWERS, Audience.AUTHOR]}],
        Audience.FOLLOWERS: [
            post_at | {"reach": Audience.AUTHOR},
            {"authorId": post.author_id, "viewerId": who.id},
        ],
        Audience.AUTHOR: [],
    }
    ended = lost[_audience(who, post)]
    return Listening(filter=_any(post_at | {"audience": audiences}), invalidation=_any(*ended) if ended else None)


def _audience(who: Viewer, post: Post) -> Audience:
    """Return the narrowest audience the viewer belongs to."""
    if not who.is_guest and post.author_id == who.id:
        return Audience.AUTHOR
    return Audience.FOLLOWERS if users.followed_by(who, [post.author_id]) else Audience.PUBLIC


def _up_to(widest: Audience) -> list[Audience]:
    return _ORDER[: _ORDER.index(widest) + 1]


def _any(*alternatives: dict[str, Any]) -> dict[str, Any]:
    """Write a filter as AppSync takes it: one of the alternatives, with every field equal to, or one of, a value."""
    return {
        "filterGroup": [
            {
                "filters": [
                    {"fieldName": name, "operator": "in" if isinstance(value, list) else "eq", "value": value}
                    for name, value in fields.items()
                ]
            }
            for fields in alternatives
        ]
    }


def _require(who: Viewer, topic: Topic) -> None:
    """Make sure the viewer may still hear a topic, or raise `NotFound` or `Unauthorized`."""
    if topic.kind == TopicKind.NOTIFICATIONS:
        if topic.subject_id != viewer().id:
            raise Unauthorized("Everybody hears their own notifications alone.")
        return
    post = posts.get_readable(who, topic.subject_id)
    if topic.kind == TopicKind.OWN_PHOTOS and post.author_id != who.id:
        raise Unauthorized("Only its author hears this.")


def _without_deleted(events: list[Event]) -> list[Event]:
    """Take out what comments said that are deleted by now."""
    said = [each.comment_id for each in events if isinstance(each, CommentEvent) and each.body is not None]
    standing = repository.list_standing_comments(said) if said else set()
    return [
        each.model_copy(update={"body": None})
        if isinstance(each, CommentEvent) and each.comment_id not in standing
        else each
        for each in events
    ]
