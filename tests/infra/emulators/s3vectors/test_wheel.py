"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script and its dependencies are all in it; vectors are kept in the file that is named."""
    with serve_wheel("s3vectors", tmp_path, "--data", "vectors.sqlite3") as client:
        client.create_vector_bucket(vectorBucketName="atlas")
        buckets = client.list_vector_buckets()["vectorBuckets"]

    assert [each["vectorBucketName"] for each in buckets] == ["atlas"]
    assert (tmp_path / "vectors.sqlite3").is_file()
