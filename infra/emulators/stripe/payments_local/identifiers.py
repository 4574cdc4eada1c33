"""Identifiers with Stripe's prefixes; unguessable, because a session's address is its only protection."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def new_identifier(prefix: str, length: int = 24) -> str:
    """Return a new identifier such as `pi_3Hx…`."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
