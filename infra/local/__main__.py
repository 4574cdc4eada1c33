"""The command line of the local system: `python -m infra.local run` or `deploy`."""

import argparse
import sys

from botocore.exceptions import EndpointConnectionError

from infra.local.deploy import DeployError
from infra.local.parts import default_ports
from infra.local.run.command import HOME, Progress, run
from infra.local.run.system import System
from infra.local.run.workspace import read_ports


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description="Run Waymark on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser("run", help="start everything and load the demo world; Ctrl-C stops it")
    run_command.add_argument("--no-world", action="store_true", help="do not load the demo world")
    commands.add_parser("deploy", help="deploy the working tree to the running system")
    options = parser.parse_args()
    ports = read_ports(default_ports())
    if options.command == "deploy":
        return _deploy(System(ports, HOME, Progress()))
    return run(ports, world=not options.no_world)


def _deploy(system: System) -> int:
    """Deploy to the running system, whose data plane notices within a second; return the exit code."""
    try:
        system.deploy()
    except DeployError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except EndpointConnectionError:
        sys.stderr.write(f"Nothing answers at {system.ministack_url}. Start Waymark first: make run\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
