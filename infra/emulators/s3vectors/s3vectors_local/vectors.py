"""Vectors of a request: as many numbers as the index has dimensions, and metadata within the limits.

Source of the limits: Amazon S3 user guide, "S3 Vectors limitations and restrictions".
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from aws_wire.errors import ServiceError
from s3vectors_local.store import Floats, Index, Vector

MOST_METADATA_KEYS: Final = 50
MOST_METADATA_BYTES: Final = 40 * 1024
MOST_FILTERABLE_BYTES: Final = 2 * 1024


def parse_vector(given: Mapping[str, Any], index: Index) -> Vector:
    """Return a vector to be put, or raise `ValidationException`."""
    metadata = given.get("metadata", {})
    return Vector(given["key"], parse_data(given["data"], index), _check_metadata(given["key"], metadata, index))


def parse_data(given: Mapping[str, Any], index: Index) -> Floats:
    """Return the numbers of a vector, or raise `ValidationException` where they are not the index's."""
    data = np.array(given["float32"], dtype=np.float32)
    if len(data) != index.dimension:
        raise _refuse(f"vector must have length {index.dimension}, but has length {len(data)}")
    if not np.isfinite(data).all():
        raise _refuse("vector contains NaN or infinity")
    if index.metric == "cosine" and not data.any():
        raise _refuse("vector must not be zero where the distance is the cosine")
    return data


def _check_metadata(key: str, metadata: Any, index: Index) -> dict[str, Any]:
    if not isinstance(metadata, dict):
        raise _refuse(f"the metadata of {key} must be an object")
    filterable = {name: value for name, value in metadata.items() if name not in index.not_filterable}
    if len(metadata) > MOST_METADATA_KEYS:
        raise _refuse(f"the metadata of {key} has more than {MOST_METADATA_KEYS} keys")
    if _measure_bytes(metadata) > MOST_METADATA_BYTES:
        raise _refuse(f"the metadata of {key} has more than {MOST_METADATA_BYTES} bytes")
    if _measure_bytes(filterable) > MOST_FILTERABLE_BYTES:
        raise _refuse(f"the filterable metadata of {key} has more than {MOST_FILTERABLE_BYTES} bytes")
    return metadata


def _measure_bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def _refuse(why: str) -> ServiceError:
    return ServiceError("ValidationException", f"Invalid record: {why}.")
