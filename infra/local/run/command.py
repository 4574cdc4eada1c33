"""`python -m infra.local run`: everything up, the demo world in it, and all of it down again by Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from infra.local.deploy import Deployed, DeployError
from infra.local.run import accounts, lock, preflight
from infra.local.run.child import Child, ChildError
from infra.local.run.system import Ports, System
from infra.local.world import account

HOME: Final = Path(".waymark")
LOOK_SECONDS: Final = 0.5


class StoppedError(Exception):
    """Somebody asked for the end: Ctrl-C or a signal."""


def run(ports: Ports, *, world: bool = True) -> int:
    """Run the system until it is asked to stop; return the exit code."""
    _stop_on_signals()
    try:
        with lock.Lock(lock.PATH) as held:
            _run(System(ports, HOME, Progress()), held, world=world)
    except StoppedError:
        print("\nStopped; the data is kept.")
        return 0
    except (ChildError, DeployError, lock.AlreadyRunningError, preflight.NotReadyError) as problem:
        print(f"\n{problem}", file=sys.stderr)
    return 1


def _run(system: System, held: lock.Lock, *, world: bool) -> NoReturn:
    """Start, tell and watch; whatever ends it, the parts are ended in order."""
    try:
        _end_leftovers(held, system.say)
        preflight.require(system.ports)
        deployed = _started(system, held)
        if world:
            _load_world(system)
        _tell(system, deployed)
        _watch(system.children)
    finally:
        _ignore_signals()
        system.stop()


class Progress:
    """Prints lines with the seconds since the start."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._start:6.1f} s  {line}", flush=True)


def _started(system: System, held: lock.Lock) -> Deployed:
    try:
        return system.start()
    finally:
        held.note(child.pid for child in system.children)


def _load_world(system: System) -> None:
    system.say("loading the demo world")
    command = (sys.executable, "-m", "infra.local.world")
    loaded = subprocess.run(command, env=system.environment() | {"WAYMARK_CONFIG": str(system.config)}, check=False)
    if loaded.returncode:
        raise ChildError("The demo world could not be loaded; its message stands above.")


def _tell(system: System, deployed: Deployed) -> None:
    demo = accounts.demo()
    lines = [
        "",
        "Waymark runs. Ctrl-C stops it and keeps the data.",
        "",
        f"  site and map     {system.site_url}/",
        f"  GraphiQL         {system.site_url}/graphiql",
        f"  GraphQL          {system.graphql_url}",
        f"  subscriptions    {system.realtime_url}",
        f"  API key (guest)  {deployed.api_key}",
        *(f"  demo account     {each['email']} / {each['password']}" for each in demo[:1]),
        f"  new accounts     no mail is sent: {account.CODE} confirms them",
        f"  AWS endpoint     {system.emulator_url}  (keys: test / test)",
        f"  logs             {system.logs}/",
        "",
    ]
    print("\n".join(lines), flush=True)


def _watch(children: list[Child]) -> NoReturn:
    """Return never: raise `StoppedError` by a signal, or `ChildError` when a part ends by itself."""
    while True:
        time.sleep(LOOK_SECONDS)
        for child in children:
            if child.ended():
                raise ChildError(child.failure())


def _end_leftovers(held: lock.Lock, say: Callable[[str], None]) -> None:
    left = held.leftovers()
    if left:
        say(f"ending {len(left)} processes that an earlier, killed run left behind")
        lock.end(left)
    held.note([])


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StoppedError

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    """A second Ctrl-C must not cut the emulator's snapshot short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def ports_from_environment() -> Ports:
    """Return the known ports, or those that WAYMARK_APPSYNC_PORT and its siblings name."""
    known = asdict(Ports())
    return Ports(**{name: int(os.environ.get(f"WAYMARK_{name.upper()}_PORT", port)) for name, port in known.items()})
