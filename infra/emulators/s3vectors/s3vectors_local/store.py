"""Buckets, indexes and vectors in one SQLite file; each write is on the disk when it returns."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from s3vectors_local.names import IndexPath

Floats = NDArray[np.float32]

_SCHEMA: Final = """
create table if not exists buckets (name text primary key, created real not null);
create table if not exists indexes (
  bucket text not null references buckets (name),
  name text not null,
  dimension integer not null,
  metric text not null,
  not_filterable text not null,
  created real not null,
  primary key (bucket, name)
);
create table if not exists vectors (
  bucket text not null,
  "index" text not null,
  key text not null,
  data blob not null,
  metadata text not null,
  primary key (bucket, "index", key),
  foreign key (bucket, "index") references indexes (bucket, name) on delete cascade
) without rowid;
"""


@dataclass(frozen=True)
class Bucket:
    """A vector bucket."""

    name: str
    created: float


@dataclass(frozen=True)
class Index:
    """An index: the vectors that it takes, and how far apart they are."""

    path: IndexPath
    dimension: int
    metric: str
    not_filterable: tuple[str, ...]
    created: float


@dataclass(frozen=True)
class Vector:
    """A vector with its key and its metadata."""

    key: str
    data: Floats
    metadata: dict[str, Any]


class Store:
    """One connection, used by one thread at a time. `path` None keeps everything in memory."""

    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._connection.execute("pragma foreign_keys = on")
        self._connection.executescript(_SCHEMA)
        self.lock = threading.RLock()

    def close(self) -> None:
        self._connection.close()

    def add_bucket(self, name: str) -> bool:
        """Make a bucket; return whether there was none."""
        return self._write("insert or ignore into buckets values (?, ?)", [(name, time.time())]) == 1

    def get_bucket(self, name: str) -> Bucket | None:
        return next((each for each in self.list_buckets() if each.name == name), None)

    def list_buckets(self) -> list[Bucket]:
        return [Bucket(*row) for row in self._read("select name, created from buckets order by name")]

    def remove_bucket(self, name: str) -> None:
        self._write("delete from buckets where name = ?", [(name,)])

    def add_index(self, index: Index) -> bool:
        """Make an index in a bucket that exists; return whether there was none."""
        row = (*index.path, index.dimension, index.metric, json.dumps(index.not_filterable), index.created)
        return self._write("insert or ignore into indexes values (?, ?, ?, ?, ?, ?)", [row]) == 1

    def get_index(self, path: IndexPath) -> Index | None:
        return next((each for each in self.list_indexes(path.bucket) if each.path == path), None)

    def list_indexes(self, bucket: str) -> list[Index]:
        rows = self._read("select * from indexes where bucket = ? order by name", bucket)
        return [Index(IndexPath(row[0], row[1]), row[2], row[3], tuple(json.loads(row[4])), row[5]) for row in rows]

    def remove_index(self, path: IndexPath) -> None:
        self._write("delete from indexes where bucket = ? and name = ?", [path])

    def put_vectors(self, path: IndexPath, vectors: Iterable[Vector]) -> None:
        rows = [(*path, each.key, each.data.tobytes(), json.dumps(each.metadata)) for each in vectors]
        self._write("insert or replace into vectors values (?, ?, ?, ?, ?)", rows)

    def get_vectors(self, path: IndexPath, keys: Sequence[str]) -> list[Vector]:
        """Return the vectors with these keys, as far as there are any, in the order of the keys."""
        query = 'select key, data, metadata from vectors where bucket = ? and "index" = ? and key = ?'
        return [_read_vector(row) for key in dict.fromkeys(keys) for row in self._read(query, *path, key)]

    def list_vectors(self, path: IndexPath, after: str = "", limit: int = -1) -> list[Vector]:
        """Return vectors in the order of their keys; a limit of -1 is none."""
        query = (
            'select key, data, metadata from vectors where bucket = ? and "index" = ? and key > ? order by key limit ?'
        )
        return [_read_vector(row) for row in self._read(query, *path, after, limit)]

    def remove_vectors(self, path: IndexPath, keys: Iterable[str]) -> None:
        self._write('delete from vectors where bucket = ? and "index" = ? and key = ?', [(*path, key) for key in keys])

    def _read(self, query: str, *values: Any) -> list[Any]:
        with self.lock:
            return self._connection.execute(query, values).fetchall()

    def _write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
        with self.lock, self._connection:
            return self._connection.executemany(statement, rows).rowcount


def _read_vector(row: Sequence[Any]) -> Vector:
    return Vector(row[0], np.frombuffer(row[1], dtype=np.float32), json.loads(row[2]))
