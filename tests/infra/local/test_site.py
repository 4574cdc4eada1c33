"""The site: files, routes that the application knows, and where the back end is."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from infra.local.site import application


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[TestClient[Any, Any]]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<main>")
    (dist / "assets/app-1a2b.js").write_text("start()")
    (tmp_path / "config.json").write_text('{"region": "us-east-1"}')
    (tmp_path / "secret.txt").write_text("no")
    async with TestClient(
        TestServer(application(dist, tmp_path / "config.json", tmp_path / "distribution.json"), host="127.0.0.1")
    ) as client:
        yield client


async def test_a_route_of_the_application_gets_its_page(site: TestClient[Any, Any]) -> None:
    """The page routes by itself, and is asked for anew each time."""
    answer = await site.get("/posts/post_1")

    assert (answer.status, await answer.text()) == (200, "<main>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_built_file_may_be_kept_for_ever(site: TestClient[Any, Any]) -> None:
    """Its name carries its content."""
    answer = await site.get("/assets/app-1a2b.js")

    assert await answer.text() == "start()"
    assert "immutable" in answer.headers["cache-control"]


async def test_a_missing_file_is_no_page(site: TestClient[Any, Any]) -> None:
    """A script that is answered with HTML fails in riddles."""
    assert (await site.get("/assets/gone.js")).status == 404


async def test_nothing_outside_is_served(site: TestClient[Any, Any]) -> None:
    """However the path is written."""
    for path in ("/../secret.txt", "/%2e%2e/secret.txt"):
        assert await (await site.get(path)).text() != "no"


async def test_the_configuration_is_read_anew(site: TestClient[Any, Any]) -> None:
    """A new deploy may have a new key."""
    answer = await site.get("/config.json")

    assert (await answer.json())["region"] == "us-east-1"
    assert answer.headers["cache-control"] == "no-store"


async def test_localhost_is_sent_to_the_origin_that_may_upload(site: TestClient[Any, Any]) -> None:
    """The bucket's CORS rule names one origin."""
    answer = await site.get("/map?zoom=3", headers={"Host": f"localhost:{site.port}"}, allow_redirects=False)

    assert answer.status == 302
    assert answer.headers["location"] == f"http://127.0.0.1:{site.port}/map?zoom=3"


async def test_a_site_that_is_not_built_says_so(tmp_path: Path) -> None:
    """With what to run."""
    (tmp_path / "config.json").write_text("{}")
    async with TestClient(
        TestServer(
            application(tmp_path / "none", tmp_path / "config.json", tmp_path / "distribution.json"), host="127.0.0.1"
        )
    ) as client:
        answer = await client.get("/")

        assert answer.status == 503
        assert "make install" in await answer.text()


async def test_every_answer_is_guarded(site: TestClient[Any, Any]) -> None:
    """Pages, files and refusals alike; the hosts are those of config.json."""
    for path in ("/", "/posts/post_1", "/assets/app-1a2b.js", "/assets/gone.js", "/config.json"):
        sent = (await site.get(path)).headers
        assert "script-src 'self';" in sent["content-security-policy"]
        assert "unsafe-inline" not in sent["content-security-policy"]
        assert sent["x-content-type-options"] == "nosniff"


async def test_pages_may_speak_to_what_the_configuration_names(tmp_path: Path) -> None:
    """And to nobody else."""
    told = {
        "graphqlUrl": "http://127.0.0.1:8081/graphql",
        "realtimeUrl": "ws://127.0.0.1:8081/graphql/realtime",
        "cognitoEndpoint": "http://127.0.0.1:4566",
    }
    (tmp_path / "config.json").write_text(json.dumps(told))
    async with TestClient(
        TestServer(application(tmp_path, tmp_path / "config.json", tmp_path / "distribution.json"), host="127.0.0.1")
    ) as client:
        policy = (await client.get("/")).headers["content-security-policy"]

        assert "connect-src 'self' http://127.0.0.1:8081 ws://127.0.0.1:8081 http://127.0.0.1:4566;" in policy
        assert "img-src 'self' data: blob: http://127.0.0.1:4566;" in policy
        assert "'unsafe-inline'" in (await client.get("/explorer")).headers["content-security-policy"]

        (tmp_path / "config.json").write_text(json.dumps(told | {"mapStyle": "https://tiles.example/{scheme}.json"}))
        policy = (await client.get("/")).headers["content-security-policy"]
        assert "http://127.0.0.1:4566 https://tiles.example;" in policy


@pytest.mark.parametrize("path", ["/%00.js", "/assets/%00", "/" + "a" * 5000, "/%FF.js", "/assets/app-1a2b.js/x"])
async def test_a_path_that_no_file_can_have_is_no_failure(site: TestClient[Any, Any], path: str) -> None:
    """NUL, too long, not text, a folder that is a file: a missing file or a route, never a 500."""
    assert (await site.get(URL(path, encoded=True))).status in {200, 400, 404}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1"])
async def test_a_foreign_host_is_refused(site: TestClient[Any, Any], host: str) -> None:
    """A name that an attacker has pointed at this machine makes their page same-origin with the site."""
    answer = await site.get("/config.json", headers={"Host": host.format(port=site.port)}, allow_redirects=False)

    assert answer.status == 421
