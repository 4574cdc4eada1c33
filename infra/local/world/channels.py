"""The channels of the demo world, and who subscribes to them."""

from collections.abc import Callable

from infra.local.world import operations
from infra.local.world.member import Member, Members

Say = Callable[[str], None]


async def open_channels(members: Members, say: Say) -> None:
    """Create the channels that people of the world lack, with their subscribers."""
    for member in members.values():
        if member.person.channel and await _read_channel(member) is None:
            await _open_channel(member, members, say)


async def _open_channel(owner: Member, members: Members, say: Say) -> None:
    wanted = owner.person.channel
    assert wanted
    created = await owner.api.mutate(
        operations.CREATE_CHANNEL, handle=wanted.handle, title=wanted.title, description=wanted.description
    )
    for handle in wanted.subscribers:
        channel_id = created["channel"]["id"]
        await members[handle].api.mutate(operations.SUBSCRIBE_TO_CHANNEL, channelId=channel_id)
    say(f"“{wanted.title}” by @{owner.person.handle}: a channel, @{wanted.handle}")


async def _read_channel(owner: Member) -> dict[str, str] | None:
    channel: dict[str, str] | None = (await owner.api.execute(operations.OWN_CHANNEL))["viewer"]["channel"]
    return channel
