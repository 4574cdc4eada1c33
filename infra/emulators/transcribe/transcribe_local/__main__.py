"""The command line: `transcribe-local --port 4710`."""

import argparse
import logging
import os
import socket
import sys
from pathlib import Path

from aiohttp import web

from aws_wire.events import HttpDelivery, Nowhere
from transcribe_local.recogniser import Whisper, find_lack
from transcribe_local.service import Options, build_application
from transcribe_local.storage import Storage, find_endpoint

HOST = "127.0.0.1"

log = logging.getLogger("transcribe")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    options = _parse_options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    lack = find_lack() or _find_conflict(options.port)
    if lack:
        print(lack, file=sys.stderr)
        return 1
    web.run_app(build_application(_read_options(options)), host=HOST, port=options.port, print=_log_address)
    return 0


def _read_options(options: argparse.Namespace) -> Options:
    token = os.environ.get("TRANSCRIBE_EVENTS_TOKEN")
    delivery = HttpDelivery(options.events_url, token) if options.events_url else Nowhere()
    return Options(options.state, Whisper(options.threads), Storage(), delivery)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="transcribe-local", description="Amazon Transcribe on your own machine.")
    parser.add_argument("--port", type=int, default=4710, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument(
        "--state", type=Path, default=Path(".transcribe-local"), help="folder of the jobs (default: %(default)s)"
    )
    parser.add_argument("--events-url", help="URL to post each EventBridge event to, as JSON")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads of the recogniser (default: %(default)s)")
    return parser.parse_args()


def _find_conflict(port: int) -> str | None:
    with socket.socket() as probe:
        is_taken = probe.connect_ex((HOST, port)) == 0
    return f"Port {port} is in use. Stop what listens there, or give another --port." if is_taken else None


def _log_address(address: str) -> None:
    if address.startswith("=") and "http" in address:
        log.info("Transcribe listens; objects are in S3 at %s", find_endpoint() or "nowhere: set AWS_ENDPOINT_URL")


if __name__ == "__main__":
    sys.exit(main())
