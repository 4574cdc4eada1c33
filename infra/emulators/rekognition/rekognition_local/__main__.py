"""The command line: `rekognition-local build-models` once, then `rekognition-local serve`."""

import argparse
import errno
import logging
import os
import signal
import sys
import time
from pathlib import Path

from aiohttp import web

from rekognition_local.engine import ModelsMissing, load
from rekognition_local.models.build import ModelsUnavailable, build
from rekognition_local.models.npm import PackageUnavailable
from rekognition_local.s3 import Objects, endpoint
from rekognition_local.service import HEALTH, Rekognition

HOST = "127.0.0.1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")

log = logging.getLogger("rekognition")


def main() -> int:
    options = _parse_options()
    return build_models(options.models) if options.command == "build-models" else serve(options.models, options.port)


def build_models(folder: Path) -> int:
    """Build what the folder lacks, and return the exit code."""
    started = time.monotonic()
    try:
        build(folder, lambda line: print(line, flush=True))
    except (ModelsUnavailable, PackageUnavailable) as error:
        print(f"models: {error}", file=sys.stderr)
        return 1
    print(f"models: all in {folder} after {time.monotonic() - started:.1f} s")
    return 0


def serve(models: Path, port: int) -> int:
    """Serve until a signal ends it, and return the exit code."""
    # Ctrl-C while models load ends the process at once; later the web server handles the signal.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _configure_log()
    try:
        rekognition = Rekognition(load(models, log.info), Objects())
        web.run_app(rekognition.build_application(), host=HOST, port=port, print=lambda _: _log_address(port))
    except ModelsMissing as error:
        log.error("%s", error)  # noqa: TRY400 - the sentence says it all
        return 1
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        log.error("Port %d is in use. Stop what listens there, or give another --port.", port)  # noqa: TRY400
        return 1
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rekognition-local", description="Amazon Rekognition on your own machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build-models", help="build the models that the folder lacks")
    serving = commands.add_parser("serve", help="serve on 127.0.0.1 until Ctrl-C")
    serving.add_argument("--port", type=int, default=4600, help="port on 127.0.0.1 (default: %(default)s)")
    for command in (building, serving):
        command.add_argument(
            "--models",
            type=Path,
            default=CACHE / "rekognition-local",
            help="folder of the models (default: %(default)s)",
        )
    return parser.parse_args()


def _configure_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("aiohttp.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _log_address(port: int) -> None:
    log.info("Rekognition listens on http://%s:%d (health at %s)", HOST, port, HEALTH)
    log.info("Pictures in S3 come from %s", endpoint() or "nowhere: AWS_ENDPOINT_URL is not set")


if __name__ == "__main__":
    sys.exit(main())
