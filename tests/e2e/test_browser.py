"""People in real browsers, on the site as `make run` serves it: writing, and what everybody must be able to read."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.local.world import loader, model, running
from tests.stack import Stack

pytestmark = pytest.mark.emulator

ROOT = Path(__file__).parent.parent.parent
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
)


@pytest.fixture(scope="module")
def site(stack: Stack) -> str:
    """The site's address, its demo world loaded."""
    assert (ROOT / "frontend/dist/index.html").exists(), "The site is not built: npm --prefix frontend run build"
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
    ended = subprocess.run(  # noqa: S603
        ["node", script, site],  # noqa: S607
        env=os.environ | {"CHROMIUM": chromium},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "yes" in ended.stdout
