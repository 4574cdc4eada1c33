"""What the contract promises of likes."""

import strawberry

import resolvers.comments.schema
import resolvers.posts.schema  # noqa: F401  dresses posts and comments first
from resolvers.comments.model import Comment
from resolvers.core.directives import EVERYONE, SIGNED_IN, field, inputs, nested, outputs
from resolvers.likes import handler, model
from resolvers.posts.model import Post

outputs(model.LikeEdge, model.LikeConnection, directives=EVERYONE)
outputs(model.LikePayload, model.UnlikePayload, directives=SIGNED_IN)
inputs(model.LikeInput)

for subject in (Post, Comment):
    nested(subject, handler.viewer_has_liked)
    nested(subject, handler.likes)


@strawberry.type
class Mutation:
    like = field(handler.like)
    unlike = field(handler.unlike)
