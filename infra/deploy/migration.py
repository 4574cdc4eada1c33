"""The orders' tables, which a deploy brings up to date by the database's own function, before other stacks use them."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from infra.deploy import formation
from infra.deploy.errors import DeployError

DATABASE: Final = "AWS::RDS::DBInstance"
MIGRATOR: Final = "MigratorFunction"


def has_database(body: Mapping[str, Any]) -> bool:
    """Tell whether a template makes a database."""
    return any(each["Type"] == DATABASE for each in body["Resources"].values())


def migrate(formation_client: Any, lambda_client: Any, stack: str, say: Callable[[str], None]) -> None:
    """Call the migrator of a stack and say what it applied; raises `DeployError` with its words where it fails."""
    function = formation.resource(formation_client, stack, MIGRATOR)
    answer = lambda_client.invoke(FunctionName=function, Payload=b"{}")
    told = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise DeployError(
            f"The orders' tables could not be brought up to date: {told.get('errorMessage', told)}. What was deployed "
            f"before stays and serves on. Mend what it names, then repeat: a migration that was begun is finished."
        )
    for name in told or ["nothing to migrate"]:
        say(f"{stack}: {name}")
