"""One environment, as infra/environments/<name>.yaml says: its region, its account, its stacks and their parameters."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from infra.deploy.errors import DeployError

ENVIRONMENTS: Final = Path("infra/environments")
# CloudFront takes certificates of this region only, so the site's stack lives here wherever the data is.
CERTIFICATE_REGION: Final = "us-east-1"
AT_THE_EDGE: Final = frozenset({"frontend"})
# What the environments that come with the code say where only their owner knows better.
PLACEHOLDER: Final = re.compile(r"\bwaymark\.example\b|Z0000000000EXAMPLE|:000000000000:")


@dataclass(frozen=True)
class Environment:
    """Where the stacks of one environment go, and what each is told."""

    name: str
    region: str
    account: str | None
    stacks: dict[str, dict[str, str]]

    def region_of(self, stack: str) -> str:
        return CERTIFICATE_REGION if stack in AT_THE_EDGE else self.region

    def stack_name(self, stack: str) -> str:
        return f"waymark-{self.name}-{stack}"


def read(name: str, folder: Path = ENVIRONMENTS, command: str = "deploy") -> Environment:
    """Read an environment; raise `DeployError` where it is missing or still says what its owner must replace."""
    known = sorted(path.stem for path in folder.glob("*.yaml"))
    path = folder / f"{name}.yaml"
    if name not in known:
        problem = f"There is no environment {name!r}." if name else "Which environment?"
        example = f"make {command} ENV={known[0] if known else 'dev'}"
        raise DeployError(
            f"{problem} There are {', '.join(known)}: `{example}`. A new one is a file like {folder / 'dev.yaml'}."
        )
    settings = yaml.safe_load(path.read_text())
    stacks = {stack: _texts(parameters or {}) for stack, parameters in settings["stacks"].items()}
    _require_own_values(path, stacks)
    account = settings.get("account")
    return Environment(name, settings["region"], str(account) if account else None, stacks)


def _texts(parameters: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in parameters.items()}


def _require_own_values(path: Path, stacks: dict[str, dict[str, str]]) -> None:
    left = [
        f"  {stack}.{name}: {value}"
        for stack, parameters in stacks.items()
        for name, value in parameters.items()
        if PLACEHOLDER.search(value)
    ]
    if left:
        raise DeployError(
            "\n".join([f"{path} still has examples where your own values belong. Replace these, then repeat:", *left])
        )
