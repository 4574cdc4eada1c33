"""One stack by `sam deploy`: its change set shown first, then a person's word, then the deploy itself.

SAM lives in a virtual environment of its own, which `make deploy` fills: it brings 200 MB and pins of its own
(click, jsonschema, an old cookiecutter), which nothing else here should have to live with.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError

SAM: Final = Path(".waymark/sam/bin/sam")


@dataclass(frozen=True)
class Means:
    """What a deploy works with beside its template: where bundles go, who acts, and what bounds its roles."""

    artifacts_bucket: str = ""
    execution_role: str = ""
    role_boundary: str = ""

    @classmethod
    def from_environment(cls) -> "Means":
        """Read ARTIFACTS_BUCKET, EXECUTION_ROLE and ROLE_BOUNDARY, which the pipeline sets and a person need not."""
        return cls(*(os.environ.get(name, "") for name in ("ARTIFACTS_BUCKET", "EXECUTION_ROLE", "ROLE_BOUNDARY")))


class Run(Protocol):
    """Runs a command in sight of the person who deploys; returns its exit code and what it said on stderr."""

    def __call__(self, command: Sequence[str]) -> tuple[int, str]: ...


def command(
    environment: Environment, stack: str, template: Path, parameters: Mapping[str, str], means: Means, *, asks: bool
) -> list[str]:
    """Return the command that shows a stack's change set and deploys it."""
    region = environment.region_of(stack)
    return [
        str(SAM),
        "deploy",
        *("--template-file", str(template)),
        *("--stack-name", environment.stack_name(stack)),
        *("--region", region),
        *("--capabilities", "CAPABILITY_IAM"),
        *_bucket(environment, region, means),
        *(("--role-arn", means.execution_role) if means.execution_role else ()),
        "--confirm-changeset" if asks else "--no-confirm-changeset",
        "--no-fail-on-empty-changeset",
        "--no-progressbar",
        *("--tags", f"waymark:environment={environment.name}"),
        "--parameter-overrides",
        *(f'{name}="{value}"' for name, value in sorted(parameters.items())),
    ]


def _bucket(environment: Environment, region: str, means: Means) -> tuple[str, ...]:
    if not means.artifacts_bucket:
        return ("--resolve-s3",)
    # A bucket serves its own region. The site's stack, elsewhere, is small and brings no files: it needs none.
    here = region == environment.region
    return ("--s3-bucket", means.artifacts_bucket, "--s3-prefix", environment.name) if here else ()


def require_installed(sam: Path = SAM) -> None:
    """Raise `DeployError` where AWS SAM is missing."""
    if not sam.exists():
        raise DeployError("AWS SAM is not installed. `make deploy ENV=…` installs it into .waymark/sam; use that.")


def run(command: Sequence[str]) -> tuple[int, str]:
    """Run SAM with its words on the terminal, and return its exit code and what it complained of."""
    quiet = os.environ | {"SAM_CLI_TELEMETRY": "0"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=quiet) as started:  # noqa: S603 (ours)
        said = []
        for line in started.stderr or ():
            sys.stderr.write(line)
            said.append(line)
    return started.returncode, "".join(said)
