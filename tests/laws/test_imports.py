"""What a Lambda loads, and what it must not."""

import json
import subprocess
import sys

import pytest

ENTRIES = ("resolvers.api", "resolvers.media.worker", "resolvers.users.trigger", "subscriptions.stream")
BUILD_TIME_ONLY = {"strawberry", "graphql", "aiohttp", "moto", "yaml"}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_loads_nothing_that_belongs_to_build_time(entry: str) -> None:
    """Strawberry prints the contract and stays at home: it would double the cold start."""
    program = f"import sys, json, {entry}; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"

    loaded = subprocess.run(  # noqa: S603  our own modules
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"TABLE_NAME": "x"}
    )

    assert set(json.loads(loaded.stdout)) & BUILD_TIME_ONLY == set()
