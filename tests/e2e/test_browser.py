"""People in real browsers, on the site as `make run` serves it: writing, and what everybody must be able to read."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.run.child import Child
from infra.local.world import loader, model, running
from tests.fakes.data_plane import free_port
from tests.stack import Stack

pytestmark = pytest.mark.emulator

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "frontend/dist"
SECONDS = 300
SCRIPTS = (
    "frontend/e2e/writing.mjs",
    "frontend/e2e/social.mjs",
    "frontend/e2e/offline.mjs",
    "frontend/e2e/account.mjs",
    "frontend/e2e/explorer.mjs",
    "frontend/e2e/composer.mjs",
    "frontend/e2e/own-page.mjs",
    "frontend/e2e/map.mjs",
    "frontend/e2e/cors.mjs",
    "frontend/e2e/keyboard.mjs",
    "frontend/e2e/accessibility.mjs",
    "frontend/e2e/guarded.mjs",
    "frontend/e2e/last-feed.mjs",
    "frontend/e2e/new-version.mjs",
    "frontend/e2e/steady.mjs",
    "frontend/e2e/states.mjs",
)


@pytest.fixture(scope="module")
def site(stack: Stack) -> str:
    """The site's address, its demo world loaded."""
    assert (DIST / "index.html").exists(), "The site is not built: npm --prefix frontend run build"
    asyncio.run(loader.load(model.read(), running.read(stack.system.config), print))
    return stack.site_url


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "The browser tests need chromium. On Debian: apt-get install chromium"
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: Path(script).stem)
def test_what_people_do_in_a_browser_works(site: str, chromium: str, script: str) -> None:
    """The script prints each fact as it holds, and ends with 1 where one does not."""
    _plays(chromium, script, site)


def test_the_frontend_is_developed_beside_the_running_system(stack: Stack, site: str, chromium: str) -> None:
    """Hot reloading, signing in, reading, live news and uploads, from the developer's own origin."""
    _plays(chromium, "frontend/e2e/dev.mjs", site, stack.system.ports.dev)


def test_another_houses_map_is_drawn_and_let_in(stack: Stack, site: str, chromium: str, tmp_path: Path) -> None:
    """A second site over the same system, whose configuration names a style on this machine."""
    del site  # its demo world is what the map shows
    here, tiles = free_port(), free_port()
    config = tmp_path / "config.json"
    told = json.loads(stack.system.config.read_text())
    config.write_text(json.dumps(told | {"mapStyle": f"http://127.0.0.1:{tiles}/style-{{scheme}}.json"}))
    served = ("--port", str(here), "--dist", str(DIST), "--config", str(config))
    child = Child("site", (sys.executable, "-m", "infra.local.site", *served), os.environ, tmp_path)
    try:
        child.wait_until_ready(f"http://127.0.0.1:{here}/config.json", 60)
        _plays(chromium, "frontend/e2e/map-style.mjs", f"http://127.0.0.1:{here}", tiles)
    finally:
        child.stop(5)


def _plays(chromium: str, script: str, *arguments: object) -> None:
    ended = subprocess.run(  # noqa: S603
        ["node", script, *map(str, arguments)],  # noqa: S607
        env=os.environ | {"CHROMIUM": chromium},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "yes" in ended.stdout
