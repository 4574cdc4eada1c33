"""What every test may ask for, the slowest suites at the end, and the rule that in CI a skipped test fails the run."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.stack import Stack, running

TESTS = Path(__file__).parent

# What needs no server of ours and measures no time (tests marked `emulator` aside): it runs in a process for each core.
IN_MEMORY = tuple(
    str(TESTS / path)
    for path in (
        "benchmarks/test_operations.py",
        "infra/cost",
        "infra/rules",
        "laws",
        "recipes",
        "resolvers",
        "security",
        "subscriptions",
    )
)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system: embedded AWS, deployed stacks, Rekognition, AppSync, the site; mark its tests `emulator`."""
    with running(tmp_path_factory.mktemp("stack")) as started:
        yield started


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark `in_memory` what may run beside other tests."""
    for item in items:
        if str(item.path).startswith(IN_MEMORY) and not item.get_closest_marker("emulator"):
            item.add_marker("in_memory")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how long each folder of tests took, the slowest first: the place to look when the whole takes too long."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[str(PurePosixPath(*PurePosixPath(report.fspath).parts[:3]))] += report.duration
    if len(seconds) > 1:
        terminalreporter.write_sep("=", "slowest suites")
        for suite in sorted(seconds, key=seconds.__getitem__, reverse=True)[:25]:
            terminalreporter.write_line(f"{seconds[suite]:7.1f} s  {suite}")
