"""The Lambda entry that a deploy calls: it brings the orders' tables up to date as the database's master user."""

import json
from dataclasses import replace
from typing import Any, Final

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability, redaction, secret
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.shop.database.address import Address
from resolvers.shop.database.migrations import FOLDER, apply_migrations, read_migrations
from resolvers.shop.database.transactions import sign_in
from resolvers.shop.database.users import allow_tokens

# A change of a large table takes minutes; the function's own timeout ends it.
STATEMENT_SECONDS: Final = 590


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> list[str]:  # noqa: ARG001 - Lambda's signature
    """Apply the migrations that the database lacks, let the functions' user sign in, and return what was applied."""
    functions_user = Address.parse(settings().database_address)
    connection = sign_in(_read_master(functions_user), STATEMENT_SECONDS)
    try:
        applied = apply_migrations(connection, read_migrations(FOLDER))
        logger.info("migrations", extra={"applied": applied})
        with connection.cursor() as cursor:
            allow_tokens(cursor, functions_user.user, functions_user.database)
    finally:
        connection.close()
    return applied


def _read_master(address: Address) -> Address:
    """Return the address for the master user, whose secret RDS changes each week."""
    master = json.loads(secret.read_text(settings().database_master_secret_arn))
    redaction.hide(master["password"])
    return replace(address, user=master["username"], password=master["password"])
