"""What the commands of this folder share: an option, a clock, and a sentence for each failure."""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
from botocore.exceptions import BotoCoreError, ClientError
from gql.transport.exceptions import TransportError

from infra.local.world.api import ApiError
from infra.local.world.listener import MissedError
from infra.local.world.loader import NotLoadedError
from infra.local.world.running import NotRunningError, Running, read

Play = Callable[[Running], Coroutine[Any, Any, None]]


class Clock:
    """The seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() - self._begun


def run(module: str, description: str, play: Play) -> int:
    """Play against the running system and return the exit code: 1, with the reason on stderr, where it failed."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--config", type=Path, help="the running system's config.json (or WAYMARK_CONFIG)")
    options = parser.parse_args()
    try:
        asyncio.run(play(read(options.config)))
    except (NotRunningError, NotLoadedError, MissedError, ApiError, ClientError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except (aiohttp.ClientError, BotoCoreError, TransportError, OSError) as problem:
        print(f"\nWaymark does not answer ({problem}). Start it with: make run", file=sys.stderr)
        return 1
    return 0
