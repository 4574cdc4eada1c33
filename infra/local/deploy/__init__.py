"""Deploy the stacks to the embedded AWS, as they are."""

from infra.deploy.errors import DeployError
from infra.local.deploy.project import Deployed, Origins, deploy

__all__ = ["DeployError", "Deployed", "Origins", "deploy"]
