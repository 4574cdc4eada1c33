"""Our own checks of what must agree: contract, resolvers, handlers, roles, queues, alarms, links."""

from infra.rules import access, alarms, contract, delivery, functions, grants, guards, links, network, queues, storage
from infra.rules.finding import RULES, Finding, findings
from infra.rules.project import Project

__all__ = [
    "RULES",
    "Finding",
    "Project",
    "access",
    "alarms",
    "contract",
    "delivery",
    "findings",
    "functions",
    "grants",
    "guards",
    "links",
    "network",
    "queues",
    "storage",
]
