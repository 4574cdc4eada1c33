"""The command line: `mediaconvert-local --port 4700`."""

import argparse
import logging
import os
import socket
import sys
from pathlib import Path

from aiohttp import web

from aws_wire.events import HttpDelivery, Nowhere
from mediaconvert_local.application import Options, build_application
from mediaconvert_local.ffmpeg import find_ffmpeg
from mediaconvert_local.storage import find_endpoint
from mediaconvert_local.transcoder import Limits, Transcoder

HOST = "127.0.0.1"

log = logging.getLogger("mediaconvert")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    options = _parse_options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    if find_ffmpeg() is None:
        print("ffmpeg is missing: install it, or imageio-ffmpeg with a binary for this machine.", file=sys.stderr)
        return 1
    if _is_in_use(options.port):
        print(f"Port {options.port} is in use. Stop what listens there, or give another --port.", file=sys.stderr)
        return 1
    web.run_app(build_application(_read_options(options)), host=HOST, port=options.port, print=_log_address)
    return 0


def _read_options(options: argparse.Namespace) -> Options:
    token = os.environ.get("MEDIACONVERT_EVENTS_TOKEN")
    return Options(
        url=f"http://{HOST}:{options.port}",
        state=options.state,
        delivery=HttpDelivery(options.events_url, token) if options.events_url else Nowhere(),
        transcoder=Transcoder(limits=Limits(options.preset, options.threads, options.job_seconds)),
        update_seconds=options.update_seconds,
    )


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mediaconvert-local", description="AWS Elemental MediaConvert on your own machine."
    )
    parser.add_argument("--port", type=int, default=4700, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument(
        "--state", type=Path, default=Path(".mediaconvert-local"), help="folder of the jobs (default: %(default)s)"
    )
    parser.add_argument("--events-url", help="URL to post each EventBridge event to, as JSON")
    parser.add_argument(
        "--update-seconds",
        type=float,
        help="send STATUS_UPDATE at this interval instead of the job's StatusUpdateInterval",
    )
    parser.add_argument("--preset", default="veryfast", help="x264's preset (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=0, help="threads of the encoder (default: one for each core)")
    parser.add_argument("--job-seconds", type=float, default=3600, help="longest a job may take (default: %(default)s)")
    return parser.parse_args()


def _is_in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _log_address(address: str) -> None:
    if address.startswith("=") and "http" in address:
        log.info("MediaConvert listens; objects are in S3 at %s", find_endpoint() or "nowhere: set AWS_ENDPOINT_URL")


if __name__ == "__main__":
    sys.exit(main())
