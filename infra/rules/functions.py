"""Functions: their handler, their environment, their logs, their time."""

import re
from collections.abc import Iterator
from typing import Any, Final

from infra.bundle import ON_AWS
from infra.rules.finding import Finding, rule
from infra.rules.grants import trace_function
from infra.rules.project import FUNCTION, Placed, Project, ref
from resolvers.core.settings import Settings

APPSYNC_SECONDS: Final = 30  # AppSync gives a request no longer
TRIGGER_SECONDS: Final = 5  # Cognito waits no longer for a trigger
EVERYBODYS: Final = re.compile("POWERTOOLS_|AWS_")
SECRETIVE: Final = re.compile("SECRET|PASSWORD|TOKEN|API_?KEY")
NAMES_ONLY: Final = re.compile("(_ARN|_NAME|_ID)$")


@rule
def check_handlers_exist(project: Project) -> Iterator[Finding]:
    """Nothing at deploy time looks into the bundle: a wrong handler fails with every call."""
    for function in project.functions():
        if trace_function(project, function) is None:
            yield Finding("C01", function.where, f"There is no function {function.properties['Handler']}.")


@rule
def check_environment_variables(project: Project) -> Iterator[Finding]:
    """A setting that is missing ends every invocation at its start; one that nobody reads misleads."""
    required = {name for name, info in Settings.model_fields.items() if info.is_required()}
    for function in project.functions():
        trace = trace_function(project, function)
        variables = set(function.properties["Environment"]["Variables"])
        wanted = {project.settings[name] for name in (trace.settings if trace else set()) | required}
        for name in sorted(wanted - variables):
            yield Finding("C02", function.where, f"Its code reads {name}, which its environment lacks.")
        for name in sorted(variables - wanted):
            if trace and not EVERYBODYS.match(name):
                yield Finding("C03", function.where, f"Nothing reads {name}: take it out.")
        if "POWERTOOLS_SERVICE_NAME" not in variables:
            yield Finding("C02", function.where, "POWERTOOLS_SERVICE_NAME tells its logs from others'; set it.")


@rule
def check_environments_hold_no_secret(project: Project) -> Iterator[Finding]:
    """Anybody who may list functions can read their environment."""
    for function in project.functions():
        parameters = project.stacks[function.stack].get("Parameters", {})
        for name, value in function.properties["Environment"]["Variables"].items():
            is_hidden = bool(parameters.get(ref(value) or "", {}).get("NoEcho"))
            if is_hidden or "resolve:secretsmanager" in str(value) or _looks_secret(name):
                yield Finding("C04", function.where, f"{name} carries a secret: pass its ARN and read it.")


@rule
def check_logs(project: Project) -> Iterator[Finding]:
    """Saved queries read JSON, and logs without retention are paid for, for ever."""
    for function in project.functions():
        logging = function.properties.get("LoggingConfig", {})
        if logging.get("LogFormat") != "JSON" or ref(logging.get("LogGroup")) not in _groups(project, function.stack):
            yield Finding("C05", function.where, "It needs a log group of its own and LogFormat JSON.")
        if function.properties.get("Tracing") != "Active":
            yield Finding("C07", function.where, "Tracing: Active shows it in X-Ray.")
    for group in project.resources("AWS::Logs::LogGroup"):
        if not group.properties.get("RetentionInDays"):
            yield Finding("C06", group.where, "Without RetentionInDays its logs are kept, and paid for, for ever.")


@rule
def check_runtimes(project: Project) -> Iterator[Finding]:
    """Bundles hold compiled wheels for one Python and one processor; on others they fail to import."""
    runtime = f"python{ON_AWS[1]}"
    for function in project.functions():
        built_for = function.properties.get("Runtime"), function.properties.get("Architectures")
        if built_for != (runtime, ["arm64"]):
            yield Finding("C08", function.where, f"Bundles are built for {runtime} on arm64; it says {built_for}.")


@rule
def check_reserved_concurrency(project: Project) -> Iterator[Finding]:
    """A new account has ten executions: reserving any of them refuses its first deploy."""
    for function in project.functions():
        reserved = function.properties.get("ReservedConcurrentExecutions")
        if reserved is not None and ref(_get_else(reserved)) != "AWS::NoValue":
            yield Finding("C10", function.where, "Reserve executions by a parameter whose default is none.")


@rule
def check_timeouts(project: Project) -> Iterator[Finding]:
    """A function that works longer than its caller waits is paid for and answers nobody."""
    invoked_by_appsync = {
        ref(source.properties["LambdaConfig"]["LambdaFunctionArn"])
        for source in project.resources("AWS::AppSync::DataSource")
        if "LambdaConfig" in source.properties
    }
    triggers = {
        ref(each)
        for pool in project.resources("AWS::Cognito::UserPool")
        for each in pool.properties.get("LambdaConfig", {}).values()
    }
    for function in project.functions():
        limit = (
            APPSYNC_SECONDS
            if function.name in invoked_by_appsync
            else TRIGGER_SECONDS
            if function.name in triggers
            else 900
        )
        if function.properties.get("Timeout", 3) > limit:
            yield Finding("C09", function.where, f"Who calls it waits {limit} s at most; its timeout is longer.")


def function(project: Project, stack: str, name: str | None) -> Placed | None:
    """Return a function of a stack by its logical id."""
    found = project.stacks[stack]["Resources"].get(name or "", {})
    return (
        next((each for each in project.functions() if (each.stack, each.name) == (stack, name)), None)
        if found.get("Type") == FUNCTION
        else None
    )


def _groups(project: Project, stack: str) -> set[str]:
    return {each.name for each in project.resources("AWS::Logs::LogGroup", stack)}


def _get_else(value: Any) -> Any:
    return value["Fn::If"][2] if isinstance(value, dict) and "Fn::If" in value else value


def _looks_secret(name: str) -> bool:
    return bool(SECRETIVE.search(name)) and not NAMES_ONLY.search(name)
