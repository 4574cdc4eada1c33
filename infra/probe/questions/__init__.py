"""The open points; the one that makes everybody wait comes last."""

from infra.probe.question import QUESTIONS
from infra.probe.questions import callers, delivery, functions, limits, requests, schemas, sockets, waiting

__all__ = ["QUESTIONS", "callers", "delivery", "functions", "limits", "requests", "schemas", "sockets", "waiting"]
