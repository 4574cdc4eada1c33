"""A person: profile, counts, avatar, and what others ask to change of them."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, hidden, shown_only
from resolvers.core.pagination import Connection

_HANDLE: Final = re.compile(r"[a-z0-9](?:[a-z0-9_]{1,28})[a-z0-9]")


def _checked(handle: str) -> str:
    lowered = handle.lower().removeprefix("@")
    if not _HANDLE.fullmatch(lowered):
        raise ValueError("A handle has 3 to 30 letters, digits or underscores, and begins and ends without one")
    return lowered


Handle = Annotated[str, AfterValidator(_checked)]


class UserCounts(Model):
    """How much there is around a person."""

    posts: int = Field(default=0, description="Published posts, of every visibility.")
    followers: int = Field(default=0, description="People who follow them.")
    following: int = Field(default=0, description="People they follow.")


class Avatar(Model):
    """A person's picture of themselves, square."""

    key: str = hidden()
    photo_id: ID | None = hidden(default=None)
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    thumbhash: str = Field(description="A placeholder of some 25 bytes, base64.")
    url: str = shown_only("Where to read it for an hour.", default="")


class User(Model):
    """A person."""

    id: ID = Field(description="The user pool's `sub`.")
    handle: str = Field(description="Their unique name, lower case, without @.")
    display_name: str = Field(description="The name they go by.")
    bio: str = Field(default="", description="What they say of themselves, plain text.")
    avatar: Avatar | None = Field(default=None, description="Their picture, where they chose one.")
    created_at: Moment = Field(description="When they joined.")
    version: int = Field(default=1, description="Goes up with every change: send it as `expectedVersion`.")
    counts: UserCounts = shown_only("Posts, followers, following.", default=UserCounts())


class UserConnection(Connection[User]):
    """A page of people."""


class Viewer(Model):
    """The person signed in, and what only they may see."""

    user: User = Field(description="Their profile.")


class UpdateProfileInput(Input):
    """Changes to one's own profile; what is left out stays."""

    expected_version: int = Field(description="The version it was read at.")
    handle: Handle | None = Field(
        default=None, description="A new handle: 3 to 30 of a-z, 0-9, _; the old one is free at once."
    )
    display_name: str | None = Field(default=None, min_length=1, max_length=60, description="1 to 60 characters.")
    bio: str | None = Field(default=None, max_length=500, description="Up to 500 characters; empty text clears it.")
    remove_avatar: bool = Field(
        default=False, description="True takes the picture away. `createUpload(purpose: AVATAR)` sets a new one."
    )


class FollowUserInput(Input):
    """Whom to follow, or no longer."""

    user_id: ID = Field(description="The other person.")


class UpdateProfilePayload(Payload):
    """The profile as it is now."""

    user: User | None = Field(default=None, description="The profile as it is now.")


class FollowUserPayload(Payload):
    """The person followed."""

    user: User | None = Field(default=None, description="The person followed, with counts as they are now.")


class UnfollowUserPayload(Payload):
    """The person no longer followed."""

    user: User | None = Field(default=None, description="The person, with counts as they are now.")
