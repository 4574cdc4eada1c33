"""The command line: `polly-local --port 4740`."""

import argparse
import errno
import logging
import signal
import sys
from typing import Final

from aiohttp import web

from polly_local.service import Polly
from polly_local.voice import JoeVoice, find_lack

HOST: Final = "127.0.0.1"

log = logging.getLogger("polly")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    options = _parse_options()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _configure_log()
    lack = find_lack()
    if lack:
        log.error("%s", lack)
        return 1
    application = Polly(JoeVoice(options.threads)).build_application()
    try:
        web.run_app(application, host=HOST, port=options.port, print=lambda _: _log_address(options.port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        log.error("Port %d is in use. Stop what listens there, or give another --port.", options.port)  # noqa: TRY400
        return 1
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polly-local", description="Amazon Polly on your own machine.")
    parser.add_argument("--port", type=int, default=4740, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads of the voice (default: %(default)s)")
    return parser.parse_args()


def _log_address(port: int) -> None:
    log.info("Polly: http://%s:%d", HOST, port)


def _configure_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("aiohttp.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
