"""What every test may ask for, and the rule that in CI a skipped test is a failed run."""

import os
from collections.abc import Iterator

import pytest

from tests.stack import Stack, running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system: embedded AWS, deployed stacks, Rekognition, AppSync, the site; mark its tests `emulator`."""
    with running(tmp_path_factory.mktemp("stack")) as started:
        yield started


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
