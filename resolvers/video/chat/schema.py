"""What the contract promises of the chat of livestreams."""

import strawberry

# imported for its side effect: it registers the type that chats are added to
import resolvers.video.streams.schema  # noqa: F401
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.users.model import Viewer
from resolvers.video.chat import handler, model, mutations
from resolvers.video.streams.model import Stream

enums(model.ChatRole)
outputs(
    model.ChatMessage,
    model.ChatMessageConnection,
    model.ChatToken,
    mutations.CreateChatTokenPayload,
    directives=EVERYONE,
)
outputs(
    model.ChatBan,
    model.ChatBanConnection,
    mutations.DeleteChatMessagePayload,
    mutations.BanFromChatPayload,
    mutations.AllowInChatPayload,
    mutations.SetChatPacePayload,
    directives=SIGNED_IN,
)
inputs(
    mutations.CreateChatTokenInput,
    mutations.DeleteChatMessageInput,
    mutations.BanFromChatInput,
    mutations.AllowInChatInput,
    mutations.SetChatPaceInput,
)

nested_field(Stream, handler.chat_messages)
nested_field(Viewer, handler.chat_bans)


@strawberry.type
class Mutation:
    create_chat_token = field(handler.create_chat_token, EVERYONE)
    delete_chat_message = field(handler.delete_chat_message)
    ban_from_chat = field(handler.ban_from_chat)
    allow_in_chat = field(handler.allow_in_chat)
    set_chat_pace = field(handler.set_chat_pace)
