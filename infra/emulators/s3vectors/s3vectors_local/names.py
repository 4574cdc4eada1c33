"""Buckets and indexes by their names and by their ARNs."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from aws_wire.errors import ServiceError

ACCOUNT: Final = "000000000000"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ARN: Final = re.compile(r"arn:[^:]+:s3vectors:[^:]+:\d{12}:bucket/(?P<bucket>[^/]+)(?:/index/(?P<index>[^/]+))?")


class IndexPath(NamedTuple):
    """An index within its bucket."""

    bucket: str
    name: str


def read_bucket(request: Mapping[str, Any]) -> str:
    """Return the name of the bucket that a request is about, or raise `ValidationException`."""
    found = _match(request["vectorBucketArn"])["bucket"] if "vectorBucketArn" in request else None
    name = request.get("vectorBucketName") or found
    if not name:
        raise ServiceError("ValidationException", "Must specify either vectorBucketName or vectorBucketArn")
    return str(name)


def read_index(request: Mapping[str, Any]) -> IndexPath:
    """Return the index that a request is about, or raise `ValidationException`."""
    if "indexArn" in request:
        found = _match(request["indexArn"])
        return IndexPath(found["bucket"], found["index"])
    if "indexName" not in request:
        raise ServiceError("ValidationException", "Must specify either indexArn or both vectorBucketName and indexName")
    return IndexPath(read_bucket(request), request["indexName"])


def require_valid_name(name: str) -> str:
    """Return a name that a bucket or an index may have, or raise `ValidationException`."""
    if not _NAME.fullmatch(name):
        raise ServiceError("ValidationException", f"The name {name!r} is not valid.")
    return name


def bucket_arn(region: str, bucket: str) -> str:
    return f"arn:aws:s3vectors:{region}:{ACCOUNT}:bucket/{bucket}"


def index_arn(region: str, path: IndexPath) -> str:
    return f"{bucket_arn(region, path.bucket)}/index/{path.name}"


def _match(arn: str) -> Mapping[str, str]:
    found = _ARN.fullmatch(arn)
    if not found:
        raise ServiceError("ValidationException", f"{arn!r} is not an ARN of S3 Vectors.")
    return found.groupdict()
