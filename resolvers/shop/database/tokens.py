"""Signing in to RDS by IAM: a token of the function's own role in the place of a password.

A token is signed on this machine, without a request, and opens connections for 15 minutes; those that are open stay so.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
"""

import logging
from dataclasses import replace
from functools import cache
from typing import Any

import boto3

from resolvers.shop.database.address import Address

# At DEBUG it writes the signatures that it makes.
logging.getLogger("botocore.auth").setLevel(logging.INFO)


def sign_token(address: Address) -> Address:
    """Return the address with a token as its password."""
    token = _client().generate_db_auth_token(DBHostname=address.host, Port=address.port, DBUsername=address.user)
    return replace(address, password=token)


@cache
def _client() -> Any:
    return boto3.client("rds")
