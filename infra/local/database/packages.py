"""MariaDB's server unpacked from Debian's packages, without root; apt downloads them and checks their signatures."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

# The second has a program that making the data folder needs.
PACKAGES: Final = ("mariadb-server-core", "mariadb-client-core")
# Configuration of an installed server, which this one does not read.
NOT_NEEDED: Final = frozenset({"mariadb-common"})


class PackagesError(Exception):
    """The server's packages could not be downloaded or unpacked; the text says what to do."""


def can_unpack() -> bool:
    """Return whether this system has Debian's tools."""
    return all(shutil.which(tool) for tool in ("apt-get", "apt-cache", "dpkg", "dpkg-query"))


def unpack_server(folder: Path) -> None:
    """Download the server and the libraries that this system lacks, and unpack them below `folder`/root.

    Raises `PackagesError`, and leaves no `root` behind then.
    """
    shutil.rmtree(folder, ignore_errors=True)
    work, unpacked = folder.absolute() / "apt", folder.absolute() / "unpacking"
    for part in ("lists/partial", "cache/archives/partial", "archives"):
        (work / part).mkdir(parents=True)
    apt = _private_apt(work)
    _run(["apt-get", *apt, "update"], work)
    _run(["apt-get", *apt, "download", *PACKAGES, *_list_missing(apt, work)], work / "archives")
    for archive in sorted((work / "archives").glob("*.deb")):
        _run(["dpkg", "-x", str(archive), str(unpacked)], work)
    shutil.rmtree(work)
    # Renamed last: a folder called `root` is a whole one.
    unpacked.rename(folder / "root")


def _private_apt(work: Path) -> list[str]:
    """Return options that keep apt's lists and cache in a folder of ours, which needs no root and no lock."""
    settings = {"Dir::State::lists": work / "lists", "Dir::Cache": work / "cache", "Debug::NoLocking": "1"}
    user = {"APT::Sandbox::User": "root"} if os.geteuid() == 0 else {}
    return ["-qq", *(part for name, value in (settings | user).items() for part in ("-o", f"{name}={value}"))]


def _list_missing(apt: Sequence[str], work: Path) -> Iterator[str]:
    """Yield the packages' dependencies that are not installed here."""
    for line in _run(["apt-cache", *apt, "depends", "--important", *PACKAGES], work).splitlines():
        relation, _, package = line.strip().lstrip("|").partition(": ")
        if relation == "Depends" and not package.startswith("<") and package not in NOT_NEEDED:
            installed = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
            if subprocess.run(installed, capture_output=True, text=True, check=False).stdout != "installed":
                yield package


def _run(command: Iterable[str], folder: Path) -> str:
    done = subprocess.run(list(command), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackagesError(f"{' '.join(done.args)} failed: {done.stderr.strip()}")
    return done.stdout
