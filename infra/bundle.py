"""Build what Lambda runs: `python -m infra.bundle` makes build/*.zip for AWS (python3.13, arm64) by uv.

Each zip that a function of the templates names holds the modules its handlers import and the wheels of its
requirements, without boto3 (the runtime has it). The same input gives the same bytes: entries are sorted, and times
and permissions fixed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uv

from infra import templates
from infra.imports import find_imported_modules

AWS_FOLDER: Final = Path("build")
LOCAL_FOLDER: Final = Path(".waymark/build")
EMULATOR_PYTHON: Final = Path(".waymark/emulator/bin/python")
REQUIREMENTS: Final = Path("requirements")
# What most functions need; a bundle that needs more has a file of its own name.
COMMON_REQUIREMENTS: Final = REQUIREMENTS / "lambda.txt"
FUNCTION: Final = "AWS::Serverless::Function"
# What modules read that is no module, in their own folder.
DATA: Final = ("*.pem", "*.ttf", "*.tsv.gz", "migrations/*.sql")
# The oldest time that a zip can hold.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
# Written by the installer, of no use to a function, and not the same on every machine.
INSTALLER_FILES: Final = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json")
ON_AWS: Final = ("--python-version", "3.13", "--python-platform", "aarch64-manylinux_2_28", "--only-binary", ":all:")


@dataclass(frozen=True)
class Bundle:
    """One zip: its name, and the modules whose `lambda_handler` runs from it."""

    name: str
    entries: tuple[str, ...]

    @property
    def requirements(self) -> Path:
        own = REQUIREMENTS / f"{self.name}.txt"
        return own if own.exists() else COMMON_REQUIREMENTS

    @property
    def files(self) -> list[Path]:
        """The modules that the entries import, and the data beside them."""
        modules = [*find_imported_modules(*self.entries).values()]
        folders = sorted({path.parent for path in modules})
        return [*modules, *(each for folder in folders for data in DATA for each in sorted(folder.glob(data)))]


def main() -> None:
    for bundle in bundles():
        zipped = build(bundle, AWS_FOLDER, ON_AWS)
        digest = hashlib.sha256(zipped.read_bytes()).hexdigest()[:12]
        print(f"{zipped}  {zipped.stat().st_size / 1e6:.1f} MB  sha256 {digest}")  # noqa: T201


def bundles() -> list[Bundle]:
    """Return the bundles that the templates' functions name as their `CodeUri`."""
    entries: dict[str, set[str]] = {}
    for body in templates.load_all().values():
        common = body.get("Globals", {}).get("Function", {})
        for each in body["Resources"].values():
            if each["Type"] == FUNCTION:
                function: dict[str, Any] = common | each["Properties"]
                entries.setdefault(Path(function["CodeUri"]).stem, set()).add(function["Handler"].rpartition(".")[0])
    return [Bundle(name, tuple(sorted(entries[name]))) for name in sorted(entries)]


def build_local(python: Path = EMULATOR_PYTHON) -> dict[str, Path]:
    """Return the zips for the emulator, whose interpreter runs them, by name; built where something changed."""
    target = ("--python", str(python.absolute()))
    return {each.name: build(each, LOCAL_FOLDER, target, compiler=python) for each in bundles()}


def build(bundle: Bundle, folder: Path, target: tuple[str, ...], compiler: Path | None = None) -> Path:
    """Return the bundle's zip, built again only if its requirements, its modules or the target changed.

    With a `compiler` (the interpreter that will run it) its bytecode is inside, which a cold start then need not make.
    """
    zipped = folder / f"{bundle.name}.zip"
    note = folder / f"{bundle.name}.sha256"
    with _lock(folder):
        fingerprint = _fingerprint(bundle, target)
        if zipped.exists() and note.exists() and note.read_text() == fingerprint:
            return zipped
        wheels = _install_wheels(bundle, folder, target, compiler)
        code = _copy_code(bundle, folder)
        if compiler:
            _compile(compiler, code)
        _zip(zipped, _list_files(wheels) | _list_files(code))
        note.write_text(fingerprint)
    return zipped


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Wait until no other process builds here."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _fingerprint(bundle: Bundle, target: tuple[str, ...]) -> str:
    content = hashlib.sha256(f"{target}{bundle.requirements.read_text()}{Path(__file__).read_text()}".encode())
    for file in bundle.files:
        content.update(f"\n{file}\n".encode() + file.read_bytes())
    return content.hexdigest()


def _install_wheels(bundle: Bundle, folder: Path, target: tuple[str, ...], compiler: Path | None) -> Path:
    """Return the folder of installed wheels, which bundles with the same requirements share from build to build."""
    key = hashlib.sha256(f"{target}{bundle.requirements.read_text()}".encode()).hexdigest()[:12]
    wheels = folder / f"wheels-{key}"
    if not wheels.exists():
        unfinished = folder / "wheels-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [uv.find_uv_bin(), "pip", "install", "-q", "--no-deps", "--require-hashes"]
        command += ["-r", str(bundle.requirements), *target, "--target", str(unfinished)]
        # Bytecode by uv is of this interpreter and holds the times of the files: no two bundles would be the same.
        environment = {**os.environ, "UV_COMPILE_BYTECODE": "0"}
        subprocess.run(command, check=True, env=environment)  # noqa: S603 (our own command)
        if compiler:
            _compile(compiler, unfinished)
        unfinished.rename(wheels)
    return wheels


def _copy_code(bundle: Bundle, folder: Path) -> Path:
    """Return a folder with a copy of the bundle's modules."""
    copied = folder / f"{bundle.name}-code"
    shutil.rmtree(copied, ignore_errors=True)
    for file in bundle.files:
        (copied / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copied / file)
    return copied


def _compile(compiler: Path, folder: Path) -> None:
    options = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([compiler, *options, folder], check=True)  # noqa: S603 (our own command)


def _list_files(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path for path in found if not _is_useless(path.relative_to(folder))}


def _is_useless(path: Path) -> bool:
    """Tell whether a function never reads a file: commands, the installer's notes, and a package's own tests."""
    is_test = path.parts[1:2] == ("tests",)
    return path.parts[0] == "bin" or is_test or path.name in INSTALLER_FILES or path.name == ".lock"


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
    except subprocess.CalledProcessError:
        sys.exit("A bundle could not be built; what failed says why above.")
