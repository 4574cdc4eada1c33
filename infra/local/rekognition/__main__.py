"""Starts the local Rekognition: `python -m infra.local.rekognition --port 4600 --models .waymark/models`."""

import argparse
import errno
import logging
import signal
import sys
from pathlib import Path

from aiohttp import web

from infra.local.rekognition.engine import ModelsMissing, load
from infra.local.rekognition.s3 import Objects, endpoint
from infra.local.rekognition.server import HEALTH, Rekognition

HOST = "127.0.0.1"

log = logging.getLogger("rekognition")


def main() -> int:
    # Ctrl-C while models load ends the process at once; later the web server takes the signal over.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("aiohttp.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        rekognition = Rekognition(load(options.models, log.info), Objects())
        web.run_app(rekognition.application(), host=HOST, port=options.port, print=lambda _: _ready(options.port))
    except ModelsMissing as error:
        log.error("%s", error)  # noqa: TRY400 - the sentence says it all
        return 1
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        log.error("Port %d is in use. Stop what listens there, or give another --port.", options.port)  # noqa: TRY400
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local.rekognition", description=__doc__)
    parser.add_argument("--port", type=int, default=4600, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument(
        "--models", type=Path, default=Path(".waymark/models"), help="folder of models (default: %(default)s)"
    )
    return parser.parse_args()


def _ready(port: int) -> None:
    log.info("Rekognition listens on http://%s:%d (health at %s)", HOST, port, HEALTH)
    log.info("Pictures in S3 come from %s", endpoint() or "nowhere: AWS_ENDPOINT_URL is not set")


if __name__ == "__main__":
    sys.exit(main())
