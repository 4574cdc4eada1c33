"""Guides, a small second product that only tests know: it declares a subject and an event, and the platform no line."""

import importlib

import pytest

from resolvers.core import ids, table
from resolvers.core.model import now
from resolvers.core.table import Put, Update
from resolvers.platform.event_log import declarations
from resolvers.platform.subjects import guards, registry
from tests.fakes.guides.walks.model import WALK, Walk, guard_of, key
from tests.people import Person


def declare(patch: pytest.MonkeyPatch) -> None:
    """Declare the product until the patch is undone."""
    patch.setattr(registry, "_BY_PREFIX", dict(registry._BY_PREFIX))
    for name in ("event_types", "_topics", "_redactions"):
        patch.setattr(declarations, name, dict(getattr(declarations, name)))
    patch.setattr(declarations, "events", list(declarations.events))
    registry.declare(WALK.prefix, WALK.kind, lambda: WALK)
    importlib.reload(importlib.import_module("tests.fakes.guides.walks.events"))


def announce(guide: Person, name: str = "Lanterns of Hoi An") -> Walk:
    """Write a walk and its guard in one transaction, as a product does."""
    walk = Walk(id=ids.new(WALK.prefix), guide_id=ids.ID(guide.id), name=name, announced_at=now())
    table.write(Put(key(walk.id), WALK.kind, walk.to_item()), guards.add(guard_of(walk)))
    return walk


def extend(walk: Walk, steps: int) -> None:
    table.write(Update(key(walk.id), put={"steps": steps}))
