"""The operations of S3 Vectors over one store."""

import time
from datetime import UTC, datetime
from typing import Any, Final

from aws_wire.errors import ServiceError
from aws_wire.service import Context, Service
from s3vectors_local.filters import compile_filter
from s3vectors_local.names import IndexPath, bucket_arn, index_arn, read_bucket, read_index, require_valid_name
from s3vectors_local.search import Matrix, find_nearest
from s3vectors_local.store import Bucket, Index, Store, Vector
from s3vectors_local.vectors import parse_data, parse_vector

MOST_RESULTS: Final = 100
_PAGE: Final = 500

Values = dict[str, Any]


class S3Vectors:
    """Answers requests; an index that was searched stays in memory until it changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._matrices: dict[IndexPath, Matrix] = {}

    def build_service(self) -> Service:
        service = Service("s3vectors")
        for name, operation in {
            "CreateVectorBucket": self._create_vector_bucket,
            "GetVectorBucket": self._get_vector_bucket,
            "ListVectorBuckets": self._list_vector_buckets,
            "DeleteVectorBucket": self._delete_vector_bucket,
            "CreateIndex": self._create_index,
            "GetIndex": self._get_index,
            "ListIndexes": self._list_indexes,
            "DeleteIndex": self._delete_index,
            "PutVectors": self._put_vectors,
            "GetVectors": self._get_vectors,
            "ListVectors": self._list_vectors,
            "DeleteVectors": self._delete_vectors,
            "QueryVectors": self._query_vectors,
        }.items():
            service.operation(name)(operation)
        return service

    def _create_vector_bucket(self, request: Values, context: Context) -> Values:
        name = require_valid_name(request["vectorBucketName"])
        if not self._store.add_bucket(name):
            raise ServiceError("ConflictException", "A vector bucket with the specified name already exists")
        return {"vectorBucketArn": bucket_arn(context.signature.region, name)}

    def _get_vector_bucket(self, request: Values, context: Context) -> Values:
        return {"vectorBucket": _show_bucket(self._require_bucket(read_bucket(request)), context)}

    def _list_vector_buckets(self, request: Values, context: Context) -> Values:
        prefix = request.get("prefix", "")
        found = [each for each in self._store.list_buckets() if each.name.startswith(prefix)]
        return {"vectorBuckets": [_show_bucket(each, context) for each in found]}

    def _delete_vector_bucket(self, request: Values, _: Context) -> None:
        bucket = self._require_bucket(read_bucket(request))
        if self._store.list_indexes(bucket.name):
            raise ServiceError("ConflictException", "The specified vector bucket is not empty")
        self._store.remove_bucket(bucket.name)

    def _create_index(self, request: Values, context: Context) -> Values:
        bucket = self._require_bucket(read_bucket(request))
        configuration = request.get("metadataConfiguration", {})
        if "textSearchConfigurations" in configuration:
            raise ServiceError("ValidationException", "This emulator has no text search.")
        path = IndexPath(bucket.name, require_valid_name(request["indexName"]))
        not_filterable = tuple(configuration.get("nonFilterableMetadataKeys", ()))
        index = Index(path, request["dimension"], request["distanceMetric"], not_filterable, time.time())
        if not self._store.add_index(index):
            raise ServiceError("ConflictException", "An index with the specified name already exists")
        return {"indexArn": index_arn(context.signature.region, path)}

    def _get_index(self, request: Values, context: Context) -> Values:
        index = self._require_index(request)
        shown = _show_index(index, context) | {
            "dataType": "float32",
            "dimension": index.dimension,
            "distanceMetric": index.metric,
        }
        if index.not_filterable:
            shown["metadataConfiguration"] = {"nonFilterableMetadataKeys": [*index.not_filterable]}
        return {"index": shown}

    def _list_indexes(self, request: Values, context: Context) -> Values:
        bucket, prefix = self._require_bucket(read_bucket(request)), request.get("prefix", "")
        found = [each for each in self._store.list_indexes(bucket.name) if each.path.name.startswith(prefix)]
        return {"indexes": [_show_index(each, context) for each in found]}

    def _delete_index(self, request: Values, _: Context) -> None:
        path = read_index(request)
        with self._store.lock:
            self._store.remove_index(path)
            self._matrices.pop(path, None)

    def _put_vectors(self, request: Values, _: Context) -> None:
        index = self._require_index(request)
        vectors = [parse_vector(each, index) for each in request["vectors"]]
        if len({each.key for each in vectors}) < len(vectors):
            raise ServiceError("ValidationException", "The keys of the vectors are not unique")
        with self._store.lock:
            self._store.put_vectors(index.path, vectors)
            self._matrices.pop(index.path, None)

    def _get_vectors(self, request: Values, _: Context) -> Values:
        found = self._store.get_vectors(self._require_index(request).path, request["keys"])
        return {"vectors": [_show_vector(each, request) for each in found]}

    def _list_vectors(self, request: Values, _: Context) -> Values:
        path, limit = self._require_index(request).path, request.get("maxResults", _PAGE)
        found = self._store.list_vectors(path, request.get("nextToken", ""), limit + 1)
        more = {"nextToken": found[limit - 1].key} if len(found) > limit else {}
        return {"vectors": [_show_vector(each, request) for each in found[:limit]], **more}

    def _delete_vectors(self, request: Values, _: Context) -> None:
        path = self._require_index(request).path
        with self._store.lock:
            self._store.remove_vectors(path, request["keys"])
            self._matrices.pop(path, None)

    def _query_vectors(self, request: Values, _: Context) -> Values:
        index = self._require_index(request)
        if "queryVector" not in request or "queryTexts" in request:
            raise ServiceError("ValidationException", "This emulator searches by queryVector only.")
        if request["topK"] > MOST_RESULTS:
            raise ServiceError("ValidationException", f"topK must be between 1 and {MOST_RESULTS}")
        target = parse_data(request["queryVector"], index)
        condition = request.get("filter")
        matches = compile_filter(condition, index.not_filterable) if condition is not None else lambda _: True
        found = find_nearest(self._read_matrix(index), target, index.metric, request["topK"], matches)
        shown = [
            _show_vector(each.vector, {**request, "returnData": False})
            | ({"distance": each.distance} if request.get("returnDistance") else {})
            for each in found
        ]
        return {"vectors": shown, "distanceMetric": index.metric}

    def _read_matrix(self, index: Index) -> Matrix:
        with self._store.lock:
            if index.path not in self._matrices:
                self._matrices[index.path] = Matrix.of(self._store.list_vectors(index.path), index.dimension)
            return self._matrices[index.path]

    def _require_bucket(self, name: str) -> Bucket:
        bucket = self._store.get_bucket(name)
        if not bucket:
            raise ServiceError("NotFoundException", "The specified vector bucket could not be found")
        return bucket

    def _require_index(self, request: Values) -> Index:
        path = read_index(request)
        self._require_bucket(path.bucket)
        index = self._store.get_index(path)
        if not index:
            raise ServiceError("NotFoundException", "The specified index could not be found")
        return index


def _show_bucket(bucket: Bucket, context: Context) -> Values:
    return {
        "vectorBucketName": bucket.name,
        "vectorBucketArn": bucket_arn(context.signature.region, bucket.name),
        "creationTime": datetime.fromtimestamp(bucket.created, UTC),
    }


def _show_index(index: Index, context: Context) -> Values:
    return {
        "vectorBucketName": index.path.bucket,
        "indexName": index.path.name,
        "indexArn": index_arn(context.signature.region, index.path),
        "creationTime": datetime.fromtimestamp(index.created, UTC),
    }


def _show_vector(vector: Vector, request: Values) -> Values:
    data = {"data": {"float32": [float(each) for each in vector.data]}} if request.get("returnData") else {}
    metadata = {"metadata": vector.metadata} if request.get("returnMetadata") else {}
    return {"key": vector.key, **data, **metadata}
