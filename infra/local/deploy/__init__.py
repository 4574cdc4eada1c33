"""Deploy the stacks to the embedded AWS, as they are."""

from infra.local.deploy.project import Deployed, deploy
from infra.local.deploy.stacks import DeployError

__all__ = ["DeployError", "Deployed", "deploy"]
