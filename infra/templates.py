"""Templates as they are written: read with their short tags, the links between them, and the order that follows."""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final

import yaml

STACKS: Final = Path("infra/stacks")
LINK: Final = "AWS::SSM::Parameter::Value<String>"

Body = dict[str, Any]


def load(path: Path) -> Body:
    """Read a template; short tags (`!Ref`) become their long form."""
    loaded = yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506 (a safe loader with CloudFormation's tags)
    return dict(loaded)


def every(folder: Path = STACKS) -> dict[str, Body]:
    """Read all templates of a folder, by the names of their stacks."""
    return {path.stem: load(path) for path in sorted(folder.glob("*.yaml"))}


def consumed(body: Mapping[str, Any], environment: str = "dev") -> dict[str, str]:
    """Return the links that a template reads: its parameter, and the link's name in an environment."""
    parameters = body.get("Parameters", {}).items()
    named = {name: str(each.get("Default")) for name, each in parameters if each["Type"] == LINK}
    return {name: link.replace("/dev/", f"/{environment}/") for name, link in named.items()}


def produced(body: Mapping[str, Any], environment: str = "dev") -> list[str]:
    """Return the links that a template makes, as they are called in an environment."""
    made = (each["Properties"]["Name"] for each in body["Resources"].values() if each["Type"] == "AWS::SSM::Parameter")
    names = (str(name.get("Fn::Sub") if isinstance(name, dict) else name) for name in made)
    return [name.replace("${Environment}", environment) for name in names]


def order(stacks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the stacks in the order that their links demand; raises `graphlib.CycleError`."""
    maker = {link: name for name, body in stacks.items() for link in produced(body)}
    needs = {name: {maker[link] for link in consumed(body).values() if link in maker} for name, body in stacks.items()}
    return list(TopologicalSorter({name: needs[name] for name in sorted(needs)}).static_order())


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short tags."""


def _long_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
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
