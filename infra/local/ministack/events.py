"""Events of AWS services that run beside ministack: their sources begin with `aws.`, which PutEvents refuses."""

import json
from typing import Any

from ministack.services import eventbridge

NAMES = {"Source": "source", "DetailType": "detail-type", "Resources": "resources"}


class NoEvent(Exception):  # noqa: N818
    """The body is no event in EventBridge's envelope."""


def put(body: bytes) -> None:
    """Put an event on the default bus, as the service itself would; raises `NoEvent`."""
    event = _parse_event(body)
    entry = {name: event[key] for name, key in NAMES.items()} | {"Detail": json.dumps(event["detail"])}
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)  # noqa: SLF001


def _parse_event(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError as error:
        raise NoEvent("Send one event as JSON.") from error
    if not isinstance(event, dict) or not {*NAMES.values(), "detail"} <= event.keys():
        raise NoEvent("An event has source, detail-type, resources and detail.")
    return event
