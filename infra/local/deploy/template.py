"""A SAM template as the emulator can take it, and what that leaves out.

It differs from what AWS gets in four ways only: bundles with this machine's wheels, schema and resolver code inside
instead of beside it, resource types that the emulator lacks dropped (and named), and endpoint parameters.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

# What ministack's CloudFormation cannot make; nothing that runs locally depends on them.
DROPPED: Final = frozenset(
    {
        "AWS::WAFv2::WebACLAssociation",
        "AWS::Budgets::Budget",
        "AWS::Logs::QueryDefinition",
        "AWS::CodePipeline::Pipeline",
    }
)
INLINED: Final = {"DefinitionS3Location": "Definition", "CodeS3Location": "Code"}


@dataclass(frozen=True)
class Template:
    """A template ready for the emulator, and the logical ids it dropped with their types."""

    body: dict[str, Any]
    dropped: dict[str, str]

    def text(self) -> str:
        return json.dumps(self.body, sort_keys=True)


def load(path: Path) -> dict[str, Any]:
    """Read a template; short tags (`!Ref`) become their long form."""
    loaded = yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506 (a SafeLoader with CloudFormation's tags)
    return dict(loaded)


def localised(path: Path, code: Mapping[str, Any]) -> Template:
    """Return the template for the emulator; `code` is where each bundle (by file name) was put."""
    body = load(path)
    dropped = {name: each["Type"] for name, each in body["Resources"].items() if each["Type"] in DROPPED}
    body["Resources"] = {
        name: _inlined(resource, path.parent) for name, resource in body["Resources"].items() if name not in dropped
    }
    return Template(_with_code(body, code), dropped)


def _inlined(resource: dict[str, Any], folder: Path) -> dict[str, Any]:
    properties = resource.get("Properties", {})
    beside = {name: value for name, value in properties.items() if name in INLINED}
    inside = {INLINED[name]: (folder / value).read_text() for name, value in beside.items()}
    kept = {name: value for name, value in properties.items() if name not in beside}
    return {**resource, "Properties": kept | inside} if beside else resource


def _with_code(part: Any, code: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return {
            name: code[Path(value).name] if name == "CodeUri" else _with_code(value, code)
            for name, value in part.items()
        }
    return [_with_code(each, code) for each in part] if isinstance(part, list) else part


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags."""


def _long_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        value = value.split(".", 1) if suffix == "GetAtt" else value
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {name: value}


_Loader.add_multi_constructor("!", _long_form)
