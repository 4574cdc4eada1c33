"""Mistakes that really happen in templates, contract and code: each changes one thing, and names who must find it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from infra.rules import Project


@dataclass(frozen=True)
class Mistake:
    """What somebody did, the code of the finding, and the change itself."""

    told: str
    code: str
    make: Callable[[Project], Project]

    def __str__(self) -> str:
        return f"{self.code} {self.told}"


MISTAKES: list[Mistake] = []

Change = Callable[[Project], Project | None]


def mistake(code: str, told: str) -> Callable[[Change], Change]:
    def keep(change: Change) -> Change:
        MISTAKES.append(Mistake(told, code, lambda project: change(project) or project))
        return change

    return keep


def owner(project: Project, name: str) -> dict[str, Any]:
    """Return the resources of the only stack that has one of this name."""
    found: dict[str, Any]
    (found,) = [body["Resources"] for body in project.stacks.values() if name in body["Resources"]]
    return found


def res(project: Project, name: str) -> dict[str, Any]:
    """Return the properties of the only resource of this name."""
    found: dict[str, Any] = owner(project, name)[name]["Properties"]
    return found


def schema(project: Project, old: str, new: str) -> Project:
    assert old in project.schema, old
    return replace(project, schema=project.schema.replace(old, new, 1))


def source(project: Project, module: str, old: str, new: str) -> Project:
    assert old in project.sources[module], old
    return replace(project, sources={**project.sources, module: project.sources[module].replace(old, new, 1)})


def statement(project: Project, function: str, sid: str) -> dict[str, Any]:
    every: list[dict[str, Any]] = res(project, function)["Policies"][0]["Statement"]
    return next(each for each in every if each["Sid"] == sid)
