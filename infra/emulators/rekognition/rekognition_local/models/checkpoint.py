"""A torch checkpoint of the format before 1.6, read without torch and without running what is in it."""

import pickle
import struct
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
STORAGES = {"FloatStorage": "<f4", "DoubleStorage": "<f8", "HalfStorage": "<f2", "LongStorage": "<i8"}

Weights = dict[str, NDArray[Any]]


class UnreadableCheckpoint(ValueError):  # noqa: N818
    """The file is no checkpoint of the old format, or names something that is no tensor."""


def read(path: Path) -> Weights:
    """Return the tensors of a state dict by name, or raise `UnreadableCheckpoint`.

    The file is five pickles (magic number, protocol, machine, tensors, storage keys) and then, per storage,
    its length as int64 and its raw numbers. Only an ordered dict and tensors may be named in it.
    """
    with path.open("rb") as file:
        try:
            return _read(file)
        except (pickle.UnpicklingError, struct.error, EOFError, KeyError) as error:
            raise UnreadableCheckpoint(f"{path.name}: {error}") from error


def _read(file: BinaryIO) -> Weights:
    storages: dict[str, _Storage] = {}
    magic, _protocol, _machine, tensors, keys = [_Restricted(file, storages).load() for _ in range(5)]
    if magic != MAGIC:
        raise UnreadableCheckpoint("the magic number of a torch checkpoint is missing")
    for key in keys:
        storages[key].fill(file)
    return {name: tensor.array() for name, tensor in tensors.items()}


class _Storage:
    def __init__(self, kind: str) -> None:
        self._type = np.dtype(STORAGES[kind])
        self.values: NDArray[Any] = np.empty(0, self._type)

    def fill(self, file: BinaryIO) -> None:
        (count,) = struct.unpack("<q", file.read(8))
        content = file.read(count * self._type.itemsize)
        if len(content) != count * self._type.itemsize:
            raise UnreadableCheckpoint("the file ends in the middle of a tensor")
        self.values = np.frombuffer(content, self._type)


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]

    def array(self) -> NDArray[Any]:
        values = self.storage.values[self.offset :]
        steps = [step * values.itemsize for step in self.stride]
        return np.array(np.lib.stride_tricks.as_strided(values, self.shape, steps))


class _Restricted(pickle.Unpickler):
    def __init__(self, file: BinaryIO, storages: dict[str, _Storage]) -> None:
        super().__init__(file)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, stride, *_: _Tensor(storage, offset, shape, stride)
        if module == "torch" and name in STORAGES:
            return name
        raise pickle.UnpicklingError(f"it names {module}.{name}, which is refused")

    def persistent_load(self, pid: Any) -> _Storage:
        _, kind, key, *_ = pid
        return self._storages.setdefault(key, _Storage(kind))
