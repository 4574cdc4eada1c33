"""`appsync-local explain`: follow a running data plane's explanations, or ask about one field."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from appsync_local.http.explain_endpoint import PATH

_TIMEOUT = 30.0  # seconds; the server waits less long for news


def main(arguments: Sequence[str]) -> int:
    """Print explanations until interrupted, or those of one field; 1 when no data plane answers or it refuses."""
    parser = argparse.ArgumentParser(prog="appsync-local explain", description=__doc__)
    parser.add_argument("field", nargs="?", help="Type.field: print who may read it and why, then exit")
    parser.add_argument("--url", default="http://127.0.0.1:4000", help="URL of the data plane (default: %(default)s)")
    parser.add_argument("--api", help="id of the API, if several are served")
    options = parser.parse_args(arguments)
    try:
        if options.field:
            named = {"field": options.field, **({"api": options.api} if options.api else {})}
            _print_entries(_fetch_entries(options.url, **named))
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
        entries = _fetch_entries(url, after=str(last))
        _print_entries(entries)
        last = max([last, *(each["number"] for each in entries)])


def _fetch_entries(url: str, **params: str) -> list[dict[str, Any]]:
    with urlopen(f"{url.rstrip('/')}{PATH}?{urlencode(params)}", timeout=_TIMEOUT) as response:  # noqa: S310 - the user's
        entries: list[dict[str, Any]] = json.load(response)["explanations"]
    return entries


def _print_entries(entries: list[dict[str, Any]]) -> None:
    for each in entries:
        sys.stdout.write(f"{each['text']}\n\n")
    sys.stdout.flush()
