"""GraphQL fields of the chat of livestreams."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.pagination import After, First
from resolvers.video.app import app
from resolvers.video.chat import service
from resolvers.video.chat.model import ChatBanConnection, ChatMessageConnection
from resolvers.video.chat.mutations import (
    AllowInChatInput,
    AllowInChatPayload,
    BanFromChatInput,
    BanFromChatPayload,
    CreateChatTokenInput,
    CreateChatTokenPayload,
    DeleteChatMessageInput,
    DeleteChatMessagePayload,
    SetChatPaceInput,
    SetChatPacePayload,
)

Parents = list[dict[str, Any]]
NewestFirst = Annotated[bool, Field(description="Whether to begin with the newest message.")]


@app.resolver(type_name="Mutation", field_name="createChatToken", counts=(rates.CHAT_ENTRIES,))
def create_chat_token(input: CreateChatTokenInput) -> CreateChatTokenPayload | None:
    """Get the right to enter the chat of a livestream that goes on. Guests may read."""
    return CreateChatTokenPayload(chat_token=service.enter(viewer_or_guest(), input.stream_id))


@app.resolver(type_name="Mutation", field_name="deleteChatMessage", counts=(rates.WRITES,))
def delete_chat_message(input: DeleteChatMessageInput) -> DeleteChatMessagePayload | None:
    """Delete your message, or a message in the chat of your livestream. It is gone from the replay, too."""
    service.delete_message(viewer(), input.stream_id, input.message_id)
    return DeleteChatMessagePayload(deleted_id=input.message_id)


@app.resolver(type_name="Mutation", field_name="banFromChat", counts=(rates.WRITES,))
def ban_from_chat(input: BanFromChatInput) -> BanFromChatPayload | None:
    """Let somebody only read the chats of your livestreams for a time, or keep them out for good."""
    until = service.ban(viewer(), input.stream_id, input.user_id, input.seconds)
    return BanFromChatPayload(user_id=input.user_id, until=until)


@app.resolver(type_name="Mutation", field_name="allowInChat", counts=(rates.WRITES,))
def allow_in_chat(input: AllowInChatInput) -> AllowInChatPayload | None:
    """Let somebody write in the chats of your livestreams again. Repeating it changes nothing."""
    service.allow(viewer(), input.stream_id, input.user_id)
    return AllowInChatPayload(user_id=input.user_id)


@app.resolver(type_name="Mutation", field_name="setChatPace", counts=(rates.WRITES,))
def set_chat_pace(input: SetChatPaceInput) -> SetChatPacePayload | None:
    """Slow down the chats of your livestreams: say how long a person waits between two messages."""
    service.set_pace(viewer(), input.stream_id, input.slow_seconds)
    return SetChatPacePayload(slow_seconds=input.slow_seconds)


@app.batch_resolver(type_name="Viewer", field_name="chatBans")
def chat_bans(viewers: Parents, first: First = 20, after: After = None) -> list[ChatBanConnection | None]:
    """Whom you banned from the chats of your livestreams, for good or until a time that is to come.

    They are in the order of their IDs.
    """
    return [service.list_bans(viewer(), first, after) for _ in viewers]


@app.batch_resolver(type_name="Stream", field_name="chatMessages")
def chat_messages(
    streams: Parents, first: First = 20, after: After = None, newest_first: NewestFirst = False
) -> list[ChatMessageConnection | None]:
    """What was said in the chat, in the order of time, without deleted messages. Messages are kept for 90 days."""
    return [service.list_messages(each, first, after, newest_first=newest_first) for each in streams]
