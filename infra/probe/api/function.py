"""The function behind the probe's API: it raises, tells what it was given, and answers a batch one item short."""

from typing import Any


class ProbeRefused(Exception):  # noqa: N818 (the name is what the probe looks for)
    """What a direct resolver's caller should see, or not."""


def handler(event: Any, _context: Any) -> Any:
    if isinstance(event, list):
        return [{"data": "marked"} for _ in event[1:]]
    if event["info"]["fieldName"] == "raises":
        raise ProbeRefused("The probe raises this.")
    return "env" in event
