"""Mistakes around the orders' network and database."""

from infra.rules import Project
from tests.infra.rules.mistakes import mistake, owner, res, source


@mistake("E01", "the database gets an address of the internet")
def _(project: Project) -> None:
    res(project, "Instance")["PubliclyAccessible"] = True


@mistake("E02", "orders go with their stack")
def _(project: Project) -> None:
    owner(project, "Instance")["Instance"]["DeletionPolicy"] = "Delete"


@mistake("E03", "tokens that travel in the clear")
def _(project: Project) -> None:
    res(project, "Settings")["Parameters"]["require_secure_transport"] = "OFF"


@mistake("E04", "a database that the whole network may call")
def _(project: Project) -> None:
    (rule,) = res(project, "DatabaseGroup")["SecurityGroupIngress"]
    del rule["SourceSecurityGroupId"]
    rule["CidrIp"] = "10.0.0.0/8"


@mistake("E05", "a database that may call everything")
def _(project: Project) -> None:
    del res(project, "DatabaseGroup")["SecurityGroupEgress"]


@mistake("E06", "the orders' functions outside their database's network")
def _(project: Project) -> None:
    del project.stacks["orders"]["Globals"]["Function"]["VpcConfig"]


@mistake("E07", "a function inside that sends to a queue")
def _(project: Project) -> Project:
    module, entry = "resolvers.shop.orders.reconciler", "@observability.entry()"
    factory = f'def _queue() -> Any:\n    return boto3.client("sqs")\n\n\n{entry}'
    wrong = source(source(project, module, "import time\n", "import time\nimport boto3\n"), module, entry, factory)
    return source(wrong, module, "    found = reconcile", "    _queue().send_message()\n    found = reconcile")
