"""The whole circle, live: `python -m infra.local.world.story` plays it against the running system.

Nora signs up, publishes an article, uploads a photo and pins it where her camera was. Omar listens with gql's own
AppSync client and hears every step, what the AI sees, a comment and a like; he buys two prints of the
photo, then misses something and catches up. She uploads a video, and he plays it. At last she
goes live by ffmpeg; he watches, and plays the replay after the end.
"""

import asyncio
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import aiohttp

from infra.local.world import account, camera, command, evening, operations, premiere, running, trade
from infra.local.world.api import Api, member, nodes
from infra.local.world.listener import Event, Listener, MissedError, subscribe
from infra.local.world.model import photo

STEPS: Final = ("UPLOADED", "CHECKED", "RESIZED", "LABELLED", "MODERATED", "LIVE")
PLACE: Final = (30.3379, 35.4312)
PROCESSING_SECONDS: Final = 90
EVENT_SECONDS: Final = 30
BODY: Final = """The path ends at a wall of sandstone, and the wall has a door.

I sat opposite for an hour. The shadow of the urn crossed two columns in that time, and nobody went in.
"""


class Person:
    """Somebody who has just signed up, with their API, token and id."""

    def __init__(self, name: str, api: Api, token: str, user: dict[str, Any]) -> None:
        self.name = name
        self.api = api
        self.token = token
        self.id: str = user["id"]
        self.version: int = user["version"]


class Stage:
    """Prints the story: every line with the seconds since it began."""

    def __init__(self) -> None:
        self.now = command.Clock()

    def say(self, who: str, line: str) -> None:
        print(f"{self.now():7.2f} s  {who:<5} {line}", flush=True)

    def hears(self, who: str) -> Any:
        def tell(field: str, event: Event) -> None:
            print(f"{self.now():7.2f} s  {who:<5}   ◂ {field}  {_describe_event(field, event)}", flush=True)

        return tell


async def play(system: running.Running, stage: Stage) -> None:
    """Play the story, or raise what went wrong: `MissedError`, `ApiError`."""
    async with aiohttp.ClientSession() as http:
        nora = await _sign_up("Nora", system, http, stage)
        omar = await _sign_up("Omar", system, http, stage)
        post_id = await _publish_article(nora, stage)
        watched = {
            "onPhotoProcessing": operations.ON_PHOTO_PROCESSING,
            "onComment": operations.ON_COMMENT,
            "onLikes": operations.ON_LIKES,
        }
        noticed = {"onNotification": operations.ON_NOTIFICATION}
        async with subscribe(system, nora.token, noticed, nora.id, stage.hears("Nora")) as author:
            async with subscribe(system, omar.token, watched, post_id, stage.hears("Omar")) as reader:
                stage.say("Omar", "listens to the article's photos, comments and likes")
                photo_id = await _upload_photo(nora, post_id, reader, stage)
                await author.wait_until(
                    "that her photo is live", "onNotification", _has("kind", "PROCESSED"), EVENT_SECONDS
                )
                await _pin_photo(nora, omar, post_id, photo_id, stage)
                await _comment(nora, omar, post_id, author, reader, stage)
                await trade.trade_print(nora, omar, post_id, photo_id, system, stage)
            await _catch_up(nora, omar, post_id, system, stage)
        await premiere.show_video(nora.api, nora.token, omar.api, system, stage)
        await evening.show_livestream(nora.api, omar.api, omar.token, system, stage)


async def _sign_up(name: str, system: running.Running, http: aiohttp.ClientSession, stage: Stage) -> Person:
    unique = secrets.token_hex(4)
    email, password = f"{name.lower()}-{unique}@waymark.example", f"Story-{secrets.token_urlsafe(12)}-1a"
    await asyncio.to_thread(account.sign_up, system, email, password)
    stage.say(name, f"signs up as {email}")
    await asyncio.to_thread(account.confirm, system, email)
    token = await asyncio.to_thread(account.obtain_token, system, email, password)
    api = member(system, http, token)
    person = Person(name, api, token, (await api.execute(operations.ME))["viewer"]["user"])
    handle = f"{name.lower()}_{unique}"
    await api.mutate(operations.UPDATE_PROFILE, handle=handle, displayName=name, expectedVersion=person.version)
    stage.say(name, f"is confirmed, signs in by SRP, and goes by @{handle}")
    return person


async def _publish_article(nora: Person, stage: Stage) -> str:
    words = {"title": "A door in the desert", "body": BODY, "tags": ["jordan", "desert"], "visibility": "PUBLIC"}
    draft = (await nora.api.mutate(operations.CREATE_POST, **words, idempotencyKey=secrets.token_hex(8)))["post"]
    stage.say("Nora", f"writes “{words['title']}” ({draft['state'].lower()})")
    post = await nora.api.mutate(operations.PUBLISH, id=draft["id"], expectedVersion=draft["version"])
    stage.say("Nora", f"publishes it at {post['post']['publishedAt']}")
    return str(draft["id"])


async def _upload_photo(nora: Person, post_id: str, reader: Listener, stage: Stage) -> str:
    """Upload a photo with its position, and wait until the reader has received every step and the AI's result."""
    picture = await asyncio.to_thread(camera.write_position, photo("petra"), PLACE, "Nora", "nora-on-holiday.jpg")
    begun = await nora.api.mutate(
        operations.CREATE_UPLOAD,
        purpose="PHOTO",
        postId=post_id,
        contentType="image/jpeg",
        bytes=len(picture),
        caption="The door. I did not knock.",
        altText="A façade with columns and an urn, carved into a cliff.",
        idempotencyKey=secrets.token_hex(8),
    )
    await nora.api.upload(begun["upload"], "nora-on-holiday.jpg", picture)
    uploaded = stage.now()
    stage.say("Nora", f"uploads a photo of {len(picture) // 1024} kB, with GPS in its EXIF")
    for step in STEPS:
        await reader.wait_until(f"the photo's step {step}", "onPhotoProcessing", _is_finished(step), PROCESSING_SECONDS)
    last = reader.events("onPhotoProcessing")[-1]
    if not last["labels"]:
        raise MissedError("The last step came without the AI's labels.")
    stage.say("", f"from upload to live on Omar's screen: {stage.now() - uploaded:.2f} s")
    return str(begun["photo"]["id"])


async def _pin_photo(nora: Person, omar: Person, post_id: str, photo_id: str, stage: Stage) -> None:
    """Pin the article where the camera was, which only its author is told."""
    seen = (await omar.api.execute(operations.PHOTO, id=photo_id))["photo"]
    if seen["suggestedPin"]:
        raise MissedError("A reader was told where the photo was taken.")
    sizes = ", ".join(f"{each['name'].lower()} {each['width']}x{each['height']}" for each in seen["variants"])
    stage.say("Omar", f"sees {sizes}; read by {seen['model']['name']} {seen['model']['version']}; no place")
    place = (await nora.api.execute(operations.PHOTO, id=photo_id))["photo"]["suggestedPin"]
    if not place:
        raise MissedError("The place in the photo's EXIF was not offered to its author.")
    stage.say("Nora", f"is offered the camera's place: {place['latitude']:.4f}, {place['longitude']:.4f}")
    await nora.api.mutate(operations.ADD_PIN, subjectId=post_id, position=place, placeName="Ad-Deir, Petra, Jordan")
    stage.say("Nora", "takes it, and names it Ad-Deir, Petra, Jordan")


async def _comment(nora: Person, omar: Person, post_id: str, author: Listener, reader: Listener, stage: Stage) -> None:
    """Comment, like and answer; each reaches the reader's socket, and the author's notifications."""
    stage.say("Omar", "comments and likes")
    text = "You should have knocked."
    comment = (await omar.api.mutate(operations.ADD_COMMENT, subjectId=post_id, body=text))["comment"]["id"]
    await omar.api.mutate(operations.LIKE, subjectId=post_id)
    await reader.wait_until("his comment", "onComment", _has("commentId", comment), EVENT_SECONDS)
    await reader.wait_until("his like", "onLikes", _has("likes", 1), EVENT_SECONDS)
    for kind in ("COMMENT", "LIKE"):
        await author.wait_until(f"a notification {kind}", "onNotification", _has("kind", kind), EVENT_SECONDS)
    stage.say("Nora", "answers")
    words = {"subjectId": post_id, "parentId": comment, "body": "Next time."}
    reply: str = (await nora.api.mutate(operations.ADD_COMMENT, **words))["comment"]["id"]
    await reader.wait_until("her answer", "onComment", _has("commentId", reply), EVENT_SECONDS)


async def _catch_up(nora: Person, omar: Person, post_id: str, system: running.Running, stage: Stage) -> None:
    """Miss a comment while away, reconnect, and read it from the log."""
    cursor = (await omar.api.execute(operations.POST, id=post_id))["post"]["comments"]["eventsCursor"]
    stage.say("Omar", "loses his connection")
    words = {"subjectId": post_id, "parentId": None, "body": "Went back. I knocked. A goat answered."}
    missed = (await nora.api.mutate(operations.ADD_COMMENT, **words))["comment"]["id"]
    stage.say("Nora", "writes another comment, which nobody hears")
    documents = {"onComment": operations.ON_COMMENT}
    async with subscribe(system, omar.token, documents, post_id, stage.hears("Omar")):
        stage.say("Omar", "is back, and asks for what happened since")
        events = await _read_missed_events(omar, cursor, missed)
    for event in events:
        stage.say("Omar", f"  ◂ eventsSince  {_describe_event('onComment', event)}")


async def _read_missed_events(omar: Person, cursor: str, missed: str) -> list[Event]:
    """Return the events since the cursor once the missed one is among them, or raise `MissedError`."""
    end = time.monotonic() + EVENT_SECONDS
    while time.monotonic() < end:
        events = nodes((await omar.api.execute(operations.EVENTS_SINCE, cursor=cursor))["eventsSince"])
        if _has("commentId", missed)(events):
            return events
        await asyncio.sleep(0.2)
    raise MissedError("eventsSince did not return the comment that was missed.")


def _has(name: str, value: Any) -> Any:
    return lambda events: any(event.get(name) == value for event in events)


def _is_finished(step: str) -> Any:
    return lambda events: any(event["step"] == step and event["status"] == "DONE" for event in events)


def _describe_event(field: str, event: Event) -> str:
    return _DESCRIPTIONS[field](event)


def _describe_photo(event: Event) -> str:
    labels = ", ".join(f"{label['name']} {label['confidence']:.0f} %" for label in event["labels"] or [])
    return f"{event['step']:<9} {event['status'].lower()}" + (f"  AI sees: {labels}" if labels else "")


def _describe_video(event: Event) -> str:
    share = "" if event["percent"] is None else f"  {event['percent']} %"
    return f"{event['videoStep']:<9} {event['status'].lower()}{share}"


def _describe_stream(event: Event) -> str:
    replay = f", a replay of {event['replaySeconds']:.1f} s" if event["replaySeconds"] else ""
    return f"{event['state']}, {event['viewers']} watch{replay}"


_DESCRIPTIONS: Final[dict[str, Callable[[Event], str]]] = {
    "onPhotoProcessing": _describe_photo,
    "onVideoProcessing": _describe_video,
    "onStream": _describe_stream,
    "onComment": lambda event: f"“{event['body']}” ({event['comments']} in all)",
    "onLikes": lambda event: f"{event['likes']} like{'s' * (event['likes'] != 1)}",
    "onOrder": lambda event: " ".join(filter(None, [event["orderState"], event["partState"]])),
    "onNotification": lambda event: f"{event['kind']}: {event['message']} ({event['unread']} unread)",
}


async def tell(system: running.Running) -> None:
    stage = Stage()
    await play(system, stage)
    stage.say("", "everything happened")


if __name__ == "__main__":
    sys.exit(command.run("infra.local.world.story", "Play the whole circle, live.", tell))
