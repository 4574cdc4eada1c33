"""The user pool's post-confirmation trigger: a profile for everybody who confirms."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.platform.users import service


@observability.entry()
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Create the profile of a person who just confirmed. Password resets fire it too, so it repeats harmlessly."""
    attributes = event["request"]["userAttributes"]
    service.ensure_profile(attributes["sub"], attributes.get("name", ""))
    return event
