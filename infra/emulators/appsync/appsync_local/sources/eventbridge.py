"""The AMAZON_EVENTBRIDGE data source: puts events on its event bus.

Source: AppSync Developer Guide, "JavaScript resolver function reference for EventBridge".
"""

import json
from typing import Any

from appsync_local.api.model import Api, DataSource
from appsync_local.sources.result import SourceResult, UnsupportedRequest, error_result

_OK = 200


async def send(api: Api, source: DataSource, request: Any) -> SourceResult:
    """Put the request's events and return EventBridge's `Entries` and `FailedEntryCount`."""
    events = request.get("events") if isinstance(request, dict) else None
    if not isinstance(events, list) or request.get("operation") != "PutEvents":
        raise UnsupportedRequest("An EventBridge request needs the operation PutEvents and a list of events.")
    bus = source.config.get("eventBusArn", "")
    body = json.dumps({"Entries": [_build_entry(event, bus) for event in events]}).encode()
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.PutEvents"}
    reply = await api.endpoint.request("events", "POST", "/", body=body, headers=headers)
    answer = json.loads(reply.body or b"{}")
    if reply.status != _OK:
        kind = str(answer.get("__type", "InternalException")).rpartition("#")[2]
        return error_result(f"EventBridge:{kind}", answer.get("message") or answer.get("Message") or kind)
    return SourceResult(answer)


def _build_entry(event: dict[str, Any], bus: str) -> dict[str, Any]:
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
