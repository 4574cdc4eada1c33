"""The command line: `ivschat-local --port 4730`."""

import argparse
import logging
import socket
import sys
from pathlib import Path

from aiohttp import web

from aws_wire.server import HOST
from ivschat_local.application import Options, build_application
from ivschat_local.review import REVIEW_SECONDS, LambdaInvoker, find_endpoint

log = logging.getLogger("ivschat")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    options = _parse_options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    if _is_in_use(options.port):
        print(f"Port {options.port} is in use. Stop what listens there, or give another one.", file=sys.stderr)
        return 1
    application = build_application(Options(options.state, LambdaInvoker(options.review_seconds)))
    web.run_app(application, host=HOST, port=options.port, print=_log_address)
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ivschat-local", description="Amazon IVS Chat on your own machine.")
    parser.add_argument("--port", type=int, default=4730, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--state", type=Path, default=Path(".ivschat-local"), help="folder (default: %(default)s)")
    parser.add_argument(
        "--review-seconds",
        type=float,
        default=REVIEW_SECONDS,
        help="how long a message review handler may take (default: %(default)s, as on AWS)",
    )
    return parser.parse_args()


def _is_in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _log_address(address: str) -> None:
    if address.startswith("=") and "http" in address:
        lambdas = find_endpoint() or "nowhere: set AWS_ENDPOINT_URL"
        log.info("IVS Chat listens; message review handlers run at %s", lambdas)


if __name__ == "__main__":
    sys.exit(main())
