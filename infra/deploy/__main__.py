"""The command line of deploys: `python -m infra.deploy deploy dev`, or `destroy dev`; `make` calls it."""

import argparse
import sys
from pathlib import Path

from infra import templates
from infra.deploy import environment, sam
from infra.deploy.confirm import Answers
from infra.deploy.deployment import Deployment
from infra.deploy.destroy import Destruction
from infra.deploy.errors import DeployError


def main() -> int:
    options = _options()
    answers = Answers.of(options.confirm)
    only = [name for name in options.stacks.replace(",", " ").split() if name]
    try:
        chosen = environment.read(options.environment)
        if options.command == "deploy":
            sam.require_installed()
            Deployment(chosen, answers, _say, folder=options.templates).deploy(only)
        else:
            Destruction(chosen, answers, _say, folder=options.templates).destroy(only)
    except DeployError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. A stack that CloudFormation works on goes on by itself; `make deploy` waits.\n")
        return 130
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Deploy Waymark to AWS.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, told in (
        ("deploy", "show each stack's change set, then deploy it"),
        ("destroy", "delete an environment's stateless stacks"),
    ):
        command = commands.add_parser(name, help=told)
        command.add_argument("environment", nargs="?", default="", help="a file of infra/environments")
        command.add_argument("--stacks", default="", help="only these, separated by commas")
        command.add_argument("--confirm", default="", help="answer the question beforehand: yes, or the name of prod")
        command.add_argument("--templates", type=Path, default=templates.STACKS, help="where the templates are")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
