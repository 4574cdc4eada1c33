"""What the contract promises of people."""

import strawberry

from resolvers.core.directives import EVERYONE, SIGNED_IN, field, inputs, nested_field, outputs
from resolvers.platform.users import handler, model

outputs(model.UserCounts, model.Avatar, model.User, model.UserConnection)
outputs(model.Viewer, directives=SIGNED_IN)
outputs(model.UpdateProfilePayload, model.FollowUserPayload, model.UnfollowUserPayload, directives=SIGNED_IN)
inputs(model.UpdateProfileInput, model.FollowUserInput)

nested_field(model.User, handler.viewer_follows)
nested_field(model.User, handler.followers)
nested_field(model.User, handler.following)


@strawberry.type
class Query:
    user = field(handler.user, EVERYONE)


@strawberry.type
class Mutation:
    update_profile = field(handler.update_profile)
    follow_user = field(handler.follow_user)
    unfollow_user = field(handler.unfollow_user)
