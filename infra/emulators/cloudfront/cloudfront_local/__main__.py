"""The command line: `cloudfront-local --port 4760 --distribution distribution.json`."""

import argparse
import errno
import logging
import signal
import sys
from pathlib import Path
from typing import Final

from aiohttp import web

from cloudfront_local.distribution import read_distribution
from cloudfront_local.edge import Edge

HOST: Final = "127.0.0.1"

log = logging.getLogger("cloudfront")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    options = _parse_options()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _configure_log()
    try:
        read_distribution(options.distribution)
    except (OSError, ValueError, KeyError) as error:
        log.error("%s describes no distribution: %s", options.distribution, error)  # noqa: TRY400
        return 1
    application = Edge(options.distribution).build_application()
    try:
        web.run_app(application, host=HOST, port=options.port, print=lambda _: _log_address(options.port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        log.error("Port %d is in use. Stop what listens there, or give another --port.", options.port)  # noqa: TRY400
        return 1
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cloudfront-local", description="CloudFront's signatures on your machine.")
    parser.add_argument("--port", type=int, default=4760, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--distribution", type=Path, required=True, help="JSON file that says what a distribution says")
    return parser.parse_args()


def _log_address(port: int) -> None:
    log.info("CloudFront: http://%s:%d", HOST, port)


def _configure_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("aiohttp.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
