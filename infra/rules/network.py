"""The network and its database: who gets in, what is protected, and what functions inside can reach."""

from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.grants import trace_function
from infra.rules.project import Placed, Project, as_list

INSTANCE: Final = "AWS::RDS::DBInstance"
GROUP: Final = "AWS::EC2::SecurityGroup"
ENDPOINT: Final = "AWS::EC2::VPCEndpoint"
# What must be said of an instance, and why.
REQUIRED: Final[dict[str, tuple[Any, str]]] = {
    "PubliclyAccessible": (False, "it gets an address of the internet"),
    "StorageEncrypted": (True, "its disk and its snapshots are readable"),
    "DeletionProtection": (True, "one request deletes it"),
    "ManageMasterUserPassword": (True, "somebody has to choose, keep and change its password"),
    "EnableIAMDatabaseAuthentication": (True, "functions need a password"),
    "CopyTagsToSnapshot": (True, "a snapshot does not say whose it is"),
}
# Clients that are used without a request: they sign.
OFFLINE: Final = frozenset({"rds"})


@rule
def check_databases_are_protected(project: Project) -> Iterator[Finding]:
    """A database that can be reached or deleted by mistake holds everybody's orders."""
    for instance in project.resources(INSTANCE):
        for name, (value, why) in REQUIRED.items():
            if instance.properties.get(name) is not value:
                yield Finding("E01", instance.where, f"{name} must be {str(value).lower()}: otherwise {why}.")
        if {instance.body.get("DeletionPolicy"), instance.body.get("UpdateReplacePolicy")} != {"Snapshot"}:
            yield Finding("E02", instance.where, "DeletionPolicy and UpdateReplacePolicy must be Snapshot.")
        if not instance.properties.get("BackupRetentionPeriod"):
            yield Finding("E02", instance.where, "Without BackupRetentionPeriod there is no way back to yesterday.")
    for settings in project.resources("AWS::RDS::DBParameterGroup"):
        if settings.properties["Parameters"].get("require_secure_transport") != "ON":
            yield Finding("E03", settings.where, "require_secure_transport must be ON, or tokens travel in the clear.")


@rule
def check_groups_let_in_groups(project: Project) -> Iterator[Finding]:
    """An address can be anybody's, a group's members are known."""
    for group in project.resources(GROUP):
        for each in as_list(group.properties.get("SecurityGroupIngress")):
            if "SourceSecurityGroupId" not in each:
                yield Finding("E04", group.where, "It lets in addresses: name the group that may come.")
        if "SecurityGroupEgress" not in group.properties:
            yield Finding("E05", group.where, "Without SecurityGroupEgress its members may call everything.")


@rule
def check_readers_are_inside(project: Project) -> Iterator[Finding]:
    """A function outside the network waits for the database until its timeout."""
    for function in project.functions():
        trace = trace_function(project, function)
        if trace and "database_address" in trace.settings and not _is_inside(function):
            yield Finding("E06", function.where, "It uses the database, but has no VpcConfig.")


@rule
def check_calls_have_an_endpoint(project: Project) -> Iterator[Finding]:
    """A service without an endpoint is not reached from inside, and its caller waits until its timeout."""
    reached = {_service_of(each) for each in project.resources(ENDPOINT)}
    for function in project.functions():
        trace = trace_function(project, function) if _is_inside(function) else None
        called = {call.service for call in trace.calls} if trace else set()
        for service in sorted(called - reached - OFFLINE):
            yield Finding("E07", function.where, f"It calls {service}, for which its network has no endpoint.")


def _is_inside(function: Placed) -> bool:
    return "VpcConfig" in function.properties


def _service_of(endpoint: Placed) -> str:
    """Return the service's name at the end of `com.amazonaws.us-east-1.dynamodb`."""
    name = endpoint.properties["ServiceName"]
    return str(name.get("Fn::Sub", name) if isinstance(name, dict) else name).rpartition(".")[2]
