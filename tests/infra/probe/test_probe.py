"""The whole probe against the embedded AWS and our own data plane: every question answered, every switch seen."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.deploy import formation
from infra.probe.questions import QUESTIONS
from infra.probe.stack import NAME
from infra.probe.verdict import PLANE
from tests.emulator import Emulator
from tests.fakes.data_plane import wait_for
from tests.fakes.emulator_data_plane import environment, serve_emulator_apis

pytestmark = pytest.mark.emulator

ASKED = [each.name for each in QUESTIONS if not each.only_on_aws]
FLIPPED = {
    "direct_error_type": "unhandled",
    "direct_env": "true",
    "batch_mismatch": "pad",
    "validation_error_type": "true",
    "unknown_api": "401",
    "preflight_headers": "any",
    "introspection_disabled": "sentence",
    "scalar_nouns": "types",
    "unsupported_kind": "unknown",
    "initial_result": "true",
    "duplicated": "object",
    "missing_protocol": "400",
    "handshake_headers": "true",
    "syntax_error": "200",
    "subscription_by_http": "200",
    "publish_null": "true",
    "publish_with_errors": "false",
    "publish_aliases": "false",
    "null_variable_filters": "false",
    "subscribers_fields_checked": "false",
    "descriptions": "false",
    "modern_sdl": "true",
    "directives_on_interfaces": "true",
    "clock_skew": "900",
    "signature_first": "false",
    "expiry_text": "Token expired",
    "policy_on_nested_fields": "true",
    "between_inclusive": "true",
    "absent_differs": "true",
    "invalidated": "error",
    "subscriptions_per_connection": "7",
    "largest_payload": "92160",
}


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path_factory.mktemp("aws"))
    yield emulator
    emulator.stop()


def command(served: str, out: Path) -> list[str]:
    # A token is good for a moment only, so that its end can be seen.
    options = ["--served", served, "--settle", "0.1", "--token-seconds", "2", "--out", str(out)]
    return [sys.executable, "-m", "infra.probe", "dev", "--confirm", "yes", *options]


def run_probe(aws: Emulator, folder: Path, **switches: str) -> tuple[str, dict[str, Any]]:
    """Return what a probe printed and wrote about a data plane with these switches."""
    out = folder / "answers.json"
    with serve_emulator_apis(aws, folder, **switches) as served:
        done = subprocess.run(  # noqa: S603
            command(served, out), env=os.environ | environment(aws), capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert formation.describe_stack(aws.client("cloudformation"), NAME) is None
    return done.stdout, json.loads(out.read_text())


def test_every_question_gets_an_answer(aws: Emulator, tmp_path: Path) -> None:
    """The data plane as it is needs no switch, and does what is recorded of it."""
    said, written = run_probe(aws, tmp_path)

    seen = {each["name"]: each["seen"] for each in written["answers"]}
    assert sorted(seen) == sorted(ASKED)
    assert [name for name, told in seen.items() if "could not be asked" in told] == []
    assert seen == json.loads(PLANE.read_text())
    assert written["switches"] == {}
    assert "what AWS did" in said
    assert all(name in said for name in ASKED)


def test_a_plane_that_does_otherwise_is_told_by_its_switches(aws: Emulator, tmp_path: Path) -> None:
    """Each switch that is asked for, turned; the answers name all of them and nothing else."""
    said, written = run_probe(aws, tmp_path, **FLIPPED)

    assert set(FLIPPED) == {each.switch for each in QUESTIONS if each.switch}
    assert written["switches"] == FLIPPED
    assert "--switch 'between_inclusive=true'" in said


def test_an_interrupted_probe_leaves_nothing(aws: Emulator, tmp_path: Path) -> None:
    """Ctrl-C while the questions are asked."""
    client = aws.client("cloudformation")
    with serve_emulator_apis(aws, tmp_path) as served:
        own = os.environ | environment(aws)
        running = subprocess.Popen(  # noqa: S603
            command(served, tmp_path / "answers.json"), env=own, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout
        # Its first answer: the stack stands.
        assert any(line.startswith("  ") for line in running.stdout)
        assert formation.describe_stack(client, NAME)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)

    assert running.returncode == 130
    wait_for(lambda: formation.describe_stack(client, NAME) is None)
    assert not (tmp_path / "answers.json").exists()
