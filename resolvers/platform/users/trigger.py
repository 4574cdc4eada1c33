"""The user pool's post-confirmation trigger: a profile for everybody who confirms."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.platform.users import service


@observability.entry()
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Make the profile of who just confirmed. Also fired by password resets, so it repeats harmlessly."""
    attributes = event["request"]["userAttributes"]
    service.ensure_profile(attributes["sub"], attributes.get("name", ""))
    return event
