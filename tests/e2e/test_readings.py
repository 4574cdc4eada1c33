"""A paragraph read aloud on the deployed system: a form, the worker under its role, Transcribe, and a socket."""

import asyncio
import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from infra.local.rest_api import find_rest_api
from tests.e2e.test_live import listening
from tests.fakes.voice import speak
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

FIRST = "The old bridge crosses the river at its narrowest place, 2,400 metres above the sea."
SECOND = "The saddle hangs there."
PARAGRAPH = f"{FIRST} {SECOND}"
SAID = FIRST.replace("2,400", "two thousand four hundred").replace("bridge crosses", "bridge, um, bridge crosses")
RATE = 22_050
CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } errors { message } } }"
EVALUATE = """mutation($input: EvaluateSpeakingInput!) { evaluateSpeaking(input: $input) {
  evaluation { id state } upload { url fields { name value } } errors { code } } }"""
DELETE = "mutation($input: DeleteEvaluationInput!) { deleteEvaluation(input: $input) { id errors { code } } }"
EVALUATION = """query($id: ID!) { evaluation(id: $id) { id state failure { reason } steps { name status } reading {
  soundUrl delivery { wordsPerMinute pauses { seconds } }
  words { status expected heard start end fromSecond } } } }"""
ON_EVALUATION = """subscription($id: ID!) {
  onEvaluation(userId: $id) { evaluationId evaluationStep status evaluationState } }"""

Evaluation = dict[str, Any]


@pytest.fixture(scope="module")
def ada(stack: Stack) -> Person:
    return stack.sign_up(f"ada-{uuid4().hex[:8]}@example.org")


@pytest.fixture(scope="module")
def post_id(stack: Stack, ada: Person) -> str:
    answer = stack.query(CREATE, ada.headers, input={"title": "The bridge", "body": PARAGRAPH})
    return str(answer["data"]["createPost"]["post"]["id"])


def say(folder: Path, *parts: str | float, voice: str = "en-us") -> bytes:
    """Return a WAV file of 22,050 samples a second in which texts are spoken, and seconds are silent."""
    file = folder / "said.wav"
    sound = b""
    for part in parts:
        if isinstance(part, float):
            sound += bytes(int(part * RATE) * 2)
            continue
        with wave.open(str(speak(part, file, voice))) as spoken:
            sound += spoken.readframes(spoken.getnframes())
    return write(file, sound, RATE)


def write(file: Path, sound: bytes, rate: int) -> bytes:
    with wave.open(str(file), "wb") as written:
        written.setparams((1, 2, rate, 0, "NONE", "not compressed"))
        written.writeframes(sound)
    return file.read_bytes()


def ask(stack: Stack, who: Person, post_id: str, sound: bytes, **more: Any) -> dict[str, Any]:
    given = {"subjectId": post_id, "paragraph": PARAGRAPH, "contentType": "audio/wav", "consent": True}
    answer = stack.query(EVALUATE, who.headers, input=given | {"bytes": len(sound)} | more)
    return dict(answer["data"]["evaluateSpeaking"])


def upload(form: dict[str, Any], sound: bytes) -> int:
    """Send a recording with its form, as a browser does, and return the status."""
    fields: list[tuple[str, Any]] = [(each["name"], each["value"]) for each in form["fields"]]
    file = ("file", ("reading.wav", sound, "audio/wav"))
    return urllib3.request("POST", form["url"], fields=[*fields, file], timeout=30).status


def read(stack: Stack, who: Person, evaluation_id: str) -> Evaluation:
    answer = stack.query(EVALUATION, who.headers, id=evaluation_id)
    return dict(answer["data"]["evaluation"] or {})


def hear(stack: Stack, who: Person, act: Callable[[], str]) -> tuple[Evaluation, list[dict[str, Any]]]:
    """Have a recording heard, and return its evaluation and the events that told of it."""

    async def follow() -> tuple[str, list[dict[str, Any]]]:
        async with listening(stack, who, ON_EVALUATION, who.user_id) as ear:
            evaluation_id = await asyncio.to_thread(act)
            await ear.until(lambda ear: any(_is_over(each, evaluation_id) for each in ear.heard))
        return evaluation_id, [each for each in ear.heard if each["evaluationId"] == evaluation_id]

    evaluation_id, heard = asyncio.run(follow())
    return read(stack, who, evaluation_id), heard


def _is_over(event: dict[str, Any], evaluation_id: str) -> bool:
    return event["evaluationId"] == evaluation_id and event["evaluationState"] in {"DONE", "FAILED"}


def list_keys(stack: Stack, evaluation_id: str) -> set[str]:
    """Return the keys of all versions in the bucket that are of an evaluation."""
    pages = stack.client("s3").get_paginator("list_object_versions").paginate(Bucket=stack.deployed.media_bucket)
    return {each["Key"] for page in pages for each in page.get("Versions", []) if evaluation_id in each["Key"]}


def test_a_paragraph_is_heard_live_listened_to_again_and_deleted_for_good(
    stack: Stack, ada: Person, post_id: str, tmp_path: Path
) -> None:
    """Asked for by REST, read by both APIs; nobody else reads or hears it; nothing of it is left in any version."""
    sound = say(tmp_path, SAID, 2.5, SECOND.replace("saddle", "candle"))
    url, token = find_rest_api(stack.system.ministack_url), {"Authorization": f"Bearer {ada.tokens.id}"}

    def record() -> str:
        body = {"subjectId": post_id, "paragraph": PARAGRAPH, "contentType": "audio/wav", "consent": True}
        sent = body | {"bytes": len(sound)}
        asked = urllib3.request("POST", f"{url}/speaking/evaluate", json=sent, headers=token, timeout=60)
        assert asked.status == 202, asked.data
        assert upload(asked.json()["upload"], sound) < 300
        return str(asked.json()["id"])

    done, heard = hear(stack, ada, record)

    found = [(each["status"], each["expected"], each["heard"]) for each in done["reading"]["words"]]
    assert [each for each in found if each[0] != "READ"] == [
        ("FILLER", None, "um"),
        ("REPEATED", None, "bridge"),
        ("MISREAD", "saddle", "candle"),
    ]
    delivery = done["reading"]["delivery"]
    assert 2.3 <= max(each["seconds"] for each in delivery["pauses"]) <= 2.7
    assert 100 < delivery["wordsPerMinute"] < 250
    assert {each["evaluationStep"] for each in heard} >= {"CHECKED", "COMPARED"}
    by_rest = urllib3.request("GET", f"{url}/evaluations/{done['id']}", headers=token, timeout=60).json()
    assert [each["status"] for each in by_rest["reading"]["words"]] == [each[0] for each in found]

    address = done["reading"]["soundUrl"]
    grace = stack.sign_up(f"grace-{uuid4().hex[:8]}@example.org")
    assert urllib3.request("GET", address, timeout=30).data.startswith(b"fLaC")
    assert urllib3.request("GET", address.partition("?")[0], timeout=30).status == 403
    assert read(stack, grace, done["id"]) == {}
    assert stack.query(EVALUATION, stack.guest, id=done["id"])["errors"]
    assert list_keys(stack, done["id"]) == {
        f"recordings/{ada.user_id}/{done['id']}",
        f"speech/{done['id']}/sound.flac",
    }

    gone = stack.query(DELETE, ada.headers, input={"id": done["id"]})

    assert gone["data"]["deleteEvaluation"]["errors"] == []
    assert read(stack, ada, done["id"]) == {}
    assert urllib3.request("GET", address, timeout=30).status == 404
    assert list_keys(stack, done["id"]) == set()


def test_what_cannot_be_heard_says_why(stack: Stack, ada: Person, post_id: str, tmp_path: Path) -> None:
    """Silence, another language, a picture that calls itself a sound, and a sound without an end."""
    spoken = say(tmp_path, SECOND)
    sounds = {
        "NO_SPEECH": say(tmp_path, 3.0),
        "NOT_AUDIO": b"\xff\xd8\xff\xe0" + json.dumps({"a": "picture"}).encode() * 9,
        "TOO_SHORT": spoken[: len(spoken) // 4],
        "TOO_LONG": write(tmp_path / "long.wav", bytes(200 * 8_000 * 2), 8_000),
        "ANOTHER_TEXT": say(tmp_path, "Die alte Brücke führt über den Fluss, und der Sattel hängt dort.", voice="de"),
    }

    def send(sound: bytes) -> str:
        asked = ask(stack, ada, post_id, sound)
        assert upload(asked["upload"], sound) < 300
        return str(asked["evaluation"]["id"])

    found = {name: hear(stack, ada, lambda sound=sound: send(sound))[0] for name, sound in sounds.items()}  # type: ignore[misc]

    assert {name: each["failure"]["reason"] for name, each in found.items()} == {name: name for name in sounds}
    assert {each["state"] for each in found.values()} == {"FAILED"}


def test_a_stranger_and_a_guest_are_refused(stack: Stack, post_id: str) -> None:
    """A private article is not even known to a stranger; a form takes nothing larger than it was asked for."""
    grace = stack.sign_up(f"grace-{uuid4().hex[:8]}@example.org")
    as_guest = stack.query(EVALUATE, stack.guest, input={"subjectId": post_id, "paragraph": PARAGRAPH, "bytes": 9})

    assert ask(stack, grace, post_id, b"x")["errors"] == [{"code": "NOT_FOUND"}]
    assert as_guest["errors"]
    assert (as_guest.get("data") or {}).get("evaluateSpeaking") is None
