"""Loads the demo world into a running system by its public API only; what exists already is kept."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import aiohttp

from infra.local.world import account, airing, buying, channels, filming, operations, selling, writing
from infra.local.world.api import TooLateError, member, nodes
from infra.local.world.member import Member, Members
from infra.local.world.model import Person, World
from infra.local.world.running import Running

Say = Callable[[str], None]
PROCESSING_SECONDS: Final = 300
LOOK_SECONDS: Final = 1.0
SETTLED: Final = {"LIVE", "FAILED", "REJECTED"}


class NotLoadedError(Exception):
    """The world could not be loaded completely; the text says what is missing."""


async def load(world: World, running: Running, say: Say) -> None:
    """Create whatever of the world the running system lacks; raises `ApiError` or `NotLoadedError`."""
    for last in (False, False, True):
        try:
            async with aiohttp.ClientSession() as http:
                await _load(world, running, http, say)
        except TooLateError:
            if last:
                raise
            say("the API was too slow to start; continuing")
        else:
            return


async def _load(world: World, running: Running, http: aiohttp.ClientSession, say: Say) -> None:
    say(f"signing in {len(world.people)} people, who sign up if they are new")
    members = await _sign_in_all(world, running, http)
    say(f"signed in: {', '.join(members)}")
    await _run_all(_write_profile(member, say) for member in members.values())
    await _run_all(_follow(member, members) for member in members.values())
    for article in world.articles:
        await writing.write_article(article, members[article.author], say)
    await _run_all(writing.add_reactions(article, members, say) for article in world.articles)
    await _run_all(_wait_for_photos(member, say) for member in members.values())
    for article in world.articles:
        await selling.offer_products(article, members[article.author], say)
        await buying.buy_products(article, members, say)
    await channels.open_channels(members, say)
    await asyncio.gather(
        filming.show_videos(world.videos, members, say),
        airing.show_broadcasts(world.broadcasts, members, running, say),
    )


async def _sign_in_all(world: World, running: Running, http: aiohttp.ClientSession) -> Members:
    async def sign_in(person: Person) -> Member:
        token = await asyncio.to_thread(account.obtain_token, running, person.email, world.password)
        somebody = Member(person, member(running, http, token))
        await somebody.load()
        return somebody

    first, *others = world.people
    # The first call starts the functions; all together would start as many copies.
    entered = [await sign_in(first), *await asyncio.gather(*(sign_in(person) for person in others))]
    return {each.person.handle: each for each in entered}


async def _write_profile(member: Member, say: Say) -> None:
    """Update a profile that differs from the world's, and upload the avatar if there is none."""
    person, user = member.person, member.user
    wanted = {"handle": person.handle, "displayName": person.name, "bio": person.bio}
    changes = {name: value for name, value in wanted.items() if user[name] != value}
    if changes:
        await member.api.mutate(operations.UPDATE_PROFILE, expectedVersion=user["version"], **changes)
        say(f"{person.name} is @{person.handle}")
    if user["avatar"] is None:
        key = f"world-avatar-{person.handle}"
        await writing.upload(member.api, person.avatar, key, purpose="AVATAR")


async def _follow(member: Member, members: Members) -> None:
    known = {user["handle"] for user in nodes(member.user["following"])}
    for handle in member.person.follows:
        if handle not in known:
            await member.api.mutate(operations.FOLLOW, userId=members[handle].user["id"])


async def _wait_for_photos(member: Member, say: Say) -> None:
    """Wait until every photo of a person is live, failed or rejected, or raise `NotLoadedError`."""
    shown = -1
    retried: set[str] = set()
    for _ in range(int(PROCESSING_SECONDS / LOOK_SECONDS)):
        photos = nodes((await member.api.execute(operations.PHOTOS))["viewer"]["photos"])
        live = sum(photo["state"] == "LIVE" for photo in photos)
        if live != shown and shown != len(photos):
            say(f"@{member.person.handle}: {live} of {len(photos)} photos are live")
            shown = live
        again = [photo for photo in photos if photo["id"] not in retried and (photo["failure"] or {}).get("retryable")]
        for failed in again:
            retried.add(failed["id"])
            await member.api.mutate(operations.RETRY_PHOTO, id=failed["id"])
        if not again and all(photo["state"] in SETTLED for photo in photos):
            _report_failures(member, photos, say)
            return
        await asyncio.sleep(LOOK_SECONDS)
    waiting = [photo["caption"] or photo["id"] for photo in photos if photo["state"] not in SETTLED]
    raise NotLoadedError(f"Still not processed after {PROCESSING_SECONDS} s: {'; '.join(waiting)}")


def _report_failures(member: Member, photos: list[dict[str, Any]], say: Say) -> None:
    for each in photos:
        if each["failure"]:
            say(f"@{member.person.handle}: “{each['caption']}” is not live. {each['failure']['message']}")


async def _run_all(steps: Iterable[Awaitable[None]]) -> None:
    await asyncio.gather(*steps)
