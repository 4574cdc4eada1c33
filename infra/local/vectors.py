"""The index of passages in the local S3 Vectors, which no stack makes: the embedded AWS has no such resources."""

from typing import Final

from infra.local.deploy.aws import client

BUCKET: Final = "waymark-dev"
INDEX: Final = "passages"
DIMENSIONS: Final = 512


def prepare_index(endpoint: str) -> str:
    """Make the bucket and the index if they are not there, and return the index's ARN."""
    vectors = client("s3vectors", endpoint)
    if not any(each["vectorBucketName"] == BUCKET for each in vectors.list_vector_buckets()["vectorBuckets"]):
        vectors.create_vector_bucket(vectorBucketName=BUCKET)
    found = vectors.list_indexes(vectorBucketName=BUCKET)["indexes"]
    if not any(each["indexName"] == INDEX for each in found):
        shape = {"dataType": "float32", "dimension": DIMENSIONS, "distanceMetric": "cosine"}
        vectors.create_index(vectorBucketName=BUCKET, indexName=INDEX, **shape)
    return str(vectors.get_index(vectorBucketName=BUCKET, indexName=INDEX)["index"]["indexArn"])
