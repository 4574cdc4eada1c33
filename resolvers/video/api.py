"""The Lambda entry of the fields of videos."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers import rooms
from resolvers.core import observability
from resolvers.video.app import app

rooms.load_when_asked(app, "video")


@observability.entry(observability.OF_APPSYNC)
def lambda_handler(event: dict[str, Any] | list[dict[str, Any]], context: LambdaContext) -> Any:
    """Answer one field, or one nested field of a whole page."""
    return app.resolve(event, context)
