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
from infra.deploy.rotation import rotate_media_key


def main() -> int:
    options = _options()
    answers = Answers.of(options.confirm)
    only = [name for name in options.stacks.replace(",", " ").split() if name]
    try:
        target = environment.read(options.environment, command=options.command)
        if options.command == "rotate-media-key":
            rotate_media_key(target, answers, _say)
            return 0
        folder = options.templates or templates.write_composed(templates.compose())
        if options.command == "deploy":
            sam.require_installed()
            Deployment(target, answers, _say, folder=folder).deploy(only)
        else:
            Destruction(target, answers, _say, folder=folder).destroy(only)
    except DeployError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. CloudFormation finishes the stack it works on; `make deploy` waits for it.\n")
        return 130
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Deploy Waymark to AWS.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, description in (
        ("deploy", "show each stack's change set, then deploy it"),
        ("destroy", "delete an environment's stateless stacks"),
        ("rotate-media-key", "take the next step of a rotation of the key that signs access to media"),
    ):
        command = commands.add_parser(name, help=description)
        command.add_argument(
            "environment", nargs="?", default="", help="environment to use, a file of infra/environments"
        )
        command.add_argument("--stacks", default="", help="only these stacks, separated by commas")
        command.add_argument(
            "--confirm", default="", help="answer the confirmation prompt in advance: yes, or the name of prod"
        )
        command.add_argument("--templates", type=Path, help="folder of composed templates (default: compose them)")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
