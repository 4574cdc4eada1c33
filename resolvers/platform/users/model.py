"""A person: profile, counts, avatar, and what others ask to change of them."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.users.handles import parse_handle

DISPLAY_NAME_LENGTH: Final = 60  # characters

Handle = Annotated[str, AfterValidator(parse_handle)]
DisplayName = Annotated[str, AfterValidator(text.Line(1, DISPLAY_NAME_LENGTH))]
Bio = Annotated[str, AfterValidator(text.Paragraphs(0, 500))]


class UserCounts(Model):
    """The numbers of a person's publications, followers, and people they follow."""

    published: int = Field(default=0, description="The number of published subjects, such as posts, of any visibility.")
    followers: int = Field(default=0, description="The number of followers.")
    unread: int = stored_only(default=0)  # notifications, which only the person themselves is told
    following: int = Field(default=0, description="The number of people they follow.")


class Avatar(Model):
    """A person's square profile picture."""

    key: str = stored_only()
    picture_id: ID | None = stored_only(default=None)
    width: int = Field(description="The length in pixels.")
    height: int = Field(description="The length in pixels.")
    thumbhash: str = Field(
        description="A blurred placeholder to show while the image loads: a ThumbHash of about 25 bytes, in base64."
    )
    url: str = shown_only(
        "A signed URL of the image. It is valid for 15 minutes; read the field again for a new one.", default=""
    )


class User(Model):
    """A person."""

    id: ID = Field(description="The ID of the person: the `sub` of their Cognito user.")
    handle: str = Field(description="The unique handle in lower case, without `@`.")
    display_name: str = Field(description="The name to show.")
    bio: str = Field(default="", description="A short biography, as plain text. Empty if there is none.")
    avatar: Avatar | None = Field(default=None, description="The profile picture. Null if there is none.")
    created_at: Moment = Field(description="When the person joined.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )
    counts: UserCounts = shown_only(
        "The numbers of their publications, followers, and people they follow.", default=UserCounts()
    )


class UserConnection(Connection[User]):
    """A page of people."""


class Viewer(Model):
    """The signed-in person, with what only they can read."""

    user: User = Field(description="The profile.")
    unread_notifications: int | None = Field(default=None, description="The number of your unread notifications.")
    notifications_events_cursor: OpaqueID | None = Field(
        default=None,
        description="The position in the event log of your notifications when `unreadNotifications` was read. "
        "Pass it to `eventsSince`.",
    )


class UpdateProfileInput(Input):
    """Input of `updateProfile`. Fields that you leave out stay as they are."""

    expected_version: int = Field(
        description="The version that you read. If the item has changed since, "
        "the payload has a `Conflict` error with the current "
        "version."
    )
    handle: Handle | None = Field(
        default=None,
        description="A new handle of 3 to 30 characters from `a` to `z`, `0` to `9` and `_`. "
        "For 90 days nobody else can take the old one, and it still leads to you.",
    )
    display_name: DisplayName | None = Field(default=None, description="One line of 1 to 60 characters.")
    bio: Bio | None = Field(default=None, description="Up to 500 characters. Empty text removes it.")
    remove_avatar: bool = Field(
        default=False, description="True removes the profile picture. To set one, use `createUpload(purpose: AVATAR)`."
    )


class FollowUserInput(Input):
    """Input of `followUser` and `unfollowUser`."""

    user_id: ID = Field(description="The ID of the other person.")


class UpdateProfilePayload(Payload):
    """Your profile after the change."""

    user: User | None = Field(default=None, description="Your profile after the change.")


class FollowUserPayload(Payload):
    """The result of `followUser`."""

    user: User | None = Field(default=None, description="The person you now follow, with current counts.")


class UnfollowUserPayload(Payload):
    """The result of `unfollowUser`."""

    user: User | None = Field(default=None, description="The person you no longer follow, with current counts.")
