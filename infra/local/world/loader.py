"""Brings the demo world into a running system, through its public doors alone; what is there already stays."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import aiohttp

from infra.local.world import account, operations, writing
from infra.local.world.api import TooLateError, member, nodes
from infra.local.world.member import Member, Members
from infra.local.world.model import Person, World
from infra.local.world.running import Running

Say = Callable[[str], None]
PROCESSING_SECONDS: Final = 300
LOOK_SECONDS: Final = 1.0
SETTLED: Final = {"LIVE", "FAILED", "REJECTED"}


class NotLoadedError(Exception):
    """The world did not become whole; the text says what is missing."""


async def load(world: World, running: Running, say: Say) -> None:
    """Make the running system hold the world; raises `ApiError` or `NotLoadedError`."""
    for last in (False, False, True):
        try:
            async with aiohttp.ClientSession() as http:
                await _load(world, running, http, say)
        except TooLateError:
            if last:
                raise
            say("the API is slow to wake; going on where it stood")
        else:
            return


async def _load(world: World, running: Running, http: aiohttp.ClientSession, say: Say) -> None:
    say(f"signing in {len(world.people)} people, who sign up if they are new")
    members = await _signed_in(world, running, http)
    say(f"signed in: {', '.join(members)}")
    await _each(_introduce(member, say) for member in members.values())
    await _each(_follow(member, members) for member in members.values())
    for article in world.articles:
        await writing.write(article, members[article.author], say)
    await _each(writing.react(article, members, say) for article in world.articles)
    await _each(_settle(member, say) for member in members.values())


async def _signed_in(world: World, running: Running, http: aiohttp.ClientSession) -> Members:
    async def enter(person: Person) -> Member:
        token = await asyncio.to_thread(account.token, running, person.email, world.password)
        somebody = Member(person, member(running, http, token))
        await somebody.look()
        return somebody

    first, *others = world.people
    # Whoever comes first wakes the functions; together they would wake as many copies.
    entered = [await enter(first), *await asyncio.gather(*(enter(person) for person in others))]
    return {each.person.handle: each for each in entered}


async def _introduce(member: Member, say: Say) -> None:
    """Write the profile of somebody whose profile says something else."""
    person, user = member.person, member.user
    wanted = {"handle": person.handle, "displayName": person.name, "bio": person.bio}
    changes = {name: value for name, value in wanted.items() if user[name] != value}
    if changes:
        await member.api.do(operations.UPDATE_PROFILE, expectedVersion=user["version"], **changes)
        say(f"{person.name} is @{person.handle}")
    if user["avatar"] is None:
        key = f"world-avatar-{person.handle}"
        await writing.upload(member.api, person.avatar, key, purpose="AVATAR")


async def _follow(member: Member, members: Members) -> None:
    known = {user["handle"] for user in nodes(member.user["following"])}
    for handle in member.person.follows:
        if handle not in known:
            await member.api.do(operations.FOLLOW, userId=members[handle].user["id"])


async def _settle(member: Member, say: Say) -> None:
    """Wait until each photo of a person is seen or has failed, or raise `NotLoadedError`."""
    shown = -1
    retried: set[str] = set()
    for _ in range(int(PROCESSING_SECONDS / LOOK_SECONDS)):
        photos = nodes((await member.api.ask(operations.PHOTOS))["viewer"]["photos"])
        live = sum(photo["state"] == "LIVE" for photo in photos)
        if live != shown and shown != len(photos):
            say(f"@{member.person.handle}: {live} of {len(photos)} photos are live")
            shown = live
        again = [photo for photo in photos if photo["id"] not in retried and (photo["failure"] or {}).get("retryable")]
        for failed in again:
            retried.add(failed["id"])
            await member.api.do(operations.RETRY_PHOTO, id=failed["id"])
        if not again and all(photo["state"] in SETTLED for photo in photos):
            _complain(member, photos, say)
            return
        await asyncio.sleep(LOOK_SECONDS)
    waiting = [photo["caption"] or photo["id"] for photo in photos if photo["state"] not in SETTLED]
    raise NotLoadedError(f"Still not processed after {PROCESSING_SECONDS} s: {'; '.join(waiting)}")


def _complain(member: Member, photos: list[dict[str, Any]], say: Say) -> None:
    for each in photos:
        if each["failure"]:
            say(f"@{member.person.handle}: “{each['caption']}” is not live. {each['failure']['message']}")


async def _each(steps: Iterable[Awaitable[None]]) -> None:
    await asyncio.gather(*steps)
