"""What the contract promises of people."""

import strawberry

from resolvers.core.directives import EVERYONE, field, inputs, nested, output
from resolvers.users import handler, model

for each in (model.UserCounts, model.Avatar, model.User):
    output(each)
for each in (model.UpdateProfilePayload, model.FollowUserPayload, model.UnfollowUserPayload):
    output(each, directives=())
inputs(model.UpdateProfileInput, model.FollowUserInput)
output(model.UserConnection)

nested(model.User, handler.viewer_follows)
nested(model.User, handler.followers)
nested(model.User, handler.following)


@strawberry.type
class Query:
    user = field(handler.user, EVERYONE)


@strawberry.type
class Mutation:
    update_profile = field(handler.update_profile)
    follow_user = field(handler.follow_user)
    unfollow_user = field(handler.unfollow_user)
