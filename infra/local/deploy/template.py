"""A SAM template as the emulator can take it, and what that leaves out.

It differs from what AWS gets in four ways only: bundles with this machine's wheels, schema and resolver code inside
instead of beside it, resource types that the emulator lacks dropped (and named), and endpoint parameters.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra.templates import load

# What ministack's CloudFormation cannot make, and why nothing that runs locally misses it.
DROPPED: Final[Mapping[str, str]] = {
    "AWS::WAFv2::WebACLAssociation": "no firewall stands before the local data plane",
    "AWS::WAFv2::LoggingConfiguration": "the emulated firewall blocks nothing, so it logs nothing",
    "AWS::Budgets::Budget": "nothing is paid for here",
    "AWS::Logs::QueryDefinition": "a saved query, which the console shows",
    "AWS::CodePipeline::Pipeline": "the emulator runs no pipelines",
}
METRIC_MATH: Final = "an alarm on metric math, which the emulator does not compute"
INLINED: Final = {"DefinitionS3Location": "Definition", "CodeS3Location": "Code"}


@dataclass(frozen=True)
class Template:
    """A template ready for the emulator, and what it dropped: logical ids, each with its type and the reason."""

    body: dict[str, Any]
    dropped: dict[str, str]

    def text(self) -> str:
        return json.dumps(self.body, sort_keys=True)


def localised(path: Path, code: Mapping[str, Any]) -> Template:
    """Return the template for the emulator; `code` is where each bundle (by file name) was put."""
    body = load(path)
    reasons = {name: _lacking(each) for name, each in body["Resources"].items()}
    dropped = {name: f"{body['Resources'][name]['Type']}: {why}" for name, why in reasons.items() if why}
    body["Resources"] = {
        name: _inlined(resource, path.parent) for name, resource in body["Resources"].items() if name not in dropped
    }
    return Template(_unlinked(_with_code(body, code), dropped), dropped)


def _lacking(resource: Mapping[str, Any]) -> str | None:
    """Return why the emulator cannot have a resource, None where it can."""
    if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]:
        return METRIC_MATH
    return DROPPED.get(resource["Type"])


def _inlined(resource: dict[str, Any], folder: Path) -> dict[str, Any]:
    properties = resource.get("Properties", {})
    beside = {name: value for name, value in properties.items() if name in INLINED}
    inside = {INLINED[name]: (folder / value).read_text() for name, value in beside.items()}
    kept = {name: value for name, value in properties.items() if name not in beside}
    return {**resource, "Properties": kept | inside} if beside else resource


def _unlinked(part: Any, dropped: Mapping[str, str]) -> Any:
    """Leave only the names of what was dropped where a text would show its ARN, as the dashboard does."""
    if isinstance(part, dict):
        return {name: _unlinked(value, dropped) for name, value in part.items()}
    if isinstance(part, str):
        for name in dropped:
            part = part.replace(f"${{{name}.Arn}}", name)
    return [_unlinked(each, dropped) for each in part] if isinstance(part, list) else part


def _with_code(part: Any, code: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return {
            name: code[Path(value).name] if name == "CodeUri" else _with_code(value, code)
            for name, value in part.items()
        }
    return [_with_code(each, code) for each in part] if isinstance(part, list) else part
