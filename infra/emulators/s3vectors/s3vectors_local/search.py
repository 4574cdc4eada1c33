"""Exact nearest neighbours: every vector that passes the filter is compared."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
    """The vectors of an index in the order of their keys, ready to be compared.

    Many have the same metadata, so a filter is asked once for each of `kinds`; `kind_of` is each vector's.
    """

    vectors: Sequence[Vector]
    rows: Floats
    lengths: Floats
    kinds: Sequence[Mapping[str, Any]]
    kind_of: NDArray[np.intp]

    @classmethod
    def of(cls, vectors: Sequence[Vector], dimension: int) -> "Matrix":
        rows = np.stack([each.data for each in vectors]) if vectors else np.empty((0, dimension), np.float32)
        texts = [json.dumps(each.metadata, sort_keys=True) for each in vectors]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        kinds = [json.loads(text) for text in places]
        kind_of = np.array([places[text] for text in texts], dtype=np.intp)
        return cls(vectors, rows, np.linalg.norm(rows, axis=1).astype(np.float32), kinds, kind_of)


def find_nearest(matrix: Matrix, target: Floats, metric: str, count: int, matches: Matches) -> list[Neighbour]:
    """Return the nearest vectors that match, the nearest first; equal distances are in the order of keys."""
    wanted = np.array([matches(each) for each in matrix.kinds], dtype=bool)[matrix.kind_of]
    distances = _measure(matrix, target, metric)
    places = np.flatnonzero(wanted)
    near = places[_choose_smallest(distances[places], count)]
    return [Neighbour(matrix.vectors[each], float(distances[each])) for each in near]


def _choose_smallest(distances: Floats, count: int) -> NDArray[np.intp]:
    """Return the places of the smallest numbers, the smallest first, equal ones in order; without sorting the rest."""
    if count >= len(distances):
        return np.argsort(distances, kind="stable")
    last = np.partition(distances, count - 1)[count - 1]
    candidates = np.flatnonzero(distances <= last)
    return candidates[np.argsort(distances[candidates], kind="stable")][:count]


def _measure(matrix: Matrix, target: Floats, metric: str) -> Floats:
    if metric == "euclidean":
        distances: Floats = np.linalg.norm(matrix.rows - target, axis=1).astype(np.float32)
    else:
        cosines = matrix.rows @ target / (matrix.lengths * np.float32(np.linalg.norm(target)))
        distances = (np.float32(1) - cosines).astype(np.float32)
    return distances
