"""Waymark's GraphQL API over HTTP, as one person or a guest uses it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp

from infra.local.world.running import Running

MINUTE: Final = 60.0
LATE: Final = {"ExecutionTimeout", "Lambda:ExecutionTimeoutException"}


class ApiError(Exception):
    """The API refused: a top-level GraphQL error, or `errors` of a payload."""


class TooLateError(ApiError):
    """The API took longer than AppSync waits; the operation may or may not have happened."""


@dataclass(frozen=True)
class Api:
    """The API as one caller uses it: `headers` carry a token or the API key."""

    url: str
    headers: Mapping[str, str]
    http: aiohttp.ClientSession

    async def execute(self, document: str, **variables: Any) -> dict[str, Any]:
        """Send an operation and return its data, or raise `ApiError`."""
        body = {"query": document, "variables": variables}
        async with self.http.post(self.url, json=body, headers=self.headers) as answer:
            whole = await answer.json()
        errors = whole.get("errors")
        if errors:
            kind = TooLateError if {each.get("errorType") for each in errors} <= LATE else ApiError
            raise kind("; ".join(f"{each.get('errorType')}: {each['message']}" for each in errors))
        return dict(whole["data"])

    async def mutate(self, document: str, **input: Any) -> dict[str, Any]:
        """Send a mutation of one field with this input and return its payload, or raise `ApiError`.

        Whoever changed too much in this minute waits for the next one, as the refusal says: a quick machine loads
        the world in less than that.
        """
        (payload,) = (await self.execute(document, input=input)).values()
        if (seconds := _read_wait(payload["errors"])) is not None:
            await asyncio.sleep(seconds)
            (payload,) = (await self.execute(document, input=input)).values()
        if payload["errors"]:
            raise ApiError("; ".join(f"{each['code']}: {each['message']}" for each in payload["errors"]))
        return dict(payload)

    async def upload(self, ticket: Mapping[str, Any], name: str, picture: bytes) -> None:
        """Post a picture with the form that `createUpload` returned, the file last, or raise `ApiError`."""
        form = aiohttp.FormData()
        for field in ticket["fields"]:
            form.add_field(field["name"], field["value"])
        form.add_field("file", picture, filename=name)
        async with self.http.post(ticket["url"], data=form) as answer:
            if not answer.ok:
                raise ApiError(f"The upload was refused ({answer.status}): {await answer.text()}")

    async def put(self, url: str, part: bytes) -> None:
        """Put a part of a file where `signVideoParts` said, or raise `ApiError`."""
        async with self.http.put(url, data=part) as answer:
            if not answer.ok:
                raise ApiError(f"The part was refused ({answer.status}): {await answer.text()}")

    async def read(self, url: str) -> str:
        """Read a text at a signed URL, or raise `ApiError`."""
        async with self.http.get(url) as answer:
            if not answer.ok:
                raise ApiError(f"The file was refused ({answer.status}): {await answer.text()}")
            return await answer.text()

    async def measure(self, url: str) -> int:
        """Read a file at a signed URL and return its length in bytes, or raise `ApiError`."""
        async with self.http.get(url) as answer:
            if not answer.ok:
                raise ApiError(f"The file was refused ({answer.status}).")
            return len(await answer.read())


def _read_wait(errors: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the seconds until a limit for a minute ends; None for any other refusal, a longer limit among them."""
    ends = [datetime.fromisoformat(each["retryAt"]) for each in errors if each.get("retryAt")]
    if not ends or len(ends) < len(errors):
        return None
    seconds = (max(ends) - datetime.now(UTC)).total_seconds()
    return max(seconds, 0.0) if seconds <= MINUTE else None


def guest(running: Running, http: aiohttp.ClientSession) -> Api:
    return Api(running.graphql_url, {"x-api-key": running.api_key}, http)


def member(running: Running, http: aiohttp.ClientSession, token: str) -> Api:
    return Api(running.graphql_url, {"Authorization": token}, http)


def nodes(connection: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes of one page of a connection."""
    return [edge["node"] for edge in connection["edges"] if edge["node"]]
