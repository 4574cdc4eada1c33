"""What the contract promises of comments."""

import strawberry

import resolvers.platform.users.schema  # noqa: F401  imported for its side effect: it registers the user types
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.comments import handler, model
from resolvers.platform.likes import handler as likes

enums(model.CommentEventKind)
outputs(model.CommentCounts, model.Comment, model.CommentConnection)
outputs(model.AddCommentPayload, model.EditCommentPayload, model.DeleteCommentPayload, directives=SIGNED_IN)
inputs(model.AddCommentInput, model.EditCommentInput, model.DeleteCommentInput)

nested_field(model.Comment, handler.replies)
nested_field(model.Comment, likes.likes)

SUBJECT_FIELDS = (handler.comments,)


@strawberry.type
class Query:
    comment = field(handler.comment, EVERYONE)


@strawberry.type
class Mutation:
    add_comment = field(handler.add_comment)
    edit_comment = field(handler.edit_comment)
    delete_comment = field(handler.delete_comment)
