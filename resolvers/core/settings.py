"""The functions' environment, read once at cold start."""

import os
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from resolvers.core.model import Model


def _require_power_of_two(number: int) -> int:
    if number < 1 or number & (number - 1):
        raise ValueError("It must be a power of two: 1, 2, 4, 8 and so on.")
    return number


class Settings(Model):
    """Names of what the stacks made.

    Every function needs the table. The others are empty where a function's template sets none: rule C02 of
    `make check-infra` compares the template with what the function's code reads.
    """

    table_name: str = Field(alias="TABLE_NAME", min_length=1)
    media_bucket: str = Field(alias="MEDIA_BUCKET", default="")
    cursor_secret_arn: str = Field(alias="CURSOR_SECRET_ARN", default="")
    database_address: str = Field(alias="DATABASE_ADDRESS", default="")
    database_secret_arn: str = Field(alias="DATABASE_SECRET_ARN", default="")
    database_master_secret_arn: str = Field(alias="DATABASE_MASTER_SECRET_ARN", default="")
    playback_secret_arn: str = Field(alias="PLAYBACK_SECRET_ARN", default="")
    media_key_secret_arn: str = Field(alias="MEDIA_KEY_SECRET_ARN", default="")
    recording_configuration_arn: str = Field(alias="RECORDING_CONFIGURATION_ARN", default="")
    payments_secret_arn: str = Field(alias="PAYMENTS_SECRET_ARN", default="")
    payments_endpoint: str = Field(alias="PAYMENTS_ENDPOINT", default="")
    payments_queue_url: str = Field(alias="PAYMENTS_QUEUE_URL", default="")
    site_origin: str = Field(alias="SITE_ORIGIN", default="")
    web_client_id: str = Field(alias="WEB_CLIENT_ID", default="")
    graphql_endpoint: str = Field(alias="GRAPHQL_ENDPOINT", default="")
    upload_queue_url: str = Field(alias="UPLOAD_QUEUE_URL", default="")
    video_queue_url: str = Field(alias="VIDEO_QUEUE_URL", default="")
    pictures_queue_url: str = Field(alias="PICTURES_QUEUE_URL", default="")
    chat_url: str = Field(alias="CHAT_URL", default="")
    chat_review_arn: str = Field(alias="CHAT_REVIEW_ARN", default="")
    writing_queue_url: str = Field(alias="WRITING_QUEUE_URL", default="")
    speaking_queue_url: str = Field(alias="SPEAKING_QUEUE_URL", default="")
    narrations_queue_url: str = Field(alias="NARRATIONS_QUEUE_URL", default="")
    reading_voice: str = Field(alias="READING_VOICE", default="")
    voice_budget: float = Field(alias="VOICE_BUDGET", default=0, ge=0)
    passages_queue_url: str = Field(alias="PASSAGES_QUEUE_URL", default="")
    embedding_model: str = Field(alias="EMBEDDING_MODEL", default="")
    vector_index_arn: str = Field(alias="VECTOR_INDEX_ARN", default="")
    judge_order: str = Field(alias="JUDGE_ORDER", default="bedrock,gemini")
    bedrock_judge: str = Field(alias="BEDROCK_JUDGE", default="")
    gemini_judge: str = Field(alias="GEMINI_JUDGE", default="")
    gemini_endpoint: str = Field(alias="GEMINI_ENDPOINT", default="")
    gemini_secret_arn: str = Field(alias="GEMINI_SECRET_ARN", default="")
    judge_budget: float = Field(alias="JUDGE_BUDGET", default=0, ge=0)
    least_similarity: float = Field(alias="LEAST_SIMILARITY", default=0.23)
    mediaconvert_role_arn: str = Field(alias="MEDIACONVERT_ROLE_ARN", default="")
    max_receives: int = Field(alias="MAX_RECEIVES", default=3)
    rate_scale: float = Field(alias="RATE_SCALE", default=1, gt=0)
    feed_shards: Annotated[int, AfterValidator(_require_power_of_two)] = Field(alias="FEED_SHARDS", default=1, le=64)


@cache
def settings() -> Settings:
    """Read the environment, or raise `RuntimeError` naming what is missing."""
    try:
        return Settings.model_validate(dict(os.environ))
    except ValidationError as error:
        missing = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise RuntimeError(f"The environment lacks {missing}: the function's template must set it.") from error
