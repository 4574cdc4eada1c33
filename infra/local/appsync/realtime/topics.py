"""Which subscription fields a mutation triggers, by `@aws_subscribe`."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from infra.local.appsync.catalog import Api
from infra.local.appsync.subscribing import mutations_of

_known: WeakKeyDictionary[Api, Mapping[str, tuple[str, ...]]] = WeakKeyDictionary()


def triggered(api: Api, mutation_field: str) -> tuple[str, ...]:
    """Return the subscription fields that name a mutation, in the schema's order."""
    found = _known.get(api)
    if found is None:
        found = _known[api] = _read(api)
    return found.get(mutation_field, ())


def _read(api: Api) -> Mapping[str, tuple[str, ...]]:
    kind = api.schema.subscription_type
    found: dict[str, tuple[str, ...]] = {}
    for name, field in kind.fields.items() if kind else ():
        for mutation in mutations_of(field):
            found[mutation] = (*found.get(mutation, ()), name)
    return found
