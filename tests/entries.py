"""What a function's entry loads, told by a process of its own."""

from typing import Final

# Program text that has an entry load every room whose fields it answers, as requests for all of them would.
LOAD_ROOMS: Final = """
import importlib, sys
for product in [name.split(".")[1] for name in sys.modules if name.endswith(".api") and name.count(".") == 2]:
    for field in importlib.import_module(f"resolvers.{product}.fields").ROOMS:
        sys.modules[f"resolvers.{product}.app"].app.load_field(*field.split("."))
"""
