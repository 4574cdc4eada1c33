"""Imports without what is only imported and never asked, so that the data plane stays small."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def left_out(name: str, *taken: str) -> Iterator[None]:
    """Load packages in a block without a module that they import and do not use; others find it as ever.

    `taken` are the names that they import from it.
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
