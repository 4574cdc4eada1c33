"""Starts parts in the order of what they need, watches them, and stops them in reverse order."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Final, NoReturn

from infra.local.run.child import Child, ChildError
from infra.local.run.part import Part
from infra.local.run.workspace import Workspace, clean_environment

LOOK_SECONDS: Final = 0.1
WATCH_SECONDS: Final = 1.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Task:
    """A step between the parts that is done once, such as the deploy."""

    needs: tuple[str, ...]
    run: Callable[[], None]


@dataclass
class Launcher:
    """The processes of the parts, in the order they were started."""

    workspace: Workspace
    parts: Sequence[Part]
    say: Say
    note: Callable[[Iterable[int]], None] = lambda _: None
    """Told the process numbers after each launch, so that a killed run's processes are found again."""
    _running: dict[str, Child] = field(default_factory=dict)
    _left_out: set[str] = field(default_factory=set)
    _troubles: dict[str, str] = field(default_factory=dict)

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Start every part and run every task, each once what it needs is ready.

        Raises `ChildError` where a part ends or is not ready in time; what runs by then is left to `stop`.
        """
        needs = {name: task.needs for name, task in tasks.items()} | {part.name: part.needs for part in self.parts}
        order = TopologicalSorter(needs)
        order.prepare()
        starting: dict[str, float] = {}
        while order.is_active():
            ready = order.get_ready()
            for name in (each for each in ready if each not in tasks):
                self._launch_or_leave_out(self._part(name))
                starting[name] = time.monotonic()
            for name in (each for each in ready if each in tasks):
                tasks[name].run()
                order.done(name)
            for name in self._find_ready(starting):
                del starting[name]
                order.done(name)

    def start_part(self, name: str) -> None:
        """Start one part again after it ended, and return once it is ready."""
        self._launch(self._part(name))
        starting = {name: time.monotonic()}
        while not self._find_ready(starting):
            pass

    def end_part(self, name: str) -> None:
        """End one part, as a failure would; the others run on."""
        self._running.pop(name).stop(self._part(name).stop_seconds)

    def stop(self) -> None:
        """Stop every part, the last one started first."""
        for name in reversed(list(self._running)):
            self.end_part(name)

    def watch(self) -> NoReturn:
        """Look after the parts until one that the system needs ends, and raise `ChildError` then."""
        while True:
            time.sleep(WATCH_SECONDS)
            self._report_ended()
            self._report_troubles()

    @property
    def names(self) -> list[str]:
        """The names of the parts that were started here and run."""
        return list(self._running)

    def is_running(self, name: str) -> bool:
        """Tell whether a part runs, also one that another process started: `make deploy-local` starts none itself."""
        return name in self._running or self._part(name).is_healthy(self.workspace)

    def _part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)

    def _launch_or_leave_out(self, part: Part) -> None:
        without = [name for name in part.needs if name in self._left_out]
        lack = f"{part.title} needs {without[0]}, which is left out." if without else part.find_lack(self.workspace)
        if lack is None:
            self._launch(part)
        elif part.is_optional:
            self._left_out.add(part.name)
            self.say(f"without {part.title}: {lack}")
        else:
            raise ChildError(lack)

    def _launch(self, part: Part) -> None:
        environment = {**clean_environment(), **part.environment(self.workspace)}
        self._running[part.name] = Child(part.name, part.command(self.workspace), environment, self.workspace.logs)
        self.note(child.pid for child in self._running.values())

    def _find_ready(self, starting: Mapping[str, float]) -> list[str]:
        """Return the parts that have become ready or were left out, after a short wait where none has."""
        self._report_ended()
        ready = [name for name in starting if self._is_ready(self._part(name))]
        for name in starting:
            if name not in ready and time.monotonic() - starting[name] > self._part(name).start_seconds:
                raise ChildError(self._describe_late(self._part(name)))
        if starting and not ready:
            time.sleep(LOOK_SECONDS)
        return ready

    def _is_ready(self, part: Part) -> bool:
        if part.name in self._left_out:
            return True
        if not part.is_healthy(self.workspace):
            return False
        self.say(f"{part.title} answers at {self.workspace.url(next(iter(part.ports)), scheme=part.scheme)}")
        return True

    def _describe_late(self, part: Part) -> str:
        return f"{part.name} was not ready within {part.start_seconds:.0f} s.\n{self._running[part.name].tail()}"

    def _report_troubles(self) -> None:
        """Say once what is wrong with a part that runs, and once that it is over."""
        for name in self._running:
            part = self._part(name)
            trouble = part.find_trouble(self.workspace) or ""
            if trouble and trouble != self._troubles.get(name):
                self.say(f"{part.title}: {trouble}")
            elif not trouble and self._troubles.get(name):
                self.say(f"{part.title} has recovered")
            self._troubles[name] = trouble

    def _report_ended(self) -> None:
        """Say which optional parts have ended; raise `ChildError` for any other."""
        for name, child in list(self._running.items()):
            if not child.has_ended():
                continue
            if not self._part(name).is_optional:
                raise ChildError(child.failure())
            del self._running[name]
            self._left_out.add(name)
            self.say(f"{self._part(name).title} has ended; everything else runs on. {child.failure()}")
