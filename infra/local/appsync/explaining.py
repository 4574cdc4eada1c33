"""`python -m infra.local.appsync explain`: follow a running data plane's accounts, or ask about one field."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

from infra.local.appsync.accounts import accounts
from infra.local.appsync.auth import Caller, explanation
from infra.local.appsync.auth.authenticator import providers
from infra.local.appsync.exchange import Incoming, Outgoing, is_local, service_error
from infra.local.appsync.plane import Plane

PATH = "/_appsync/explain"
PATIENCE = 10.0  # seconds that a question waits for news
_TIMEOUT = 30.0


async def answer(plane: Plane, incoming: Incoming, patience: float = PATIENCE) -> Outgoing:
    """Answer the accounts `after` a number, or who may read a `field`; raises `RequestRefused` without that API."""
    if not is_local(incoming):
        return service_error(403, "AccessDeniedException", "Accounts are for the machine that the data plane runs on.")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(incoming.target).query).items()}
    if "field" in asked:
        return _of_field(plane, asked["field"], asked.get("api"))
    after = int(asked["after"]) if asked.get("after", "").isdigit() else 0
    told = await accounts.after(after, patience)
    return _json({"accounts": [{"number": number, "text": text} for number, text in told]})


def _of_field(plane: Plane, place: str, api_id: str | None) -> Outgoing:
    api = plane.api(api_id)
    type_name, _, field_name = place.partition(".")
    kind: Any = api.schema.type_map.get(type_name)
    if field_name not in getattr(kind, "fields", {}):
        return service_error(404, "NotFoundException", f"The schema has no field {place}; write it as Type.field.")
    texts = []
    for mode in dict.fromkeys(each.mode for each in providers(api)):
        title, lines = explanation.chain(api, Caller(mode=mode), type_name, field_name)
        texts.append("\n".join([title, *(f"  {line}" for line in lines)]))
    return _json({"accounts": [{"number": number, "text": text} for number, text in enumerate(texts, 1)]})


def _json(value: Any) -> Outgoing:
    return Outgoing(200, json.dumps(value).encode(), {"content-type": "application/json;charset=UTF-8"})


def main(arguments: Sequence[str]) -> int:
    """Print accounts until interrupted, or those of one field; 1 when no data plane answers or it refuses."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.appsync explain", description=__doc__)
    parser.add_argument("field", nargs="?", help="Type.field: say to whom it is open and why, and end")
    parser.add_argument("--url", default="http://127.0.0.1:4000", help="where the data plane runs")
    parser.add_argument("--api", help="the id of the API, where several are served")
    options = parser.parse_args(arguments)
    try:
        if options.field:
            named = {"field": options.field, **({"api": options.api} if options.api else {})}
            _print(_get(options.url, **named))
        else:
            _follow(options.url)
    except HTTPError as error:
        sys.stderr.write(f"{json.loads(error.read())['errors'][0]['message']}\n")
        return 1
    except (URLError, OSError) as error:
        sys.stderr.write(f"No data plane answers at {options.url}: {error}. Name another with --url.\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _follow(url: str) -> None:
    sys.stderr.write("Listening. Make your request, and read here what was decided and why.\n")
    last = 0
    while True:
        told = _get(url, after=str(last))
        _print(told)
        last = max([last, *(each["number"] for each in told)])


def _get(url: str, **asked: str) -> list[dict[str, Any]]:
    with urlopen(f"{url.rstrip('/')}{PATH}?{urlencode(asked)}", timeout=_TIMEOUT) as answered:  # noqa: S310 - the user's
        told: list[dict[str, Any]] = json.load(answered)["accounts"]
    return told


def _print(told: list[dict[str, Any]]) -> None:
    for each in told:
        sys.stdout.write(f"{each['text']}\n\n")
    sys.stdout.flush()
