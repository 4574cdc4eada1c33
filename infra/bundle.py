"""Build what Lambda runs: `python -m infra.bundle` makes build/*.zip for AWS (python3.13, arm64) by uv.

A bundle holds the wheels of its requirements and our code, without boto3 (the runtime has it) and without the rooms'
Strawberry types. The same input gives the same bytes: entries are sorted, and times and permissions fixed.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uv

AWS_FOLDER: Final = Path("build")
LOCAL_FOLDER: Final = Path(".waymark/build")
EMULATOR_PYTHON: Final = Path(".waymark/emulator/bin/python")
CODE: Final = (Path("resolvers"), Path("subscriptions"))
# The oldest time that a zip can hold.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
# For printing the contract, with Strawberry; never loaded by a function.
PRINTED: Final = ("schema.py", "directives.py")
# Written by the installer, of no use to a function, and not the same on every machine.
LEFT_OUT: Final = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json")


@dataclass(frozen=True)
class Bundle:
    """One zip: its name, and the requirements it is made from."""

    name: str
    requirements: Path


BUNDLES: Final = (
    Bundle("functions", Path("requirements/lambda.txt")),
    Bundle("worker", Path("requirements/worker.txt")),
)
ON_AWS: Final = ("--python-version", "3.13", "--python-platform", "aarch64-manylinux_2_28", "--only-binary", ":all:")


def main() -> None:
    for bundle in BUNDLES:
        made = build(bundle, AWS_FOLDER, ON_AWS)
        digest = hashlib.sha256(made.read_bytes()).hexdigest()[:12]
        print(f"{made}  {made.stat().st_size / 1e6:.1f} MB  sha256 {digest}")  # noqa: T201


def build_local(python: Path = EMULATOR_PYTHON) -> dict[str, Path]:
    """Return the zips for the emulator, whose interpreter runs them, by name; made where something changed."""
    target = ("--python", str(python.absolute()))
    return {each.name: build(each, LOCAL_FOLDER, target, compiler=python) for each in BUNDLES}


def build(bundle: Bundle, folder: Path, target: tuple[str, ...], compiler: Path | None = None) -> Path:
    """Return the bundle's zip, made anew only if its requirements, our code or the target changed.

    With a `compiler` (the interpreter that will run it) its bytecode is inside, which a cold start then need not make.
    """
    zipped = folder / f"{bundle.name}.zip"
    note = folder / f"{bundle.name}.sha256"
    with _alone_in(folder):
        state = _fingerprint(bundle, target)
        if zipped.exists() and note.exists() and note.read_text() == state:
            return zipped
        wheels = _wheels(bundle, folder, target)
        code = _code(bundle, folder)
        if compiler:
            _compile(compiler, wheels, code)
        _zip(zipped, _files(wheels) | _files(code))
        note.write_text(state)
    return zipped


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process builds here."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _fingerprint(bundle: Bundle, target: tuple[str, ...]) -> str:
    content = hashlib.sha256(f"{target}{bundle.requirements.read_text()}{Path(__file__).read_text()}".encode())
    for part in CODE:
        for path, file in _ours(part):
            content.update(f"\n{path}\n".encode() + file.read_bytes())
    return content.hexdigest()


def _wheels(bundle: Bundle, folder: Path, target: tuple[str, ...]) -> Path:
    """Return the folder of installed wheels, kept from build to build while the requirements are the same."""
    key = hashlib.sha256(f"{target}{bundle.requirements.read_text()}".encode()).hexdigest()[:12]
    wheels = folder / f"{bundle.name}-wheels-{key}"
    if not wheels.exists():
        unfinished = folder / f"{bundle.name}-wheels-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [uv.find_uv_bin(), "pip", "install", "-q", "--no-deps", "-r", str(bundle.requirements)]
        subprocess.run([*command, *target, "--target", str(unfinished)], check=True)  # noqa: S603 (our own command)
        unfinished.rename(wheels)
    return wheels


def _code(bundle: Bundle, folder: Path) -> Path:
    """Return a folder with a copy of what is ours."""
    copied = folder / f"{bundle.name}-code"
    shutil.rmtree(copied, ignore_errors=True)
    for part in CODE:
        for path, file in _ours(part):
            (copied / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied / path)
    return copied


def _compile(compiler: Path, *folders: Path) -> None:
    options = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([compiler, *options, *folders], check=True)  # noqa: S603 (our own command)


def _files(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path for path in found if not _useless(path.relative_to(folder))}


def _useless(path: Path) -> bool:
    return path.parts[0] == "bin" or path.name in LEFT_OUT or path.name == ".lock"


def _ours(part: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(part.rglob("*.py")):
        if path.name not in PRINTED:
            yield str(path), path


def _zip(target: Path, files: dict[str, Path]) -> None:
    unfinished = target.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].read_bytes())
    unfinished.replace(target)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"uv could not install {failure.cmd[6]}; its message stands above.")
