"""Functions: their handler, their environment, their logs, their time."""

import re
from collections.abc import Iterator
from typing import Final

from infra.bundle import ON_AWS
from infra.rules.finding import Finding, rule
from infra.rules.grants import reach
from infra.rules.project import FUNCTION, Placed, Project, ref
from resolvers.core.settings import Settings

APPSYNC_SECONDS: Final = 30  # AppSync gives a request no longer
TRIGGER_SECONDS: Final = 5  # Cognito waits no longer for a trigger
EVERYBODYS: Final = re.compile("POWERTOOLS_|AWS_")
SECRETIVE: Final = re.compile("SECRET|PASSWORD|TOKEN|API_?KEY")
NAMES_ONLY: Final = re.compile("(_ARN|_NAME|_ID)$")


@rule
def handlers_exist(project: Project) -> Iterator[Finding]:
    for function in project.functions():
        if reach(project, function) is None:
            yield Finding("C01", function.where, f"There is no function {function.properties['Handler']}.")


@rule
def environments_hold_what_is_read(project: Project) -> Iterator[Finding]:
    required = {name for name, info in Settings.model_fields.items() if info.is_required()}
    for function in project.functions():
        done = reach(project, function)
        variables = set(function.properties["Environment"]["Variables"])
        wanted = {project.settings[name] for name in (done.settings if done else set()) | required}
        for name in sorted(wanted - variables):
            yield Finding("C02", function.where, f"Its code reads {name}, which its environment lacks.")
        for name in sorted(variables - wanted):
            if done and not EVERYBODYS.match(name):
                yield Finding("C03", function.where, f"Nothing reads {name}: take it out.")
        if "POWERTOOLS_SERVICE_NAME" not in variables:
            yield Finding("C02", function.where, "POWERTOOLS_SERVICE_NAME tells its logs from others'; set it.")


@rule
def environments_hold_no_secret(project: Project) -> Iterator[Finding]:
    for function in project.functions():
        parameters = project.stacks[function.stack].get("Parameters", {})
        for name, value in function.properties["Environment"]["Variables"].items():
            is_hidden = bool(parameters.get(ref(value) or "", {}).get("NoEcho"))
            if is_hidden or "resolve:secretsmanager" in str(value) or _looks_secret(name):
                yield Finding("C04", function.where, f"{name} carries a secret: pass its ARN and read it.")


@rule
def functions_log_as_json_and_not_for_ever(project: Project) -> Iterator[Finding]:
    for function in project.functions():
        told = function.properties.get("LoggingConfig", {})
        if told.get("LogFormat") != "JSON" or ref(told.get("LogGroup")) not in _groups(project, function.stack):
            yield Finding("C05", function.where, "It needs a log group of its own and LogFormat JSON.")
        if function.properties.get("Tracing") != "Active":
            yield Finding("C07", function.where, "Tracing: Active shows it in X-Ray.")
    for group in project.every("AWS::Logs::LogGroup"):
        if not group.properties.get("RetentionInDays"):
            yield Finding("C06", group.where, "Without RetentionInDays its logs are kept, and paid for, for ever.")


@rule
def functions_run_what_is_built(project: Project) -> Iterator[Finding]:
    runtime = f"python{ON_AWS[1]}"
    for function in project.functions():
        told = function.properties.get("Runtime"), function.properties.get("Architectures")
        if told != (runtime, ["arm64"]):
            yield Finding("C08", function.where, f"Bundles are built for {runtime} on arm64; it says {told}.")


@rule
def functions_answer_in_time(project: Project) -> Iterator[Finding]:
    asked = {
        ref(source.properties["LambdaConfig"]["LambdaFunctionArn"])
        for source in project.every("AWS::AppSync::DataSource")
        if "LambdaConfig" in source.properties
    }
    triggers = {
        ref(each)
        for pool in project.every("AWS::Cognito::UserPool")
        for each in pool.properties.get("LambdaConfig", {}).values()
    }
    for function in project.functions():
        limit = APPSYNC_SECONDS if function.name in asked else TRIGGER_SECONDS if function.name in triggers else 900
        if function.properties.get("Timeout", 3) > limit:
            yield Finding("C09", function.where, f"Who calls it waits {limit} s at most; its timeout is longer.")


def function(project: Project, stack: str, name: str | None) -> Placed | None:
    """Return a function of a stack by its logical id."""
    found = project.stacks[stack]["Resources"].get(name or "", {})
    return (
        next((each for each in project.functions() if each.name == name), None)
        if found.get("Type") == FUNCTION
        else None
    )


def _groups(project: Project, stack: str) -> set[str]:
    return {each.name for each in project.every("AWS::Logs::LogGroup", stack)}


def _looks_secret(name: str) -> bool:
    return bool(SECRETIVE.search(name)) and not NAMES_ONLY.search(name)
