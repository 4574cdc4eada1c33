"""What viewers and owners ask of the chat of a livestream, and what each mutation returns."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Moment
from resolvers.video.chat.model import MOST_SLOW_SECONDS, ChatToken


class CreateChatTokenInput(Input):
    """Input of `createChatToken`."""

    stream_id: ID = Field(description="The ID of the livestream.")


class DeleteChatMessageInput(Input):
    """Input of `deleteChatMessage`."""

    stream_id: ID = Field(description="The ID of the livestream.")
    message_id: ID = Field(description="The ID of the message.")


class BanFromChatInput(Input):
    """Input of `banFromChat`."""

    stream_id: ID = Field(description="The ID of your livestream.")
    user_id: ID = Field(description="The ID of the person.")
    seconds: int | None = Field(
        default=None, ge=1, le=86_400, description="For how long, from 1 to 86,400 seconds. Leave it out for good."
    )


class AllowInChatInput(Input):
    """Input of `allowInChat`."""

    stream_id: ID | None = Field(
        default=None, description="The ID of a livestream of yours. You may leave it out: a ban is from all your chats."
    )
    user_id: ID = Field(description="The ID of the person.")


class SetChatPaceInput(Input):
    """Input of `setChatPace`."""

    stream_id: ID = Field(description="The ID of your livestream.")
    slow_seconds: int = Field(
        ge=0,
        le=MOST_SLOW_SECONDS,
        description="How many seconds must pass between two messages of a person, up to 300. 0 is no limit.",
    )


class CreateChatTokenPayload(Payload):
    """The result of `createChatToken`."""

    chat_token: ChatToken | None = Field(default=None, description="The right to enter the chat.")


class DeleteChatMessagePayload(Payload):
    """The result of `deleteChatMessage`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the message that is deleted.")


class BanFromChatPayload(Payload):
    """The result of `banFromChat`."""

    user_id: ID | None = Field(default=None, description="The ID of the person who may not write.")
    until: Moment | None = Field(default=None, description="Until when. Null for good.")


class AllowInChatPayload(Payload):
    """The result of `allowInChat`."""

    user_id: ID | None = Field(default=None, description="The ID of the person who may write again.")


class SetChatPacePayload(Payload):
    """The result of `setChatPace`."""

    slow_seconds: int | None = Field(
        default=None, description="How many seconds must pass between two messages of a person. 0 is no limit."
    )
