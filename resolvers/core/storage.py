"""The media bucket, as far as every room needs it: short-lived addresses of what may be read."""

from functools import cache
from typing import Any, Final
from urllib.parse import quote

import boto3
from botocore.config import Config

from resolvers.core.settings import settings

READ_SECONDS: Final = 900  # as long as somebody who lost the right to read a post can open its pictures
PLAYBACK_SECONDS: Final = 300  # as long as somebody who alone lost the right to watch can go on


@cache
def client() -> Any:
    """Return the S3 client; addresses are signed for the regional host, which answers CORS."""
    return boto3.client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))


def read_url(key: str, file_name: str = "", seconds: int = READ_SECONDS) -> str:
    """Sign an address that reads one object for 15 minutes or as long as said, as a download if it has a file name.

    Call it only after the right to read was checked.
    """
    parameters = {"Bucket": settings().media_bucket, "Key": key}
    if file_name:
        # RFC 8187: percent signs for everything that a header may not hold, quotation marks among it.
        parameters["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"
    url: str = client().generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)
    return url
