"""What the contract promises of comments."""

import strawberry

import resolvers.posts.schema  # noqa: F401  dresses posts first
from resolvers.comments import handler, model
from resolvers.core.directives import EVERYONE, SIGNED_IN, field, inputs, nested, outputs
from resolvers.posts.model import Post

outputs(model.CommentCounts, model.Comment, model.CommentConnection)
outputs(model.AddCommentPayload, model.EditCommentPayload, model.DeleteCommentPayload, directives=SIGNED_IN)
inputs(model.AddCommentInput, model.EditCommentInput, model.DeleteCommentInput)

nested(Post, handler.comments)
nested(model.Comment, handler.replies)


@strawberry.type
class Query:
    comment = field(handler.comment, EVERYONE)


@strawberry.type
class Mutation:
    add_comment = field(handler.add_comment)
    edit_comment = field(handler.edit_comment)
    delete_comment = field(handler.delete_comment)
