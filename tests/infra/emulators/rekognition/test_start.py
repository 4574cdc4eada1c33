"""Starting the server where it cannot start: each time a sentence that says what to do."""

import signal
import socket
import subprocess
import sys
from pathlib import Path


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rekognition_local", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603


def test_without_models_it_says_what_to_run(tmp_path: Path) -> None:
    """The command that makes them, with the folder."""
    ended = start("--models", str(tmp_path))

    assert ended.returncode == 1
    assert f"Run: rekognition-local build-models --models {tmp_path}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_in_use_is_named(models: Path) -> None:
    """With what to do about it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = start("--models", str(models), "--port", str(port))

    assert ended.returncode == 1
    assert f"Port {port} is in use." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_interrupt_ends_it_without_a_trace(models: Path) -> None:
    """Ctrl-C while the models load, and again when it serves."""
    command = [sys.executable, "-m", "rekognition_local", "serve", "--models", str(models), "--port", "0"]

    for moment in ("objects model loaded", "Rekognition listens"):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            assert any(moment in line for line in lines)
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            process.wait(20)

        assert "Traceback" not in rest
        assert process.returncode in (0, -signal.SIGINT)
