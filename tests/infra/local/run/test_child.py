"""A part of the system: awaited until it answers, its log shown when it fails, ended in time."""

import os
import socket
import sys
from pathlib import Path

import pytest

from infra.local.run.child import Child, ChildError

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def python(code: str, logs: Path) -> Child:
    return Child("part", (sys.executable, "-c", code), dict(os.environ), logs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_part_is_ready_when_it_answers(tmp_path: Path) -> None:
    """Not before its own health page says so."""
    port = free_port()
    serving = (
        f"import http.server as h; h.HTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler).serve_forever()"
    )
    part = python(serving, tmp_path)

    part.wait_until_ready(f"http://127.0.0.1:{port}/", 20)

    assert not part.has_ended()
    part.stop(5)
    assert part.has_ended()


def test_a_part_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    """At once, with its code and what it said last."""
    part = python("import sys; sys.exit('the disk is full')", tmp_path)

    with pytest.raises(ChildError, match=r"ended with code 1(.|\n)*the disk is full"):
        part.wait_until_ready(f"http://127.0.0.1:{free_port()}/", 20)


def test_a_part_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """The wait has a bound."""
    part = python("import time; time.sleep(60)", tmp_path)

    with pytest.raises(ChildError, match="did not answer at"):
        part.wait_until_ready(f"http://127.0.0.1:{free_port()}/", 0.3)
    part.stop(5)


def test_a_part_that_ignores_the_request_is_ended(tmp_path: Path) -> None:
    """After the seconds it was given."""
    part = python(STUBBORN, tmp_path)
    while "up" not in part.log.read_text():
        assert not part.has_ended()

    part.stop(0.2)

    assert part.has_ended()
