"""Links between stacks: SSM parameters that one stack makes and others read, and the order that follows."""

import re
from collections.abc import Iterator
from graphlib import CycleError
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.project import Project
from infra.templates import deploy_order, list_consumed_links, list_produced_links

LINK_NAME: Final = re.compile(r"/waymark/dev/([a-z-]+)")
ENVIRONMENTS: Final = ("dev", "staging", "prod")


@rule
def check_links_are_made(project: Project) -> Iterator[Finding]:
    """A link that no stack makes stops the deploy of its reader."""
    made = [link for body in project.stacks.values() for link in list_produced_links(body)]
    for stack, body in project.stacks.items():
        for parameter, link in list_consumed_links(body).items():
            if not LINK_NAME.fullmatch(link):
                yield Finding("N07", f"{stack}.{parameter}", "A link's default is its name in dev: /waymark/dev/….")
            elif link not in made:
                yield Finding("N01", f"{stack}.{parameter}", f"No stack makes {link}.")
    for link in sorted({each for each in made if made.count(each) > 1}):
        yield Finding("N03", link, "Two stacks make this link.")


@rule
def check_stacks_have_an_order(project: Project) -> Iterator[Finding]:
    """Two stacks that read each other can never be deployed first."""
    try:
        deploy_order(project.stacks)
    except CycleError as error:
        yield Finding("N02", " → ".join(error.args[1]), "These stacks wait for each other.")


@rule
def check_stacks_export_nothing(project: Project) -> Iterator[Finding]:
    """An export locks its stack: it can be neither replaced nor deleted while another reads it."""
    for stack, body in project.stacks.items():
        for name, output in body.get("Outputs", {}).items():
            if "Export" in output:
                yield Finding("N04", f"{stack}.{name}", "An export locks its stack: link by an SSM parameter.")


@rule
def check_parameters_are_used(project: Project) -> Iterator[Finding]:
    """A parameter without effect hides a wire that was forgotten."""
    for stack, body in project.stacks.items():
        rest = str({name: part for name, part in body.items() if name != "Parameters"})
        for name in body.get("Parameters", {}):
            if f"'{name}'" not in rest and f"${{{name}}}" not in rest:
                yield Finding("N08", f"{stack}.{name}", "Nothing uses this parameter.")


@rule
def check_environments_are_complete(project: Project) -> Iterator[Finding]:
    """A parameter that was renamed or forgotten stops a deploy at its last stack."""
    for name in ENVIRONMENTS:
        if name not in project.environments:
            yield Finding("N05", name, f"There is no infra/environments/{name}.yaml.")
    for name, environment in project.environments.items():
        for stack, parameters in environment.get("stacks", {}).items():
            known = set(project.stacks.get(stack, {}).get("Parameters", {}))
            for each in sorted(set(parameters or {}) - known):
                yield Finding("N05", f"{name}.{stack}", f"The stack has no parameter {each}.")
        yield from _check_parameters(project, name, environment)


@rule
def check_site_origins_agree(project: Project) -> Iterator[Finding]:
    """Uploads fail with CORS errors where bucket and site disagree about the origin."""
    for name, environment in project.environments.items():
        stacks = environment.get("stacks", {})
        domain = (stacks.get("frontend") or {}).get("DomainName")
        for stack, parameters in stacks.items():
            origin = (parameters or {}).get("SiteOrigin")
            if domain and origin and origin != f"https://{domain}":
                yield Finding("N09", f"{name}.{stack}", f"Its SiteOrigin must be the site's own: https://{domain}.")
            if name != "dev" and (parameters or {}).get("DevelopmentOrigin"):
                yield Finding("N10", f"{name}.{stack}", "Only dev serves a frontend that is being written.")


def _check_parameters(project: Project, name: str, environment: dict[str, Any]) -> Iterator[Finding]:
    for stack, parameters in environment.get("stacks", {}).items():
        body = project.stacks.get(stack)
        if body is None:
            yield Finding("N05", f"{name}.{stack}", "There is no such stack.")
            continue
        for each, definition in body.get("Parameters", {}).items():
            if each != "Environment" and "Default" not in definition and each not in (parameters or {}):
                yield Finding("N06", f"{name}.{stack}", f"It must say {each}, which has no default.")
