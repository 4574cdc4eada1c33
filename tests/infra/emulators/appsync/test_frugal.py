"""A module that a package imports and never asks can be left out while it loads, and is there for everyone else."""

import subprocess
import sys

CODE = """
import sys
from appsync_local.module_stubs import stub_module
with stub_module("importlib.metadata"):
    import websockets.http11
assert "zipfile" not in sys.modules
import importlib.metadata
print(importlib.metadata.version("websockets"))
with stub_module("importlib.metadata"):
    assert importlib.metadata is sys.modules["importlib.metadata"]
"""


def test_a_stubbed_module_loads_for_others() -> None:
    """In a process of its own, where nothing is loaded yet; what is loaded already stays."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip().startswith("17.")
