"""The hour's reconciliation, deployed: under its own role it finds a difference, and writes its alarm's metric."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from resolvers.core import table
from resolvers.core.table import Delete
from resolvers.shop import keys
from resolvers.shop.money.model import Money
from resolvers.shop.orders.differences import GRACE_SECONDS
from resolvers.shop.payments import charges
from resolvers.shop.payments.charges import Charge
from tests.stack import Stack

pytestmark = pytest.mark.emulator


@contextmanager
def a_charge_without_an_order() -> Iterator[str]:
    """Note a charge for an order that nobody placed, for the length of a block; return the order's id."""
    now, order_id = int(time.time()), f"order_{uuid4().hex}"
    made = Charge(
        id=f"ch_{order_id}", order_id=order_id, amount=Money(amount=1190, currency="EUR"), refunded=0,
        charged_at=now - GRACE_SECONDS - 60, noted_at=now,
    )  # fmt: skip
    charges.put_all([made], now)
    try:
        yield order_id
    finally:
        table.write(Delete(keys.charge(order_id, made.id)))


def reconcile(stack: Stack) -> int:
    """Invoke the deployed function, and return how many differences it found."""
    functions = stack.client("lambda").list_functions()["Functions"]
    (name,) = [each["FunctionName"] for each in functions if "ReconcilerFunction" in each["FunctionName"]]
    answer = stack.client("lambda").invoke(FunctionName=name)
    told = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, told
    return int(told)


def read_log(stack: Stack) -> list[dict[str, Any]]:
    """Return what the function wrote as JSON."""
    groups = stack.client("logs").describe_log_groups()["logGroups"]
    (group,) = [each["logGroupName"] for each in groups if "ReconcilerFunctionLogs" in each["logGroupName"]]
    pages = stack.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    lines = (line for page in pages for event in page["events"] for line in event["message"].splitlines())
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_a_difference_is_found_logged_and_counted_where_its_alarm_looks(stack: Stack, table_of_the_stack: None) -> None:
    """By its kind and order, and no more once its cause is gone; orders of other tests may differ as they like."""
    with a_charge_without_an_order() as order_id:
        found = reconcile(stack)
    after = reconcile(stack)

    log = read_log(stack)
    (difference,) = [each for each in log if each.get("subject") == order_id]
    metrics = [each["OrderDifference"] for each in log if "OrderDifference" in each]
    pages = stack.client("cloudwatch").get_paginator("describe_alarms").paginate()
    (alarm,) = [each for page in pages for each in page["MetricAlarms"] if each["MetricName"] == "OrderDifference"]
    (written, *_) = [each for each in log if "OrderDifference" in each]
    directive = written["_aws"]["CloudWatchMetrics"][0]
    assert found >= 1
    assert (difference["kind"], difference["message"]) == ("CHARGE_WITHOUT_ORDER", "difference")
    assert metrics[-2:] == [[found], [after]]
    assert directive["Namespace"] == alarm["Namespace"]
    assert directive["Dimensions"] == [[each["Name"] for each in alarm["Dimensions"]]]
    assert [written[each["Name"]] for each in alarm["Dimensions"]] == [each["Value"] for each in alarm["Dimensions"]]


def test_its_role_reads_and_writes_nothing(stack: Stack) -> None:
    """It compares; what it finds is a person's to mend."""
    roles = stack.client("iam").list_roles()["Roles"]
    (role,) = [each["RoleName"] for each in roles if "ReconcilerFunctionRole" in each["RoleName"]]
    names = stack.client("iam").list_role_policies(RoleName=role)["PolicyNames"]
    documents = [
        stack.client("iam").get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names
    ]
    actions = {
        action
        for document in documents
        for statement in document["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }

    assert actions == {
        "dynamodb:BatchGetItem",
        "dynamodb:GetItem",
        "dynamodb:Query",
        "rds-db:connect",
        "secretsmanager:GetSecretValue",
    }
