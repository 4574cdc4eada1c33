"""`/_appsync/explain`: new explanations as they come, or who may read one field."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from appsync_local.auth import Caller, explanation
from appsync_local.auth.authenticator import list_providers
from appsync_local.engine.explain_log import explain_log
from appsync_local.guard import names_this_machine
from appsync_local.http_message import HttpRequest, HttpResponse, service_error
from appsync_local.state import State

PATH = "/_appsync/explain"
PATIENCE = 10.0  # seconds that a request waits for new explanations


async def answer_explain(state: State, incoming: HttpRequest, patience: float = PATIENCE) -> HttpResponse:
    """Answer the explanations `after` a number, or who may read a `field`; raises `RequestRefused` without that API."""
    if not names_this_machine(incoming):
        return service_error(
            403, "AccessDeniedException", "Explanations are for the machine that the data plane runs on."
        )
    params = {name: values[0] for name, values in parse_qs(urlsplit(incoming.target).query).items()}
    if "field" in params:
        return _explain_field(state, params["field"], params.get("api"))
    after = int(params["after"]) if params.get("after", "").isdigit() else 0
    entries = await explain_log.wait_for_entries(after, patience)
    return _json_response({"explanations": [{"number": number, "text": text} for number, text in entries]})


def _explain_field(state: State, place: str, api_id: str | None) -> HttpResponse:
    api = state.get_api(api_id)
    type_name, _, field_name = place.partition(".")
    kind: Any = api.schema.type_map.get(type_name)
    if field_name not in getattr(kind, "fields", {}):
        return service_error(404, "NotFoundException", f"The schema has no field {place}; write it as Type.field.")
    texts = []
    for mode in dict.fromkeys(each.mode for each in list_providers(api)):
        title, lines = explanation.explain_rules(api, Caller(mode=mode), type_name, field_name)
        texts.append("\n".join([title, *(f"  {line}" for line in lines)]))
    return _json_response({"explanations": [{"number": number, "text": text} for number, text in enumerate(texts, 1)]})


def _json_response(value: Any) -> HttpResponse:
    return HttpResponse(200, json.dumps(value).encode(), {"content-type": "application/json;charset=UTF-8"})
