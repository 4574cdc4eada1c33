"""Every test, as `make test` runs them: in memory side by side, the others one by one, and what failed once more."""

import os
import subprocess
import sys

from tests.conftest import IN_MEMORY

FAILED = 1  # pytest's status when tests failed; with a higher one it could not run them
NONE_FAILED_BEFORE = "--last-failed-no-failures=none"


def main() -> int:
    """Return pytest's status: 0 where each test passed, in the first or in the second run."""
    in_memory = _run(f"--numprocesses={os.cpu_count()}", "-m", "in_memory", *IN_MEMORY)
    if in_memory > FAILED:
        return in_memory
    others = _run("-m", "not in_memory")
    if others > FAILED:
        return others
    if FAILED not in (in_memory, others):
        return 0
    sys.stdout.write("Running the failed tests once more, on a newly started system.\n")
    sys.stdout.flush()
    return _run("--last-failed", NONE_FAILED_BEFORE)


def _run(*options: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *options], check=False).returncode  # noqa: S603  our own tests


if __name__ == "__main__":
    sys.exit(main())
