"""Load the demo world: `python -m infra.local.world`, again and again without harm."""

import sys

from infra.local.world import command, demo_accounts, loader, model
from infra.local.world.running import Running


async def load(system: Running) -> None:
    clock = command.Clock()

    def say(line: str) -> None:
        print(f"{clock():6.1f} s  {line}", flush=True)

    await loader.load(model.read(), system, say)
    say("the demo world is loaded")
    for account in demo_accounts():
        print(f"          {account['label']:<14} {account['email']} / {account['password']}")


if __name__ == "__main__":
    sys.exit(command.run("infra.local.world", "Load the demo world.", load))
