"""What is installed is what was pinned: by version, by content, and from no address of its own."""

import re
from pathlib import Path

import pytest

LOCKS = sorted(Path("requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_pin_has_its_hashes(lock: Path) -> None:
    """A package that was replaced at its registry is not installed."""
    text = re.sub(r"^#.*\n", "", lock.read_text(), flags=re.MULTILINE)
    requirements = re.sub(r"\\\n\s+", "", text).splitlines()

    assert requirements
    for requirement in requirements:
        assert re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", requirement), requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_no_lock_names_an_address(lock: Path) -> None:
    """Where packages come from is each machine's own choice."""
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock.read_text())


def test_whatever_installs_a_lock_requires_hashes() -> None:
    """A line without one would be installed unverified."""
    installs = [
        line
        for path in (Path("Makefile"), Path("infra/bundle.py"))
        for line in path.read_text().splitlines()
        if re.search(r'pip"?,? "?install', line) and not re.search(r"--no-deps -e|addprefix|uv==", line)
    ]

    assert len(installs) == 6, installs
    assert all("--require-hashes" in line for line in installs)
