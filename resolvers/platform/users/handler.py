"""GraphQL fields of people."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.app import app
from resolvers.platform.users import service
from resolvers.platform.users.model import (
    FollowUserInput,
    FollowUserPayload,
    UnfollowUserPayload,
    UpdateProfileInput,
    UpdateProfilePayload,
    User,
    UserConnection,
)

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="user")
def user(handle: Annotated[str, Field(description="The handle, with or without a leading `@`.")]) -> User | None:
    """The person with a handle. Null if nobody has it.

    A handle that was given up leads to its person for 90 days: their `handle` is then another one.
    """
    return service.get_by_handle(handle)


@app.resolver(type_name="Mutation", field_name="updateProfile", counts=(rates.WRITES,))
def update_profile(input: UpdateProfileInput) -> UpdateProfilePayload | None:
    """Change your profile. If somebody changed it since you read it, the payload has a `Conflict` error."""
    return UpdateProfilePayload(user=service.update_profile(viewer(), input))


@app.resolver(type_name="Mutation", field_name="followUser", counts=(rates.WRITES, rates.FOLLOWS))
def follow_user(input: FollowUserInput) -> FollowUserPayload | None:
    """Follow a person, so that what they publish appears in your feed. Following a person twice changes nothing."""
    return FollowUserPayload(user=service.follow(viewer(), input.user_id))


@app.resolver(type_name="Mutation", field_name="unfollowUser", counts=(rates.WRITES,))
def unfollow_user(input: FollowUserInput) -> UnfollowUserPayload | None:
    """Stop following a person. Unfollowing a person twice changes nothing."""
    return UnfollowUserPayload(user=service.unfollow(viewer(), input.user_id))


@app.batch_resolver(type_name="User", field_name="viewerFollows")
def viewer_follows(users: Parents) -> list[bool | None]:
    """Whether the viewer follows this person. Always false for guests."""
    followed = service.find_followed(viewer_or_guest(), [ID(each["id"]) for each in users])
    return [each["id"] in followed for each in users]


@app.batch_resolver(type_name="User", field_name="followers")
def followers(users: Parents, first: First = 20, after: After = None) -> list[UserConnection | None]:
    """The people who follow this person, most recent first."""
    return [service.list_followers(each["id"], first, after) for each in users]


@app.batch_resolver(type_name="User", field_name="following")
def following(users: Parents, first: First = 20, after: After = None) -> list[UserConnection | None]:
    """The people this person follows, most recent first."""
    return [service.list_following(each["id"], first, after) for each in users]
