"""The command line of the local system: `python -m infra.local run` or `deploy`."""

import argparse
import sys

from infra.local.deploy import DeployError, deploy
from infra.local.run.command import HOME, Progress, ports_from_environment, run
from infra.local.run.system import System


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description="Run Waymark on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="start everything, load the demo world, stop by Ctrl-C")
    running.add_argument("--no-world", action="store_true", help="leave the demo world out")
    commands.add_parser("deploy", help="deploy the working tree to the system that runs")
    options = parser.parse_args()
    return _deploy() if options.command == "deploy" else run(ports_from_environment(), world=not options.no_world)


def _deploy() -> int:
    """Bring the running emulator's stacks up to date; the data plane sees it within a second."""
    system = System(ports_from_environment(), HOME, Progress())
    try:
        deploy(
            system.emulator_url,
            graphql_endpoint=system.graphql_url,
            rekognition_endpoint=system.rekognition_url,
            origins=system.origins,
            say=system.say,
        )
    except DeployError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
