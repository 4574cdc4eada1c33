"""The AMAZON_EVENTBRIDGE data source: events put on the bus of its configuration.

Source: AppSync Developer Guide, "JavaScript resolver function reference for EventBridge".
"""

import json
from typing import Any

from infra.local.appsync.catalog import Api, DataSource
from infra.local.appsync.sources.answer import Answer, Unsupported, failed

_OK = 200


async def send(api: Api, source: DataSource, request: Any) -> Answer:
    """Put the request's events; the answer is EventBridge's, with `Entries` and `FailedEntryCount`."""
    events = request.get("events") if isinstance(request, dict) else None
    if not isinstance(events, list) or request.get("operation") != "PutEvents":
        raise Unsupported("An EventBridge request needs the operation PutEvents and a list of events.")
    bus = source.config.get("eventBusArn", "")
    body = json.dumps({"Entries": [_entry(event, bus) for event in events]}).encode()
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.PutEvents"}
    reply = await api.endpoint.request("events", "POST", "/", body=body, headers=headers)
    answer = json.loads(reply.body or b"{}")
    if reply.status != _OK:
        kind = str(answer.get("__type", "InternalException")).rpartition("#")[2]
        return failed(f"EventBridge:{kind}", answer.get("message") or answer.get("Message") or kind)
    return Answer(answer)


def _entry(event: dict[str, Any], bus: str) -> dict[str, Any]:
    detail = event.get("detail")
    entry = {
        "Source": event.get("source"),
        "DetailType": event.get("detailType"),
        "Detail": detail if isinstance(detail, str) else json.dumps(detail),
        "Resources": event.get("resources"),
        "Time": event.get("time"),
        "EventBusName": bus or None,
    }
    return {name: value for name, value in entry.items() if value is not None}
