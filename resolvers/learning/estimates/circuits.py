"""A circuit for each provider: after five failures in a row nobody asks it, and after 30 seconds one worker tries."""

from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar

from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitBreakerOpenError,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence import CircuitBreakerDynamoDBPersistence

from resolvers.core import table
from resolvers.core.settings import settings
from resolvers.learning import keys
from resolvers.learning.estimates.judge import JudgeUnavailable

T = TypeVar("T")

FAILURES: Final = 5
REST_SECONDS: Final = 30


def ask_through_circuit(provider: str, ask: Callable[[], T]) -> T:
    """Ask a provider, or raise `JudgeUnavailable` at once while its circuit is open. Refusals never open it."""
    config = CircuitBreakerConfig(
        failure_threshold=FAILURES, recovery_timeout=REST_SECONDS, handled_exceptions=JudgeUnavailable
    )
    protected = circuit_breaker(name=provider, persistence_store=_store(), config=config)(ask)
    try:
        answer: T = protected()
    except CircuitBreakerOpenError:
        raise JudgeUnavailable("its circuit is open") from None
    return answer


@cache
def _store() -> CircuitBreakerDynamoDBPersistence:
    return CircuitBreakerDynamoDBPersistence(
        table_name=settings().table_name,
        key_attr="PK",
        sort_key_attr="SK",
        static_pk_value=keys.CIRCUITS,
        expiry_attr="expiresAt",
        boto3_client=table.client(),
    )
