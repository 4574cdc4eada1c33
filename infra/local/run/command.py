"""`python -m infra.local run`: everything up, the demo world in it, and all of it down again by Ctrl-C."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from infra.local.deploy import Deployed, DeployError
from infra.local.parts import PARTS
from infra.local.rest_api import find_rest_api
from infra.local.run import lock, preflight, state
from infra.local.run.child import ChildError
from infra.local.run.system import System
from infra.local.run.workspace import clean_environment
from infra.local.world import account, demo_accounts

HOME: Final = Path(".waymark")
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedError(BaseException):
    """A signal, such as that of Ctrl-C, asks the system to stop.

    No `Exception`: a client of AWS would take it for a failed request, and try again.
    """


def run(ports: Mapping[str, int], *, world: bool = True) -> int:
    """Run the system until it is asked to stop; return the exit code."""
    _stop_on_signals()
    try:
        with lock.Lock(lock.PATH) as held:
            _run(System(ports, HOME, Progress(), held.note), held, world=world)
    except StoppedError:
        print("\nStopped; the data is kept.")
        return 0
    except (
        ChildError,
        DeployError,
        lock.AlreadyRunningError,
        preflight.NotReadyError,
        state.OldStateError,
    ) as problem:
        print(f"\n{problem}", file=sys.stderr)
    return 1


def _run(system: System, held: lock.Lock, *, world: bool) -> NoReturn:
    """Start, print the addresses and watch; however that ends, stop the parts in order."""
    try:
        _end_leftovers(held, system.say)
        state.require_current(system.workspace.state)
        preflight.require(system.workspace, PARTS)
        deployed = system.start()
        if world:
            _load_world(system)
        _print_addresses(system, deployed)
        system.launcher.watch()
    finally:
        _ignore_signals()
        system.stop()


class Progress:
    """Prints lines with the seconds since the start."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._start:6.1f} s  {line}", flush=True)


def _load_world(system: System) -> None:
    system.say("loading the demo world")
    command = (sys.executable, "-m", "infra.local.world")
    environment = {**clean_environment(), "WAYMARK_CONFIG": str(system.workspace.client_config)}
    if subprocess.run(command, env=environment, check=False).returncode:
        raise ChildError("The demo world could not be loaded; the reason is above.")


def _print_addresses(system: System, deployed: Deployed) -> None:
    lines = [
        "",
        "Waymark runs. Ctrl-C stops it and keeps the data.",
        "",
        f"  site and map     {system.site_url}/",
        f"  GraphiQL         {system.site_url}/graphiql",
        f"  GraphQL          {system.graphql_url}",
        f"  subscriptions    {system.realtime_url}",
        f"  REST             {find_rest_api(system.ministack_url)}",
        f"  API key (guest)  {deployed.api_key}",
        *(f"  demo account     {each['email']} / {each['password']}" for each in demo_accounts()[:1]),
        f"  new accounts     no mail is sent: {account.CODE} confirms them",
        f"  AWS endpoint     {system.ministack_url}  (keys: test / test)",
        f"  logs             {system.workspace.logs}/",
        "",
    ]
    print("\n".join(lines), flush=True)


def _end_leftovers(held: lock.Lock, say: Callable[[str], None]) -> None:
    leftovers = held.leftovers()
    if leftovers:
        say(f"ending {len(leftovers)} processes that an earlier, killed run left behind")
        lock.end(leftovers)
    held.note([])


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StoppedError

    for number in SIGNALS:
        signal.signal(number, stop)


def _ignore_signals() -> None:
    """Ignore a second Ctrl-C, which must not cut the last snapshot short."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
