"""The command line: `bedrock-local --port 4900`."""

import argparse
import errno
import logging
import signal
import sys
from typing import Final

from aiohttp import web

from bedrock_local.encoder import ModelMissing, load
from bedrock_local.service import BedrockRuntime

HOST: Final = "127.0.0.1"

log = logging.getLogger("bedrock")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    parser = argparse.ArgumentParser(prog="bedrock-local", description="Bedrock's text embeddings on your own machine.")
    parser.add_argument("--port", type=int, default=4900, help="port on 127.0.0.1 (default: %(default)s)")
    port: int = parser.parse_args().port
    # Ctrl-C while the model loads ends the process at once; later the web server handles the signal.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _configure_log()
    try:
        application = BedrockRuntime(load()).build_application()
        web.run_app(application, host=HOST, port=port, print=lambda _: log.info("Bedrock: http://%s:%d", HOST, port))
    except ModelMissing as error:
        log.error("%s", error)  # noqa: TRY400 - the sentence says it all
        return 1
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        log.error("Port %d is in use. Stop what listens there, or give another --port.", port)  # noqa: TRY400
        return 1
    return 0


def _configure_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("aiohttp.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
