"""The network and the database of orders as their templates make them: who gets in, what leads out, what is kept."""

from collections import Counter
from typing import Any

import pytest

from infra import templates
from infra.deploy.deployment import PROTECTED

STACKS = templates.compose()
NETWORK, DATABASE, ORDERS = (STACKS[name]["Resources"] for name in ("network", "database", "orders"))


def types(resources: dict[str, Any]) -> Counter[str]:
    """Count a network's resources by type."""
    return Counter(each["Type"].removeprefix("AWS::EC2::") for each in resources.values() if "EC2" in each["Type"])


def properties(resources: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[name]["Properties"]
    return found


def list_functions(stack: str) -> list[dict[str, Any]]:
    """Return a stack's functions with what they share."""
    body = STACKS[stack]
    common = body.get("Globals", {}).get("Function", {})
    functions = [each for each in body["Resources"].values() if each["Type"] == "AWS::Serverless::Function"]
    return [common | each["Properties"] for each in functions]


def test_without_egress_there_is_no_way_out() -> None:
    """Two private subnets, gateways to the table and the bucket, and an endpoint of Secrets Manager."""
    always = {name: each for name, each in NETWORK.items() if "Condition" not in each}
    endpoints = {
        (each["Properties"]["ServiceName"]["Fn::Sub"].rpartition(".")[2], each["Properties"]["VpcEndpointType"])
        for each in always.values()
        if each["Type"] == "AWS::EC2::VPCEndpoint"
    }

    assert types(always) == {
        "VPC": 1,
        "Subnet": 2,
        "RouteTable": 1,
        "SubnetRouteTableAssociation": 2,
        "VPCEndpoint": 3,
        "SecurityGroup": 3,
    }
    assert endpoints == {("dynamodb", "Gateway"), ("s3", "Gateway"), ("secretsmanager", "Interface")}


def test_egress_by_nat_adds_the_gateway_and_its_routes() -> None:
    """And nothing that the rest depends on."""
    added = {name: each for name, each in NETWORK.items() if "Condition" in each}

    assert {each["Condition"] for each in added.values()} == {"HasNat"}
    assert STACKS["network"]["Conditions"] == {"HasNat": {"Fn::Equals": [{"Ref": "Egress"}, "nat"]}}
    assert types(added) == {
        "InternetGateway": 1,
        "VPCGatewayAttachment": 1,
        "Subnet": 1,
        "RouteTable": 1,
        "SubnetRouteTableAssociation": 1,
        "EIP": 1,
        "NatGateway": 1,
        "Route": 2,
    }
    assert properties(NETWORK, "PrivateRoute")["NatGatewayId"] == {"Ref": "NatGateway"}
    assert not any(f"'{name}'" in str(each) for name in added for key, each in NETWORK.items() if key not in added)


def test_the_database_is_reached_from_one_group_at_one_port() -> None:
    """That of the orders' functions and of the migrator; no function of another stack is in it."""
    (rule,) = properties(NETWORK, "DatabaseGroup")["SecurityGroupIngress"]
    inside = {
        stack
        for stack in STACKS
        if any(
            {"Ref": "FunctionsGroup"} in each.get("VpcConfig", {}).get("SecurityGroupIds", [])
            for each in list_functions(stack)
        )
    }

    assert (rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) == ("tcp", 3306, 3306)
    assert rule["SourceSecurityGroupId"] == {"Fn::GetAtt": ["FunctionsGroup", "GroupId"]}
    assert not {"CidrIp", "CidrIpv6"} & set(rule)
    assert "SecurityGroupIngress" not in properties(NETWORK, "FunctionsGroup")
    assert properties(DATABASE, "Instance")["VPCSecurityGroups"] == [{"Ref": "DatabaseGroup"}]
    assert inside == {"database", "orders"}


@pytest.mark.parametrize("stack", ["database", "orders"])
def test_every_function_that_reads_the_database_is_inside(stack: str) -> None:
    subnets = [{"Ref": "PrivateSubnetA"}, {"Ref": "PrivateSubnetB"}]

    assert all(each["VpcConfig"]["SubnetIds"] == subnets for each in list_functions(stack))


def test_payments_are_outside_and_told_by_their_queue() -> None:
    """They speak to the provider; what it tells travels by the queue that the receiver inside is given."""
    mapping = properties(ORDERS, "PaymentsReceiverMapping")

    assert not any("VpcConfig" in each for each in list_functions("payments"))
    assert mapping["EventSourceArn"] == {"Fn::GetAtt": ["PaymentsQueue", "Arn"]}
    assert mapping["FunctionName"] == {"Ref": "PaymentsReceiverFunction"}


def test_orders_outlive_their_stack() -> None:
    """Private, encrypted, protected, with a snapshot where they are deleted after all; in two zones by parameter."""
    instance = DATABASE["Instance"]
    told = instance["Properties"]

    assert (instance["DeletionPolicy"], instance["UpdateReplacePolicy"]) == ("Snapshot", "Snapshot")
    assert (told["PubliclyAccessible"], told["StorageEncrypted"], told["DeletionProtection"]) == (False, True, True)
    assert told["MultiAZ"] == {"Ref": "MultiAz"}
    assert {"foundation", "network", "database"} == PROTECTED


def test_no_environment_holds_a_password() -> None:
    """The master's is made and kept by RDS, the functions sign in by tokens of their roles."""
    variables = [each["Environment"]["Variables"] for stack in ("database", "orders") for each in list_functions(stack)]

    assert "MasterUserPassword" not in properties(DATABASE, "Instance")
    assert properties(DATABASE, "Instance")["ManageMasterUserPassword"] is True
    assert not any("password" in str(each).lower() for each in variables)
    assert STACKS["orders"]["Parameters"]["DatabaseSignIn"]["Default"] == "iam"


def test_only_the_orders_functions_sign_in() -> None:
    """By the user of one database; the migrator reads the master's secret, and nobody else does."""
    signing = [
        (stack, statement)
        for stack in STACKS
        for each in list_functions(stack)
        for policy in each.get("Policies", [])
        if isinstance(policy, dict)
        for statement in policy["Statement"]
        if statement["Action"] == "rds-db:connect"
    ]
    user = properties(DATABASE, "DatabaseUserArnLink")["Value"]["Fn::Sub"]

    assert {stack for stack, _ in signing} == {"orders"}
    assert all(statement["Resource"] == {"Ref": "DatabaseUserArn"} for _, statement in signing)
    assert user.endswith(":dbuser:${Instance.DbiResourceId}/shop")
    assert str(STACKS).count("'MasterUserSecret.SecretArn'") == 2
