"""A person of the demo world who signed in, and what the API says of them."""

from dataclasses import dataclass, field
from typing import Any

from infra.local.world import operations
from infra.local.world.api import Api, nodes
from infra.local.world.model import Person


@dataclass
class Member:
    """Who they are, how they ask, their profile, and their posts by title."""

    person: Person
    api: Api
    user: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def look(self) -> None:
        viewer = (await self.api.ask(operations.ME))["viewer"]
        self.user = viewer["user"]
        self.posts = {post["title"]: post for post in nodes(viewer["posts"])}


Members = dict[str, Member]
