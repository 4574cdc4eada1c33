"""The command line: `s3vectors-local --port 4950 --data vectors.sqlite3`."""

import argparse
import errno
import logging
import signal
import sys
from pathlib import Path
from typing import Final

from aws_wire.server import serve
from s3vectors_local.service import S3Vectors
from s3vectors_local.store import Store

HOST: Final = "127.0.0.1"

log = logging.getLogger("s3vectors")


def main() -> int:
    """Serve until a signal ends it, and return the exit code."""
    parser = argparse.ArgumentParser(prog="s3vectors-local", description="Amazon S3 Vectors on your own machine.")
    parser.add_argument("--port", type=int, default=4950, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--data", type=Path, help="file that keeps the vectors (default: in memory)")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _configure_log()
    store = Store(options.data)
    try:
        serve(S3Vectors(store).build_service(), host=HOST, port=options.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        log.error("Port %d is in use. Stop what listens there, or give another --port.", options.port)  # noqa: TRY400
        return 1
    finally:
        store.close()
    return 0


def _configure_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("aiohttp.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
