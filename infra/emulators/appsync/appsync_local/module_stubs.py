"""Stub out modules that dependencies import but never use, to save memory."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def stub_module(name: str, *taken: str) -> Iterator[None]:
    """Let imports in this block get an empty module `name`; imports afterwards get the real one.

    `taken` are the names that the importers take from it; they become None.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = ModuleType(name)
    vars(sys.modules[name]).update(dict.fromkeys(taken))
    try:
        yield
    finally:
        del sys.modules[name]
