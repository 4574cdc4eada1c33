"""Load the demo world: `python -m infra.local.world`, again and again without harm."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from infra.local.world import accounts, loader, model, running
from infra.local.world.api import ApiError


def main() -> int:
    options = _options()
    begun = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {line}", flush=True)

    try:
        asyncio.run(loader.load(model.read(), running.read(options.config), say))
    except (running.NotRunningError, loader.NotLoadedError, ApiError) as problem:
        print(problem, file=sys.stderr)
        return 1
    say("the demo world is whole")
    for account in accounts():
        print(f"          {account['displayName']:<14} {account['email']} / {account['password']}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local.world", description="Load the demo world.")
    parser.add_argument("--config", type=Path, help="the running system's config.json (or WAYMARK_CONFIG)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
