"""An IVS Chat for tests of chats: it remembers rooms, tokens and what it is told, and carries nothing."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from resolvers.core.model import now
from resolvers.video.chat.host import SESSION_MINUTES, Admission, RoomGone


@dataclass(frozen=True)
class Admitted:
    """What a token was asked for."""

    room_arn: str
    user_id: str
    attributes: Mapping[str, str]
    writes: bool


@dataclass
class RememberingChat:
    """Gives each person a room, and each request a token."""

    reviewers: dict[str, str] = field(default_factory=dict)  # by room
    admitted: dict[str, Admitted] = field(default_factory=dict)  # by token
    told: list[tuple[str, ...]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def open_room(self, owner_id: str, reviewer: str) -> str:
        known = next((arn for arn in self.reviewers if arn.endswith(f"/{owner_id}")), None)
        arn = known or f"arn:aws:ivschat:us-east-1:000000000000:room/{next(self._numbers)}/{owner_id}"
        self.reviewers[arn] = reviewer
        return arn

    def admit(self, room_arn: str, user_id: str, attributes: Mapping[str, str], *, writes: bool) -> Admission:
        if room_arn not in self.reviewers:
            raise RoomGone
        token = f"token-{next(self._numbers)}"
        self.admitted[token] = Admitted(room_arn, user_id, attributes, writes)
        return Admission(token, now() + timedelta(minutes=SESSION_MINUTES))

    def delete_room(self, room_arn: str) -> None:
        self.reviewers.pop(room_arn, None)

    def delete_message(self, room_arn: str, message_id: str) -> None:
        self.told.append(("delete", room_arn, message_id))

    def disconnect(self, room_arn: str, user_id: str) -> None:
        self.told.append(("disconnect", room_arn, user_id))

    def tell(self, room_arn: str, event: str, attributes: Mapping[str, str]) -> None:
        self.told.append(("tell", room_arn, event, *attributes.values()))
