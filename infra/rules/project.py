"""What the rules read: composed templates, contract, handlers, sources, runbooks and environments, loaded once."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from infra import templates
from resolvers import rooms
from resolvers.core.appsync import Registered
from resolvers.core.settings import Settings

STACKS: Final = templates.STACKS
ENVIRONMENTS: Final = Path("infra/environments")
RUNBOOKS: Final = Path("docs/runbooks")
CODE: Final = ("resolvers", "subscriptions")
FUNCTION: Final = "AWS::Serverless::Function"

Resource = dict[str, Any]


@dataclass(frozen=True)
class Placed:
    """A resource with its stack and its logical id."""

    stack: str
    name: str
    body: Resource

    @property
    def where(self) -> str:
        return f"{self.stack}.{self.name}"

    @property
    def properties(self) -> dict[str, Any]:
        return dict(self.body.get("Properties", {}))


@dataclass(frozen=True)
class Project:
    """Everything that must agree. Rules only read it."""

    stacks: dict[str, dict[str, Any]]
    schema: str
    handlers: dict[tuple[str, str], Registered]
    sources: dict[str, str]
    runbooks: frozenset[str]
    environments: dict[str, dict[str, Any]]

    @classmethod
    def load(cls) -> "Project":
        """Read the working tree."""
        return cls(
            stacks=templates.compose(),
            schema=Path("schema.graphql").read_text(),
            handlers=rooms.registry(),
            sources={_module(path): path.read_text() for part in CODE for path in sorted(Path(part).rglob("*.py"))},
            runbooks=frozenset(path.stem for path in RUNBOOKS.glob("*.md")),
            environments={path.stem: yaml.safe_load(path.read_text()) for path in sorted(ENVIRONMENTS.glob("*.yaml"))},
        )

    def copy(self) -> "Project":
        """Return a project whose templates may be changed."""
        return replace(self, stacks=deepcopy(self.stacks))

    def resources(self, kind: str, stack: str | None = None) -> Iterator[Placed]:
        """Yield the resources of a type, of one stack or of all."""
        for name, body in self.stacks.items():
            for logical, resource in body["Resources"].items():
                if resource["Type"] == kind and stack in (None, name):
                    yield Placed(name, logical, resource)

    def functions(self) -> Iterator[Placed]:
        """Yield every Lambda function, with its stack's globals filled in."""
        for each in self.resources(FUNCTION):
            common = self.stacks[each.stack].get("Globals", {}).get("Function", {})
            own = each.properties
            variables = {**_variables(common), **_variables(own)}
            merged = {**common, **own, "Environment": {"Variables": variables}}
            yield Placed(each.stack, each.name, {**each.body, "Properties": merged})

    @cached_property
    def settings(self) -> dict[str, str]:
        """Return the environment variable of each of the functions' settings."""
        return {name: str(info.alias) for name, info in Settings.model_fields.items()}


def ref(value: Any) -> str | None:
    """Return the logical id that a `!Ref` or `!GetAtt` names, None for anything else."""
    if isinstance(value, dict) and len(value) == 1:
        if "Ref" in value:
            return str(value["Ref"])
        if "Fn::GetAtt" in value:
            return str(value["Fn::GetAtt"][0])
    return None


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _variables(properties: dict[str, Any]) -> dict[str, Any]:
    return dict(properties.get("Environment", {}).get("Variables", {}))


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")
