"""A person of the demo world who signed in, and what the API says of them."""

from dataclasses import dataclass, field
from typing import Any

from infra.local.world import operations
from infra.local.world.api import Api, nodes
from infra.local.world.model import Person


@dataclass
class Member:
    """A person with their API, their profile, and their posts by title."""

    person: Person
    api: Api
    user: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def load(self) -> None:
        viewer = (await self.api.execute(operations.ME))["viewer"]
        self.user = viewer["user"]
        self.posts = {post["title"]: post for post in nodes(viewer["posts"])}


Members = dict[str, Member]
