"""What the contract promises of jobs of every kind."""

from resolvers.core.directives import enums
from resolvers.platform.jobs.model import StepStatus

enums(StepStatus)
