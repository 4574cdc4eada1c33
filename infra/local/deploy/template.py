"""A SAM template as the emulator can take it, and what that leaves out.

It differs from what AWS gets in four ways only: bundles with this machine's wheels, schema and resolver code inside
instead of beside it, resource types that the emulator lacks dropped (and named), and endpoint parameters.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra.templates import STACKS

# What ministack's CloudFormation cannot make, and why nothing that runs locally misses it.
DROPPED: Final[Mapping[str, str]] = {
    "AWS::WAFv2::LoggingConfiguration": "the emulated firewall writes no log",
    "AWS::Budgets::Budget": "nothing is paid for here",
    "AWS::Logs::QueryDefinition": "a saved query, which the console shows",
    "AWS::CodePipeline::Pipeline": "the emulator runs no pipelines",
    "AWS::CloudFront::KeyGroup": "the site verifies signed media by a key of its own",
    # With Docker it would start a server of its own.
    "AWS::RDS::DBInstance": "the orders' database is a process of this machine",
    "AWS::EC2::EIP": "no packet of a function passes the emulated network",
    "AWS::EC2::NatGateway": "no packet of a function passes the emulated network",
}
METRIC_MATH: Final = "an alarm on metric math, which the emulator does not compute"
NAMED_IN_TEXT: Final = re.compile(r"\$\{(\w+)(?:\.[\w.]+)?\}")
INLINED: Final = {"DefinitionS3Location": "Definition", "CodeS3Location": "Code"}


@dataclass(frozen=True)
class Template:
    """A template ready for the emulator, and what it dropped: logical ids, each with its type and the reason."""

    body: dict[str, Any]
    dropped: dict[str, str]

    def text(self) -> str:
        return json.dumps(self.body, sort_keys=True)


def localise(body: Mapping[str, Any], code: Mapping[str, Any], folder: Path = STACKS) -> Template:
    """Return a template of `folder` for the emulator; `code` is where each bundle (by file name) was put."""
    reasons = {name: _find_lack(each) for name, each in body["Resources"].items()}
    dropped = {name: f"{body['Resources'][name]['Type']}: {why}" for name, why in reasons.items() if why}
    resources = {name: _inline(each, folder) for name, each in body["Resources"].items() if name not in dropped}
    return Template(_unlink(_replace_code({**body, "Resources": resources}, code), dropped), dropped)


def _find_lack(resource: Mapping[str, Any]) -> str | None:
    """Return why the emulator cannot have a resource, None where it can."""
    if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]:
        return METRIC_MATH
    return DROPPED.get(resource["Type"])


def _inline(resource: dict[str, Any], folder: Path) -> dict[str, Any]:
    properties = resource.get("Properties", {})
    beside = {name: value for name, value in properties.items() if name in INLINED}
    inside = {INLINED[name]: (folder / value).read_text() for name, value in beside.items()}
    kept = {name: value for name, value in properties.items() if name not in beside}
    return {**resource, "Properties": kept | inside} if beside else resource


def _unlink(part: Any, dropped: Mapping[str, str]) -> Any:
    """Leave only the names of what was dropped where it is referred to, as the dashboard does and links do."""
    if isinstance(part, dict):
        named = _find_named(part)
        return named if named in dropped else {name: _unlink(value, dropped) for name, value in part.items()}
    if isinstance(part, str):
        return NAMED_IN_TEXT.sub(lambda found: found[1] if found[1] in dropped else found[0], part)
    return [_unlink(each, dropped) for each in part] if isinstance(part, list) else part


def _find_named(part: Mapping[str, Any]) -> str | None:
    """Return the resource that a `Ref` or `Fn::GetAtt` names."""
    if len(part) != 1:
        return None
    attribute = part.get("Fn::GetAtt")
    return attribute[0] if isinstance(attribute, list) else part.get("Ref")


def _replace_code(part: Any, code: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return {
            name: code[Path(value).name] if name == "CodeUri" else _replace_code(value, code)
            for name, value in part.items()
        }
    return [_replace_code(each, code) for each in part] if isinstance(part, list) else part
