"""The functions' environment, read once at cold start."""

import os
from functools import cache

from pydantic import Field, ValidationError

from resolvers.core.model import Model


class Settings(Model):
    """Names of what the stacks made. A function that lacks one it needs fails at cold start."""

    table_name: str = Field(alias="TABLE_NAME", min_length=1)
    media_bucket: str = Field(alias="MEDIA_BUCKET", default="")
    cursor_secret_arn: str = Field(alias="CURSOR_SECRET_ARN", default="")
    graphql_endpoint: str = Field(alias="GRAPHQL_ENDPOINT", default="")
    upload_queue_url: str = Field(alias="UPLOAD_QUEUE_URL", default="")
    max_receives: int = Field(alias="MAX_RECEIVES", default=3)


@cache
def settings() -> Settings:
    """Read the environment, or raise `RuntimeError` naming what is missing."""
    try:
        return Settings.model_validate(dict(os.environ))
    except ValidationError as error:
        missing = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise RuntimeError(f"The environment lacks {missing}: the function's template must set it.") from error
