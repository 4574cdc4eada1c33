"""The command line: `payments-local --port 4800 --data .payments-local`."""

import argparse
import errno
import logging
import sys
from pathlib import Path

from aiohttp import web

from payments_local import API_VERSION
from payments_local.application import Settings, build_application

HOST = "127.0.0.1"

log = logging.getLogger("payments-local")


def main() -> int:
    """Serve until Ctrl-C or SIGTERM; return the exit code."""
    options = _parse_options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    url = options.public_url or f"http://{HOST}:{options.port}"
    application = build_application(Settings(options.data, url.rstrip("/"), options.key))
    try:
        web.run_app(application, host=HOST, port=options.port, print=lambda _: _tell(url), shutdown_timeout=1)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Port {options.port} is in use. Stop what listens there, or give another --port.", file=sys.stderr)
        return 1
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="payments-local", description="A local emulator of Stripe's API.")
    parser.add_argument("--port", type=int, default=4800, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument(
        "--data", type=Path, default=Path(".payments-local"), help="folder of the state (default: %(default)s)"
    )
    parser.add_argument("--public-url", help="address of the pages in a browser (default: that of the port)")
    parser.add_argument(
        "--key", action="append", default=[], help="an API key to accept; may be repeated (default: any test key)"
    )
    return parser.parse_args()


def _tell(url: str) -> None:
    print(f"payments-local {API_VERSION} runs. Ctrl-C stops it and keeps the data.", flush=True)
    print(f"  API           {url}/v1", flush=True)
    print(f"  control page  {url}/_control", flush=True)


if __name__ == "__main__":
    sys.exit(main())
