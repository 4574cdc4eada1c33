"""Torch checkpoints are read as data: tensors come out, code never runs."""

import pickle
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rekognition_local.models import checkpoint
from rekognition_local.models.checkpoint import MAGIC, UnreadableCheckpoint


class Opcode:
    """Pickles to a raw global by name, without the module being there."""

    def __init__(self, module: str, name: str, *arguments: Any) -> None:
        self.name, self.arguments = f"{module}\n{name}\n".encode(), arguments


PythonPickler: Any = pickle._Pickler


class TorchPickler(PythonPickler):  # type: ignore[misc]
    """Writes what torch wrote: globals of torch, and storages as persistent ids."""

    def persistent_id(self, value: Any) -> Any:
        return value[1:] if isinstance(value, tuple) and value[:1] == ("storage!",) else None

    def save(self, value: Any, save_persistent_id: bool = True) -> None:
        if not isinstance(value, Opcode):
            super().save(value, save_persistent_id)
            return
        self.write(pickle.GLOBAL + value.name)
        if value.arguments:
            self.save(value.arguments)
            self.write(pickle.REDUCE)


def write_checkpoint(path: Path, tensors: dict[str, Any], values: bytes, count: int, magic: int = MAGIC) -> Path:
    with path.open("wb") as file:
        parts: tuple[Any, ...] = (magic, 1001, {}, OrderedDict(tensors), ["key"])
        for part in parts:
            TorchPickler(file, 2).dump(part)
        file.write(struct.pack("<q", count) + values)
    return path


def tensor(shape: tuple[int, ...], stride: tuple[int, ...], offset: int = 0) -> Opcode:
    storage = ("storage!", "storage", Opcode("torch", "FloatStorage"), "key", "cpu", 6, None)
    return Opcode("torch._utils", "_rebuild_tensor_v2", storage, offset, shape, stride, False, OrderedDict())


NUMBERS = np.arange(6, dtype="<f4")


def test_tensors_come_out_with_shape_stride_and_offset(tmp_path: Path) -> None:
    """Two views of one storage."""
    tensors = {"whole": tensor((2, 3), (3, 1)), "turned": tensor((2, 2), (1, 2), offset=1)}

    weights = checkpoint.read(write_checkpoint(tmp_path / "a.pth", tensors, NUMBERS.tobytes(), 6))

    assert weights["whole"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert weights["turned"].tolist() == [[1, 3], [2, 4]]


def test_a_checkpoint_that_calls_something_is_refused(tmp_path: Path) -> None:
    """The call does not happen."""
    marker = tmp_path / "called"
    tensors = {"evil": Opcode("os", "mkdir", str(marker))}

    with pytest.raises(UnreadableCheckpoint, match=r"os\.mkdir, which is refused"):
        checkpoint.read(write_checkpoint(tmp_path / "a.pth", tensors, NUMBERS.tobytes(), 6))
    assert not marker.exists()


def test_a_half_file_and_another_format_are_refused(tmp_path: Path) -> None:
    """With the file's name."""
    half = write_checkpoint(tmp_path / "half.pth", {"a": tensor((6,), (1,))}, NUMBERS.tobytes()[:-4], 6)
    other = write_checkpoint(tmp_path / "other.pth", {}, NUMBERS.tobytes(), 6, magic=7)
    (tmp_path / "text.pth").write_text("hello")

    with pytest.raises(UnreadableCheckpoint, match="middle of a tensor"):
        checkpoint.read(half)
    with pytest.raises(UnreadableCheckpoint, match="magic number"):
        checkpoint.read(other)
    with pytest.raises(UnreadableCheckpoint, match=r"text\.pth"):
        checkpoint.read(tmp_path / "text.pth")
