"""The local Bedrock and S3 Vectors from a thread of the tests, named to the resolvers by their environment."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import pytest
from aiohttp import web

from aws_wire.server import build_application
from bedrock_local import encoder
from bedrock_local.service import BedrockRuntime
from infra.local.vectors import prepare_index
from resolvers.core.settings import settings
from resolvers.learning.passages import embedding, vector_index
from s3vectors_local.service import S3Vectors
from s3vectors_local.store import Store


@cache
def load_model() -> encoder.SentenceEncoder:
    return encoder.load()


@dataclass
class CountingEncoder:
    """The real model, and the texts that it was asked for."""

    texts: list[str] = field(default_factory=list)

    def encode(self, text: str) -> encoder.Vector:
        self.texts.append(text)
        return load_model().encode(text)

    def count_tokens(self, text: str) -> int:
        return load_model().count_tokens(text)


@contextmanager
def serving_meaning(patch: pytest.MonkeyPatch) -> Iterator[CountingEncoder]:
    """Serve the model and an empty index for the length of a block."""
    load_model()  # takes longer than a client waits
    model, store = CountingEncoder(), Store()
    applications = BedrockRuntime(model).build_application(), build_application(S3Vectors(store).build_service())
    with _serving(*applications) as (bedrock_url, vectors_url):
        names = {
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": bedrock_url,
            "AWS_ENDPOINT_URL_S3VECTORS": vectors_url,
            "EMBEDDING_MODEL": "amazon.titan-embed-text-v2:0",
            "VECTOR_INDEX_ARN": prepare_index(vectors_url),
        }
        for name, value in names.items():
            patch.setenv(name, value)
        _clear_caches()
        yield model
        embedding.client().close()
        vector_index.client().close()
    _clear_caches()
    store.close()


@contextmanager
def serving(model: encoder.Encoder) -> Iterator[str]:
    """Serve the Bedrock runtime with an encoder, and give its address."""
    with _serving(BedrockRuntime(model).build_application()) as (url,):
        yield url


def _clear_caches() -> None:
    for cached in (settings, embedding.client, vector_index.client):
        cached.cache_clear()


@contextmanager
def _serving(*applications: web.Application) -> Iterator[list[str]]:
    """Serve applications from a thread, and give their addresses."""
    loop = asyncio.new_event_loop()
    runners = [web.AppRunner(each, access_log=None) for each in applications]

    async def start() -> list[str]:
        for runner in runners:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        return [f"http://127.0.0.1:{runner.addresses[0][1]}" for runner in runners]

    async def stop() -> None:
        for runner in runners:
            await runner.cleanup()
        await loop.shutdown_default_executor()

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(start(), loop).result(60)
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()
