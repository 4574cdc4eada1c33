"""What the contract promises of posts."""

import strawberry

# imported for their side effect: they register the types that posts are added to
import resolvers.platform.notifications.schema
import resolvers.platform.pins.schema
import resolvers.platform.users.schema  # noqa: F401
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.notifications.model import Notification
from resolvers.platform.pins.model import Pin
from resolvers.platform.users.model import User, Viewer
from resolvers.social.posts import handler, model, revision

enums(model.PostState, model.Visibility)
outputs(model.PostCounts, model.Post, model.PostConnection, model.PostRevision)
outputs(
    model.CreatePostPayload,
    model.UpdatePostPayload,
    model.PublishPostPayload,
    model.UnpublishPostPayload,
    revision.SavePostRevisionPayload,
    revision.PublishPostRevisionPayload,
    revision.DiscardPostRevisionPayload,
    model.DeletePostPayload,
    directives=SIGNED_IN,
)
inputs(model.CreatePostInput, model.UpdatePostInput, model.PublishPostInput, model.DeletePostInput)
inputs(revision.SavePostRevisionInput, revision.PostRevisionInput)

nested_field(User, handler.posts_of_user, name="posts")
nested_field(Viewer, handler.own_posts, name="posts")
nested_field(Viewer, handler.drafts)
nested_field(Pin, handler.post_of_subject, name="post")
nested_field(Notification, handler.post_of_subject, name="post")


@strawberry.type
class Query:
    post = field(handler.post, EVERYONE)
    feed = field(handler.feed, EVERYONE)


@strawberry.type
class Mutation:
    create_post = field(handler.create_post)
    update_post = field(handler.update_post)
    publish_post = field(handler.publish_post)
    unpublish_post = field(handler.unpublish_post)
    save_post_revision = field(handler.save_post_revision)
    publish_post_revision = field(handler.publish_post_revision)
    discard_post_revision = field(handler.discard_post_revision)
    delete_post = field(handler.delete_post)
