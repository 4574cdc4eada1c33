"""The command line of the probe: `python -m infra.probe dev`; `make probe ENV=dev` calls it."""

import argparse
import json
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from infra.deploy import environment
from infra.deploy.confirm import Answers
from infra.deploy.errors import DeployError
from infra.probe.probe import Means, Probe, write
from infra.probe.table import table
from infra.probe.verdict import NOT_ASKED, PLANE, find_contradictions, switches


def main() -> int:
    options = _options()
    # However it is ended, it takes its stack away; a shell may have told its background jobs to ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    means = Means(options.served.rstrip("/"), options.settle, options.token_seconds)
    try:
        chosen = environment.read(options.environment, command="probe")
        verdicts = Probe(chosen, Answers.of(options.confirm), _say, means).run()
    except DeployError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    write(verdicts, chosen.region, options.out)
    if options.record:
        PLANE.write_text(json.dumps({each.name: each.seen for each in verdicts}, indent=2, ensure_ascii=False) + "\n")
    _say(f"\n{table(verdicts, shutil.get_terminal_size().columns)}\n")
    for name, why in NOT_ASKED.items():
        _say(f"not asked: {name}. {why}")
    for name in find_contradictions(verdicts):
        _say(f"{name}: its questions were answered differently, so no value of the switch does what AWS does.")
    _say(" ".join(["To set:", *(f"--switch '{name}={value}'" for name, value in switches(verdicts).items())]))
    _say(f"written to {options.out}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m infra.probe", description="Ask AppSync what AWS's documentation leaves open."
    )
    parser.add_argument(
        "environment",
        nargs="?",
        default="",
        help="environment whose account and region to use, a file of infra/environments",
    )
    parser.add_argument("--confirm", default="", help="answer the confirmation prompt in advance: yes")
    parser.add_argument(
        "--out", type=Path, default=Path("build/probe.json"), help="file to write the answers to (default: %(default)s)"
    )
    parser.add_argument("--served", default="", metavar="URL", help="URL of a local data plane to ask instead of AWS")
    parser.add_argument(
        "--settle", type=float, default=1.5, help="seconds to wait for a late message (default: %(default)s)"
    )
    parser.add_argument(
        "--token-seconds", type=int, default=300, help="lifetime of tokens in seconds; AWS takes 300 or more"
    )
    parser.add_argument("--record", action="store_true", help="record the answers as those of the local data plane")
    return parser.parse_args()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
