"""GraphQL fields of people."""

from typing import Annotated, Any

from pydantic import Field

from resolvers.core.appsync import app
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.users import service
from resolvers.users.model import (
    FollowUserInput,
    FollowUserPayload,
    UnfollowUserPayload,
    UpdateProfileInput,
    UpdateProfilePayload,
    User,
    UserConnection,
    Viewer,
)

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="viewer")
def me() -> Viewer:
    """Who is asking, with everything only they may see."""
    return Viewer(user=service.present(viewer()))


@app.resolver(type_name="Query", field_name="user")
def user(handle: Annotated[str, Field(description="With or without @.")]) -> User | None:
    """A person by handle; null where nobody has it."""
    return service.get_by_handle(handle)


@app.resolver(type_name="Mutation", field_name="updateProfile")
def update_profile(input: UpdateProfileInput) -> UpdateProfilePayload:
    """Change one's own profile."""
    return UpdateProfilePayload(user=service.update_profile(viewer(), input))


@app.resolver(type_name="Mutation", field_name="followUser")
def follow_user(input: FollowUserInput) -> FollowUserPayload:
    """Follow somebody: their posts come into one's feed. Repeating it changes nothing."""
    return FollowUserPayload(user=service.follow(viewer(), input.user_id))


@app.resolver(type_name="Mutation", field_name="unfollowUser")
def unfollow_user(input: FollowUserInput) -> UnfollowUserPayload:
    """Stop following somebody. Repeating it changes nothing."""
    return UnfollowUserPayload(user=service.unfollow(viewer(), input.user_id))


@app.batch_resolver(type_name="User", field_name="viewerFollows")
def viewer_follows(users: Parents) -> list[bool]:
    """Whether the viewer follows this person; false for guests."""
    followed = service.followed_by(viewer_or_guest(), [ID(each["id"]) for each in users])
    return [each["id"] in followed for each in users]


@app.batch_resolver(type_name="User", field_name="followers")
def followers(users: Parents, first: First = 20, after: After = None) -> list[UserConnection | None]:
    """The people who follow this person, the newest first."""
    return [service.list_followers(each["id"], first, after) for each in users]


@app.batch_resolver(type_name="User", field_name="following")
def following(users: Parents, first: First = 20, after: After = None) -> list[UserConnection | None]:
    """The people this person follows, the newest first."""
    return [service.list_following(each["id"], first, after) for each in users]
