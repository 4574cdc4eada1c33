"""cfn-lint on each template as it is composed, and as SAM expands it: some mistakes show only there."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from infra.rules.cache import find_once
from infra.rules.finding import Finding
from infra.rules.project import Project
from infra.templates import COMPOSED

REGION: Final = "us-east-1"
# W3002: a path beside the template, which `sam deploy` uploads.
IGNORED: Final = ["W3002"]
# What decides beside a template: the versions of cfn-lint and of SAM's translator, and this file.
VERSIONS: Final = (Path("requirements/dev.txt"), Path("requirements/local.txt"), Path(__file__))
PACKED: Final = "s3://bundles/bundle.zip"


def lint_composed(folder: Path = COMPOSED) -> Iterator[Finding]:
    """Yield what cfn-lint finds in a folder of composed templates."""
    for path in sorted(folder.glob("*.yaml")):
        yield from _once(path.stem, path.read_text(), partial(lint_template, path.stem, path.read_text()))


def lint_expanded(project: Project) -> Iterator[Finding]:
    """Yield what cfn-lint finds in the templates with SAM's own resources."""
    for stack, body in project.stacks.items():
        if "Transform" in body:
            yield from _once(f"{stack}-expanded", json.dumps(body), partial(_lint_expanded, stack, body))


def lint_template(stack: str, text: str) -> Iterator[Finding]:
    """Yield what cfn-lint finds in the text of a template."""
    from cfnlint.api import lint  # noqa: PLC0415 (loads for seconds)

    for match in lint(text, config={"regions": [REGION], "ignore_checks": IGNORED}):
        where = f"{stack}.{'.'.join(str(part) for part in (match.path or [])[1:3])}" if match.path else stack
        yield Finding(match.rule.id, where, f"{match.message} (line {match.linenumber})")


def expand(body: dict[str, Any]) -> dict[str, Any]:
    """Return a SAM template as CloudFormation gets it."""
    from samtranslator.translator.transform import transform  # noqa: PLC0415 (loads for a second)

    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
    # It counts its own features for AWS, and warns that nobody publishes the counts.
    logging.getLogger("samtranslator.metrics.metrics").setLevel(logging.ERROR)
    return dict(transform(_pack(body), {}, _Policies()))


def _once(name: str, text: str, find: Callable[[], Iterator[Finding]]) -> list[Finding]:
    return find_once(f"cfn-lint-{name}", [text.encode(), *(path.read_bytes() for path in VERSIONS)], find)


def _lint_expanded(stack: str, body: dict[str, Any]) -> Iterator[Finding]:
    yield from lint_template(f"{stack} (expanded)", json.dumps(expand(body), indent=1))


def _pack(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: PACKED if name == "CodeUri" else _pack(value) for name, value in part.items()}
    return [_pack(each) for each in part] if isinstance(part, list) else part


class _Policies:
    """The managed policies that SAM attaches, which it would otherwise ask AWS for."""

    def load(self) -> dict[str, str]:
        names = (
            *("AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess", "service-role/AWSLambdaBasicExecutionRole"),
            "service-role/AWSLambdaVPCAccessExecutionRole",
        )
        return {name.rpartition("/")[2]: f"arn:aws:iam::aws:policy/{name}" for name in names}
