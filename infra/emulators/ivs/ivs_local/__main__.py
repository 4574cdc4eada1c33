"""The command line: `ivs-local --port 4720`."""

import argparse
import logging
import os
import socket
import sys
from pathlib import Path

from aiohttp import web

from aws_wire.events import HttpDelivery, Nowhere
from aws_wire.server import HOST
from ivs_local.application import Options, build_application
from ivs_local.stage import Patience
from ivs_local.storage import find_endpoint

log = logging.getLogger("ivs")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    options = _parse_options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    for port in (options.port, options.rtmp_port, options.rtmps_port):
        if _is_in_use(port):
            print(f"Port {port} is in use. Stop what listens there, or give another one.", file=sys.stderr)
            return 1
    web.run_app(build_application(_read_options(options)), host=HOST, port=options.port, print=_log_address)
    return 0


def _read_options(options: argparse.Namespace) -> Options:
    token = os.environ.get("IVS_EVENTS_TOKEN")
    return Options(
        url=f"http://{HOST}:{options.port}",
        rtmp_port=options.rtmp_port,
        rtmps_port=options.rtmps_port,
        state=options.state,
        delivery=HttpDelivery(options.events_url, token) if options.events_url else Nowhere(),
        page_origins=frozenset(options.page_origin),
        patience=Patience(starvation=options.starvation_seconds, silence=options.silence_seconds),
    )


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ivs-local", description="Amazon IVS on your own machine.")
    parser.add_argument("--port", type=int, default=4720, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--rtmp-port", type=int, default=1935, help="port of RTMP (default: %(default)s)")
    parser.add_argument("--rtmps-port", type=int, default=4721, help="port of RTMPS (default: %(default)s)")
    parser.add_argument("--state", type=Path, default=Path(".ivs-local"), help="folder (default: %(default)s)")
    parser.add_argument(
        "--page-origin", action="append", default=[], help="origin of web pages that may publish, such as a site's"
    )
    parser.add_argument("--events-url", help="URL to post each EventBridge event to, as JSON")
    parser.add_argument(
        "--starvation-seconds",
        type=float,
        default=5,
        help="a stream that brings less than half of this in it is starving (default: %(default)s)",
    )
    parser.add_argument(
        "--silence-seconds",
        type=float,
        default=30,
        help="a publisher that says nothing so long is let go (default: %(default)s)",
    )
    return parser.parse_args()


def _is_in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _log_address(address: str) -> None:
    if address.startswith("=") and "http" in address:
        log.info("IVS listens; recordings go into S3 at %s", find_endpoint() or "nowhere: set AWS_ENDPOINT_URL")


if __name__ == "__main__":
    sys.exit(main())
