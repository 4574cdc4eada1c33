"""cfn-lint on each template as it is written, and as SAM expands it: some mistakes show only there."""

import json
import os
from collections.abc import Iterator
from typing import Any, Final

from cfnlint.api import lint
from cfnlint.config import ManualArgs
from samtranslator.translator.transform import transform

from infra.rules.finding import Finding
from infra.rules.project import STACKS, Project

REGION: Final = "us-east-1"
# W3002: a path beside the template, which `sam deploy` uploads.
CONFIG: Final[ManualArgs] = {"regions": [REGION], "ignore_checks": ["W3002"]}
PACKED: Final = "s3://bundles/bundle.zip"


def written() -> Iterator[Finding]:
    """Yield what cfn-lint finds in the templates' files."""
    for path in sorted(STACKS.glob("*.yaml")):
        yield from _linted(path.stem, path.read_text())


def expanded(project: Project) -> Iterator[Finding]:
    """Yield what cfn-lint finds in the templates with SAM's own resources."""
    for stack, body in project.stacks.items():
        if "Transform" in body:
            yield from _linted(f"{stack} (expanded)", json.dumps(expand(body), indent=1))


def expand(body: dict[str, Any]) -> dict[str, Any]:
    """Return a SAM template as CloudFormation gets it."""
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
    return dict(transform(_packed(body), {}, _Policies()))


def _linted(stack: str, text: str) -> Iterator[Finding]:
    for match in lint(text, config=CONFIG):
        where = f"{stack}.{'.'.join(str(part) for part in (match.path or [])[1:3])}" if match.path else stack
        yield Finding(match.rule.id, where, f"{match.message} (line {match.linenumber})")


def _packed(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: PACKED if name == "CodeUri" else _packed(value) for name, value in part.items()}
    return [_packed(each) for each in part] if isinstance(part, list) else part


class _Policies:
    """The managed policies that SAM attaches, which it would otherwise ask AWS for."""

    def load(self) -> dict[str, str]:
        names = ("AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess", "service-role/AWSLambdaBasicExecutionRole")
        return {name.rpartition("/")[2]: f"arn:aws:iam::aws:policy/{name}" for name in names}
