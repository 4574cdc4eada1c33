"""The emulator on a port of its own with its real voice, and boto3 as its client."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import boto3
import pytest
from aiohttp import web

from polly_local.service import Polly
from polly_local.voice import JoeVoice


class Author:
    """A person at the console, who has texts read aloud."""

    def __init__(self, url: str) -> None:
        self.client: Any = boto3.client(
            "polly",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    async def call(self, operation: str, **given: Any) -> Any:
        return await asyncio.to_thread(partial(getattr(self.client, operation), **given))

    async def ask(self, text: str, **given: Any) -> tuple[dict[str, Any], bytes]:
        """Return the answer and its sound, as MP3 unless told otherwise."""
        answer = await self.call(
            "synthesize_speech", **({"OutputFormat": "mp3", "VoiceId": "Joey", "Text": text} | given)
        )
        return answer, await asyncio.to_thread(answer["AudioStream"].read)

    async def list_marks(self, text: str, *kinds: str) -> list[dict[str, Any]]:
        _, lines = await self.ask(text, OutputFormat="json", SpeechMarkTypes=list(kinds))
        return [json.loads(line) for line in lines.splitlines()]


@pytest.fixture(scope="session")
def voice() -> JoeVoice:
    return JoeVoice()


@pytest.fixture
async def author(voice: JoeVoice) -> AsyncIterator[Author]:
    runner = web.AppRunner(Polly(voice).build_application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield Author(f"http://127.0.0.1:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()
