"""A distribution before a folder that answers as a bucket does, and a signer's key pairs."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer, unused_port
from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cloudfront_local.edge import Edge

NOON = 1_800_000_000
FILM = bytes(range(256)) * 8


def write_public_key(key: Any) -> str:
    return str(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
def other_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def signer_of(key: rsa.RSAPrivateKey, name: str = "KPLAYER") -> CloudFrontSigner:
    """Return botocore's own signer: what we verify is what an SDK signs."""
    return CloudFrontSigner(name, lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303


@dataclass
class Cinema:
    """The distribution, its address, and what reached its bucket."""

    url: str
    http: ClientSession
    signer: CloudFrontSigner
    file: Path
    received: list[web.Request] = field(default_factory=list)
    now: float = NOON

    def write_policy(self, resource: str = "/media/film/*", ends_in: int = 300, **more: Any) -> str:
        ends_at = datetime.fromtimestamp(NOON + ends_in, UTC)
        return str(self.signer.build_policy(f"{self.url}{resource}", ends_at, **more))

    def write_cookies(self, policy: str, **changes: str) -> dict[str, str]:
        """Return the cookies for a policy, as a server sets them."""
        signed = self.signer.generate_presigned_url("x", policy=policy).partition("?")[2]
        found = {f"CloudFront-{name}": value for name, _, value in (each.partition("=") for each in signed.split("&"))}
        return found | {f"CloudFront-{name.replace('_', '-')}": value for name, value in changes.items()}

    async def ask(
        self, path: str, cookies: dict[str, str] | None = None, method: str = "GET", **headers: str
    ) -> tuple[int, str, bytes]:
        """Return the status, the code of a refusal, and the body."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        url = path if path.startswith("http") else f"{self.url}{path}"
        async with self.http.request(method, url, headers=sent) as answer:
            body = await answer.read()
            found = re.search(r"<Code>(\w+)</Code>", body.decode(errors="replace"))
            return answer.status, found[1] if found else "", body


@pytest.fixture
async def cinema(tmp_path: Path, key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cinema]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "edge")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    film = tmp_path / "bucket" / "media" / "film" / "1" / "film.cmfv"
    film.parent.mkdir(parents=True)
    film.write_bytes(FILM)
    received: list[web.Request] = []

    @web.middleware
    async def note(request: web.Request, handler: Any) -> web.StreamResponse:
        received.append(request)
        return await handler(request)  # type: ignore[no-any-return]

    bucket = web.Application(middlewares=[note])
    bucket.router.add_static("/bucket", tmp_path / "bucket")
    file = tmp_path / "distribution.json"
    async with TestServer(bucket, host="127.0.0.1") as origin:
        file.write_text(json.dumps(describe(f"{origin.make_url('/bucket')}", {"KPLAYER": write_public_key(key)})))
        port = unused_port()
        cinema = Cinema(
            f"http://127.0.0.1:{port}", ClientSession(cookie_jar=CookieJar()), signer_of(key), file, received
        )
        edge = Edge(file, now=lambda: cinema.now).build_application()
        async with cinema.http, TestServer(edge, host="127.0.0.1", port=port):
            yield cinema


def describe(origin: str, keys: dict[str, str], trusted: tuple[str, ...] = ("KPLAYER",)) -> dict[str, Any]:
    return {
        "publicKeys": keys,
        "keyGroups": {"players": [*trusted]},
        "origins": {"media": {"url": origin, "region": "us-east-1"}},
        "behaviours": [
            {"pathPattern": "/media/open/*", "origin": "media", "trustedKeyGroups": []},
            {"pathPattern": "/media/*", "origin": "media", "trustedKeyGroups": ["players"]},
        ],
    }
