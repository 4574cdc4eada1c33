"""The Lambda entry of the week's work: objects whose row is gone are removed, unless they are too many to be true."""

from typing import Any, Final

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.model import now
from resolvers.core.observability import logger
from resolvers.platform.uploads import orphans

# A table that was restored, or named wrongly, makes every object an orphan: that is for a person to decide.
MOST_REMOVED: Final = 1000


class TooManyOrphans(Exception):  # noqa: N818
    """More objects have lost their row than a fault now and then explains; nothing was removed."""


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Remove them, each named in the log, or raise `TooManyOrphans`."""
    found = orphans.find_orphans(now())
    if len(found) > MOST_REMOVED:
        raise TooManyOrphans(f"{len(found):,} objects have no row. See docs/runbooks/orphans.md")
    for each in found:
        logger.warning("orphan", extra={"key": each.key, "version": each.version_id})
    orphans.remove(found)
