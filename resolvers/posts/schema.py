"""What the contract promises of posts."""

import strawberry

import resolvers.users.schema  # noqa: F401  dresses people first
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested, outputs
from resolvers.posts import handler, model
from resolvers.users.model import User, Viewer

enums(model.PostState, model.Visibility, model.FeedScope)
outputs(model.PostCounts, model.Post, model.PostConnection)
outputs(
    model.CreatePostPayload,
    model.UpdatePostPayload,
    model.PublishPostPayload,
    model.UnpublishPostPayload,
    model.DeletePostPayload,
    directives=SIGNED_IN,
)
inputs(model.CreatePostInput, model.UpdatePostInput, model.PublishPostInput, model.DeletePostInput)

nested(User, handler.posts_of_user, name="posts")
nested(Viewer, handler.own_posts, name="posts")
nested(Viewer, handler.drafts)


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
    delete_post = field(handler.delete_post)
