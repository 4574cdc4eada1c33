"""One process of the running system: started with a log of its own, awaited until it answers, ended in time."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final

import urllib3

TAIL_LINES: Final = 25
LOOK_SECONDS: Final = 0.1


class ChildError(Exception):
    """A process ended or did not answer; the text has the end of its log."""


class Child:
    """A process in a session of its own, so that Ctrl-C reaches only its owner, which ends them all in order."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], logs: Path) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        logs.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                command, env=environment, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def wait_until_ready(self, url: str, seconds: float) -> None:
        """Return once `url` answers 200, or raise `ChildError` with the end of the log."""
        self.wait_until(lambda: _answers(url), seconds, f"did not answer at {url}")

    def wait_until(self, is_ready: Callable[[], bool], seconds: float, failure: str = "was not ready") -> None:
        """Return once the process is ready, or raise `ChildError` with the end of the log."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.has_ended():
                raise ChildError(self.failure())
            if is_ready():
                return
            time.sleep(LOOK_SECONDS)
        raise ChildError(f"{self.name} {failure} within {seconds:.0f} s.\n{self.tail()}")

    def stop(self, seconds: float) -> None:
        """Ask the process to end, and end it if it has not after `seconds`."""
        if not self.has_ended():
            self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            # Its own children (the functions of the emulator) stand in its session.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()

    def failure(self) -> str:
        return f"{self.name} ended with code {self._process.returncode}.\n{self.tail()}"

    def tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
        return "\n".join([f"The end of {self.log}:", *(f"  {line}" for line in lines)])


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, timeout=2, retries=False).status == HTTPStatus.OK
    except urllib3.exceptions.HTTPError:
        return False
