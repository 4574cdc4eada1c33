"""The bucket that a deploy reads from: bundles and templates, each under the name of its content."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import ClientError

BUCKET: Final = "waymark-artifacts"


class Artifacts:
    """Stores what a deploy reads; what is there already is not stored again."""

    def __init__(self, s3: Any) -> None:
        self._s3 = s3
        try:
            s3.create_bucket(Bucket=BUCKET)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                raise

    def bundles(self, paths: Mapping[str, Path]) -> dict[str, dict[str, str]]:
        """Return where SAM finds each bundle, by file name."""
        return {
            path.name: {"Bucket": BUCKET, "Key": self._put(path.name, path.read_bytes())} for path in paths.values()
        }

    def template_url(self, name: str, text: str) -> str:
        """Return an address of the template: within a request it may have 51,200 characters only."""
        return f"{self._s3.meta.endpoint_url}/{BUCKET}/{self._put(f'{name}.json', text.encode())}"

    def _put(self, name: str, content: bytes) -> str:
        key = f"{hashlib.sha256(content).hexdigest()[:16]}/{name}"
        if not self._s3.list_objects_v2(Bucket=BUCKET, Prefix=key).get("KeyCount"):
            self._s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        return key
