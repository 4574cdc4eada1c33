"""Where the system runs: read from what `make run` writes down."""

import json
import os
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

CONFIG: Final = Path(".waymark/config.json")
AUTHORITY: Final = Path("state/ivs/ca.pem")  # beside it


class NotRunningError(Exception):
    """There is no running system to talk to; the text says what to do."""


class Running(BaseModel):
    """The public addresses of a running Waymark, as the site gets them in config.json."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)

    region: str
    graphql_url: str
    realtime_url: str
    api_key: str
    user_pool_id: str
    user_pool_client_id: str
    cognito_endpoint: str
    authority: Path | None = None  # the certificate that encoders check the livestreams' server by

    @cached_property
    def cognito(self) -> Any:
        """Return a client of the user pool as a browser has it: without keys."""
        return boto3.session.Session().client(
            "cognito-idp",
            endpoint_url=self.cognito_endpoint,
            region_name=self.region,
            config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 2}),
        )


def read(path: Path | None = None) -> Running:
    """Return what `make run` wrote (or the file that WAYMARK_CONFIG names), or raise `NotRunningError`."""
    source = path or Path(os.environ.get("WAYMARK_CONFIG", CONFIG))
    try:
        found = Running.model_validate(json.loads(source.read_text(encoding="utf-8")))
        return found.model_copy(update={"authority": source.parent / AUTHORITY})
    except FileNotFoundError:
        raise NotRunningError(f"{source} is missing. Start the system first: make run") from None
    except (json.JSONDecodeError, ValidationError) as problem:
        raise NotRunningError(f"{source} is incomplete. Start the system again: make run\n{problem}") from None
