"""The journeys of frontend/e2e, run by Playwright Test against the running system."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.stack import Stack

FRONTEND = Path(__file__).parent.parent.parent / "frontend"
SPECS = tuple(sorted(path.name for path in (FRONTEND / "e2e").glob("*.spec.ts")))
PLAYWRIGHT = ("node", "node_modules/@playwright/test/cli.js", "test")


@dataclass(frozen=True)
class Failure:
    title: str
    error: str


class Journeys:
    """A run of some spec files, one after the other in one browser; how each ended is known as soon as it has."""

    def __init__(self, output: IO[str]) -> None:
        self._output = output
        self._failures: dict[str, list[Failure]] = {}

    def wait_for(self, spec: str) -> list[Failure]:
        """Return what failed in a spec file once it has ended; raise `AssertionError` if the run ends without it."""
        lines: list[str] = []
        while spec not in self._failures:
            line = self._output.readline()
            assert line, f"{spec} was not run:\n{''.join(lines)}"
            lines.append(line)
            self._read(line)
        return self._failures[spec]

    def _read(self, line: str) -> None:
        if not line.startswith('{"spec":'):
            return
        ended = json.loads(line)
        failures = [Failure(**each) for each in ended["failures"]]
        assert ended["spec"] is not None, failures
        self._failures[ended["spec"]] = failures


def environment(stack: Stack) -> dict[str, str]:
    """Return what Playwright Test needs to find the running system."""
    return os.environ | {
        "WAYMARK_SITE": stack.site_url,
        "WAYMARK_DEV_PORT": str(stack.system.ports["dev"]),
        "WAYMARK_PYTHON": sys.executable,
        "WAYMARK_AUTHORITY": str(stack.system.workspace.state / "ivs" / "ca.pem"),
        "WAYMARK_REPORT": "lines",
        "FORCE_COLOR": "0",
    }


def unpack_oldest_browser() -> str:
    """Return the path of the oldest Chromium the site is built for; its package has one for Linux on x64 only."""
    script = ("node", "scripts/oldest-browser.mjs")
    return subprocess.run(script, cwd=FRONTEND, capture_output=True, check=True, text=True).stdout.strip()  # noqa: S603  our own script


@contextmanager
def running(stack: Stack, specs: Sequence[str], project: str = "journeys", **settings: str) -> Iterator[Journeys]:
    """Run spec files in the order of their names, with such settings; what still runs is ended with the context."""
    command = (*PLAYWRIGHT, f"--project={project}", *(f"/{spec}" for spec in specs))
    with subprocess.Popen(  # noqa: S603  our own specs
        command,
        cwd=FRONTEND,
        env=environment(stack) | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield Journeys(process.stdout)
        finally:
            process.terminate()
