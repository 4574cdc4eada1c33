"""Exact nearest neighbours: every vector that passes the filter is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from s3vectors_local.filters import Matches
from s3vectors_local.store import Floats, Vector


class Neighbour(NamedTuple):
    """A vector, and how far it is from the one that was asked for."""

    vector: Vector
    distance: float


@dataclass(frozen=True)
class Matrix:
    """The vectors of an index in the order of their keys, ready to be compared."""

    vectors: Sequence[Vector]
    rows: Floats
    lengths: Floats

    @classmethod
    def of(cls, vectors: Sequence[Vector], dimension: int) -> "Matrix":
        rows = np.stack([each.data for each in vectors]) if vectors else np.empty((0, dimension), np.float32)
        return cls(vectors, rows, np.linalg.norm(rows, axis=1).astype(np.float32))


def find_nearest(matrix: Matrix, target: Floats, metric: str, count: int, matches: Matches) -> list[Neighbour]:
    """Return the nearest vectors that match, the nearest first; equal distances are in the order of keys."""
    wanted = np.array([matches(each.metadata) for each in matrix.vectors], dtype=bool)
    places = np.flatnonzero(wanted)
    distances = _measure(matrix, places, target, metric)
    order = np.argsort(distances, kind="stable")[:count]
    return [Neighbour(matrix.vectors[places[each]], float(distances[each])) for each in order]


def _measure(matrix: Matrix, places: NDArray[np.intp], target: Floats, metric: str) -> Floats:
    rows = matrix.rows if len(places) == len(matrix.vectors) else matrix.rows[places]
    if metric == "euclidean":
        distances: Floats = np.linalg.norm(rows - target, axis=1).astype(np.float32)
    else:
        cosines = rows @ target / (matrix.lengths[places] * np.float32(np.linalg.norm(target)))
        distances = (np.float32(1) - cosines).astype(np.float32)
    return distances
