"""The stacks' templates: read with their short tags, composed with what is made at build, and put in their order."""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final

import yaml

STACKS: Final = Path("infra/stacks")
# As deep as STACKS, so that the paths in a template lead to the same files from both.
COMPOSED: Final = Path("build/stacks")
ORDER: Final = (
    *(
        "foundation",
        "api",
        "platform",
        "social",
        "learning",
        "video",
        "shop",
        "network",
        "database",
        "orders",
        "payments",
        "security",
        "observability",
        "frontend",
    ),
    *("deployer", "delivery"),
)
SCHEMA: Final = Path("schema.graphql")
LINK: Final = "AWS::SSM::Parameter::Value<String>"
ALARM: Final = "AWS::CloudWatch::Alarm"
DATA_SOURCE: Final = "AWS::AppSync::DataSource"

Body = dict[str, Any]


def load(path: Path) -> Body:
    """Read a template; short tags (`!Ref`) become their long form."""
    return parse(path.read_text())


def parse(text: str) -> Body:
    """Read the text of a template, YAML or JSON."""
    loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader with CloudFormation's tags)
    return dict(loaded)


def load_all(folder: Path = STACKS) -> dict[str, Body]:
    """Read all templates of a folder, by the names of their stacks."""
    return {path.stem: load(path) for path in sorted(folder.glob("*.yaml"))}


def compose() -> dict[str, Body]:
    """Return every template as it is deployed: with the resolvers of its fields, and the link to its alarms.

    Raises `ValueError` where the contract and the handlers do not fit.
    """
    from graphql import parse as parse_schema  # noqa: PLC0415 (reading links needs neither the contract nor the handlers)

    from infra.resolvers import compose_resolvers  # noqa: PLC0415
    from resolvers import rooms  # noqa: PLC0415

    stacks = load_all()
    resolvers = compose_resolvers(parse_schema(SCHEMA.read_text()), rooms.registry(), stacks)
    for stack, body in stacks.items():
        body["Resources"] |= _alarms_link(stack, body) | resolvers.get(stack, {})
    return stacks


def write_composed(stacks: Mapping[str, Body], folder: Path = COMPOSED) -> Path:
    """Write composed templates into an empty folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.yaml"):
        old.unlink()
    for stack, body in stacks.items():
        (folder / f"{stack}.yaml").write_text(dump(body))
    return folder


def dump(body: Body) -> str:
    """Return a template as YAML, with the long form of every tag."""
    return str(yaml.dump(body, Dumper=_Dumper, sort_keys=False, width=120, allow_unicode=True))


def list_consumed_links(body: Mapping[str, Any], environment: str = "dev") -> dict[str, str]:
    """Return the links that a template reads: its parameter, and the link's name in an environment."""
    parameters = body.get("Parameters", {}).items()
    named = {name: str(each.get("Default")) for name, each in parameters if each["Type"] == LINK}
    return {name: link.replace("/dev/", f"/{environment}/") for name, link in named.items()}


def list_produced_links(body: Mapping[str, Any], environment: str = "dev") -> list[str]:
    """Return the links that a template makes, as they are called in an environment."""
    made = (each["Properties"]["Name"] for each in body["Resources"].values() if each["Type"] == "AWS::SSM::Parameter")
    names = (str(name.get("Fn::Sub") if isinstance(name, dict) else name) for name in made)
    return [name.replace("${Environment}", environment) for name in names]


def deploy_order(stacks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the stacks in the order that their links demand, and in `ORDER` where those leave a choice.

    They are deployed one after the other: AppSync refuses concurrent changes of one API.
    Raises `graphlib.CycleError`.
    """
    maker = {link: name for name, body in stacks.items() for link in list_produced_links(body)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, body in stacks.items():
        sorter.add(name, *{maker[link] for link in list_consumed_links(body).values() if link in maker})
    sorter.prepare()
    ordered: list[str] = []
    ready: set[str] = set()
    while sorter.is_active():
        ready |= {*sorter.get_ready()}
        first = min(ready, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
        ready.remove(first)
        ordered.append(first)
        sorter.done(first)
    return ordered


def product_stacks(stacks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the stacks whose functions answer fields: those with a data source of an API that another stack makes."""
    return [
        name
        for name, body in stacks.items()
        if any(
            each["Type"] == DATA_SOURCE and each["Properties"]["ApiId"] == {"Ref": "ApiId"}
            for each in body["Resources"].values()
        )
    ]


def _alarms_link(stack: str, body: Body) -> Body:
    """Return the link under which the dashboard finds a stack's alarms: their ARNs, as the inside of a JSON list."""
    alarms = [name for name, each in body["Resources"].items() if each["Type"] == ALARM]
    value = {"Fn::Sub": ", ".join(f'"${{{name}.Arn}}"' for name in alarms)}
    name = {"Fn::Sub": f"/waymark/${{Environment}}/{stack}-alarms"}
    properties = {"Type": "String", "Name": name, "Value": value}
    return {"AlarmsLink": {"Type": "AWS::SSM::Parameter", "Properties": properties}} if alarms else {}


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


class _Dumper(yaml.CSafeDumper):
    """YAML that repeats what occurs twice: CloudFormation's limits count aliases, and readers lose them."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


if __name__ == "__main__":
    write_composed(compose())
