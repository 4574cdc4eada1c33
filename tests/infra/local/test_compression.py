"""The site's files on their way: compressed for who takes it, whole for others, not again for who has them."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from infra.local.site import application

SCRIPT = "start();\n" * 1000


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[TestClient[Any, Any]]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<main>")
    (dist / "assets/app-1a2b.js").write_text(SCRIPT)
    (dist / "assets/photo-1a2b.webp").write_bytes(b"x" * 5000)
    server = TestServer(application(dist, tmp_path / "config.json", tmp_path / "distribution.json"), host="127.0.0.1")
    async with TestClient(server, auto_decompress=False) as client:
        yield client


async def get(site: TestClient[Any, Any], path: str, encodings: str, **headers: str) -> tuple[Any, bytes]:
    async with site.get(path, headers={"Accept-Encoding": encodings, **headers}) as answer:
        return answer, await answer.read()


async def test_a_script_is_compressed(site: TestClient[Any, Any]) -> None:
    """With its type and lifetime, and told apart from the plain one in caches."""
    answer, body = await get(site, "/assets/app-1a2b.js", "gzip, br")

    assert gzip.decompress(body).decode() == SCRIPT
    assert len(body) < len(SCRIPT) / 10
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("encodings", ["", "br", "identity", "gzip;q=0, br"])
async def test_who_takes_no_gzip_gets_the_file(site: TestClient[Any, Any], encodings: str) -> None:
    """Plain, and with the same Vary."""
    answer, body = await get(site, "/assets/app-1a2b.js", encodings)

    assert body.decode() == SCRIPT
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/", "/assets/photo-1a2b.webp"])
async def test_what_would_not_shrink_is_sent_as_it_is(site: TestClient[Any, Any], path: str) -> None:
    """A short page, a picture."""
    answer, _ = await get(site, path, "gzip")

    assert "content-encoding" not in answer.headers


async def test_a_file_that_the_browser_has_is_not_sent_again(site: TestClient[Any, Any], tmp_path: Path) -> None:
    """Until it changes."""
    first, _ = await get(site, "/assets/app-1a2b.js", "gzip")
    known = {"If-None-Match": first.headers["etag"]}

    again, body = await get(site, "/assets/app-1a2b.js", "gzip", **known)
    (tmp_path / "dist/assets/app-1a2b.js").write_text(SCRIPT + "more();\n")
    changed, new = await get(site, "/assets/app-1a2b.js", "gzip", **known)

    assert (again.status, body) == (304, b"")
    assert (changed.status, gzip.decompress(new).decode()) == (200, SCRIPT + "more();\n")
