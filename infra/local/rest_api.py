"""Where this machine reaches learning's REST API, whose own address leads to AWS."""

from typing import Final
from urllib.parse import urlsplit

from infra.deploy import formation
from infra.local.deploy.aws import client
from infra.local.ministack.paths import REST_APIS

STACK: Final = "waymark-dev-learning"


def find_rest_api(aws: str) -> str:
    """Return the address of the API's stage on the emulated API Gateway at `aws`."""
    outputs = formation.outputs(formation.describe_stack(client("cloudformation", aws), STACK))
    address = urlsplit(outputs["LearningRestUrl"])
    api_id = str(address.hostname).partition(".")[0]
    return f"{aws}{REST_APIS}{api_id}{address.path}"
