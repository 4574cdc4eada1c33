"""Links between stacks: SSM parameters that one stack makes and others read, and the order that follows."""

import re
from collections.abc import Iterator
from graphlib import CycleError
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.project import Project
from infra.templates import consumed, order, produced

CONSUMED: Final = re.compile(r"/waymark/dev/([a-z-]+)")
ENVIRONMENTS: Final = ("dev", "staging", "prod")


@rule
def what_is_read_is_made(project: Project) -> Iterator[Finding]:
    made = [link for body in project.stacks.values() for link in produced(body)]
    for stack, body in project.stacks.items():
        for parameter, link in consumed(body).items():
            if not CONSUMED.fullmatch(link):
                yield Finding("N07", f"{stack}.{parameter}", "A link's default is its name in dev: /waymark/dev/….")
            elif link not in made:
                yield Finding("N01", f"{stack}.{parameter}", f"No stack makes {link}.")
    for link in sorted({each for each in made if made.count(each) > 1}):
        yield Finding("N03", link, "Two stacks make this link.")


@rule
def stacks_stand_in_an_order(project: Project) -> Iterator[Finding]:
    try:
        order(project.stacks)
    except CycleError as error:
        yield Finding("N02", " → ".join(error.args[1]), "These stacks wait for each other.")


@rule
def stacks_can_be_deleted(project: Project) -> Iterator[Finding]:
    for stack, body in project.stacks.items():
        for name, output in body.get("Outputs", {}).items():
            if "Export" in output:
                yield Finding("N04", f"{stack}.{name}", "An export locks its stack: link by an SSM parameter.")


@rule
def every_parameter_is_used(project: Project) -> Iterator[Finding]:
    for stack, body in project.stacks.items():
        rest = str({name: part for name, part in body.items() if name != "Parameters"})
        for name in body.get("Parameters", {}):
            if f"'{name}'" not in rest and f"${{{name}}}" not in rest:
                yield Finding("N08", f"{stack}.{name}", "Nothing uses this parameter.")


@rule
def environments_say_what_stacks_ask(project: Project) -> Iterator[Finding]:
    for name in ENVIRONMENTS:
        if name not in project.environments:
            yield Finding("N05", name, f"There is no infra/environments/{name}.yaml.")
    for name, told in project.environments.items():
        for stack, parameters in told.get("stacks", {}).items():
            known = set(project.stacks.get(stack, {}).get("Parameters", {}))
            for each in sorted(set(parameters or {}) - known):
                yield Finding("N05", f"{name}.{stack}", f"The stack has no parameter {each}.")
        yield from _complete(project, name, told)


@rule
def everybody_knows_the_sites_origin(project: Project) -> Iterator[Finding]:
    for name, told in project.environments.items():
        stacks = told.get("stacks", {})
        domain = (stacks.get("frontend") or {}).get("DomainName")
        for stack, parameters in stacks.items():
            origin = (parameters or {}).get("SiteOrigin")
            if domain and origin and origin != f"https://{domain}":
                yield Finding("N09", f"{name}.{stack}", f"Its SiteOrigin must be the site's own: https://{domain}.")
            if name != "dev" and (parameters or {}).get("DevelopmentOrigin"):
                yield Finding("N10", f"{name}.{stack}", "A frontend that is being written is for dev alone.")


def _complete(project: Project, name: str, told: dict[str, Any]) -> Iterator[Finding]:
    for stack, parameters in told.get("stacks", {}).items():
        body = project.stacks.get(stack)
        if body is None:
            yield Finding("N05", f"{name}.{stack}", "There is no such stack.")
            continue
        for each, definition in body.get("Parameters", {}).items():
            if each != "Environment" and "Default" not in definition and each not in (parameters or {}):
                yield Finding("N06", f"{name}.{stack}", f"It must say {each}, which has no default.")
