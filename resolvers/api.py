"""The one Lambda entry of every GraphQL field: every room's handlers, one function."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.comments import handler as comments
from resolvers.core import observability
from resolvers.core.appsync import app
from resolvers.likes import handler as likes
from resolvers.media import handler as media
from resolvers.notifications import handler as notifications
from resolvers.pins import handler as pins
from resolvers.posts import handler as posts
from resolvers.users import handler as users
from subscriptions import handler as subscriptions

ROOMS = (users, posts, media, pins, comments, likes, notifications, subscriptions)


@observability.entry(observability.OF_APPSYNC)
def lambda_handler(event: dict[str, Any] | list[dict[str, Any]], context: LambdaContext) -> Any:
    """Answer one field, or one nested field of a whole page."""
    return app.resolve(event, context)
