"""People in real browsers, on the site as `make run` serves it: each file of frontend/e2e is a test."""

import asyncio
import platform
import sys
from collections.abc import Iterator

import pytest

from infra.local.world import loader, model, running
from tests.e2e import journeys
from tests.e2e.journeys import FRONTEND, SPECS, Journeys
from tests.stack import Stack

pytestmark = pytest.mark.emulator

# Writing, the map, and what is live: enough to see what an older browser lacks, in less than a minute.
SPECS_FOR_THE_OLDEST = ("pins.spec.ts", "social.spec.ts")


@pytest.fixture(scope="module")
def site(stack: Stack) -> Stack:
    """The running system with its demo world."""
    assert (FRONTEND / "dist/index.html").exists(), "The site is not built: npm --prefix frontend run build"
    asyncio.run(loader.load(model.read(), running.read(stack.system.config), print))
    return stack


@pytest.fixture(scope="module")
def run(site: Stack, request: pytest.FixtureRequest) -> Iterator[Journeys]:
    """The spec files that were asked for, on their way in one browser."""
    asked = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    wanted = {item.callspec.params["spec"] for item in asked if "run" in item.fixturenames}
    with journeys.running(site, [spec for spec in SPECS if spec in wanted]) as started:
        yield started


@pytest.mark.parametrize("spec", SPECS)
def test_what_people_do_in_a_browser_works(run: Journeys, spec: str) -> None:
    """Every journey of the file leads where it should; a trace is kept of one that does not."""
    failures = run.wait_for(spec)

    assert not failures, "\n\n".join(f"{each.title}\n{each.error}" for each in failures)


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="the package of the oldest browser is for Linux on x64",
)
@pytest.mark.parametrize("spec", SPECS_FOR_THE_OLDEST)
def test_the_oldest_browser_will_do(site: Stack, spec: str) -> None:
    """Nothing that pages need came to Chromium later than the README says."""
    with journeys.running(site, [spec], project="oldest", WAYMARK_BROWSER=journeys.unpack_oldest_browser()) as started:
        failures = started.wait_for(spec)

    assert not failures, "\n\n".join(f"{each.title}\n{each.error}" for each in failures)
