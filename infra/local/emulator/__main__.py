"""Run the embedded AWS: `.waymark/emulator/bin/python -m infra.local.emulator --port 4566 --state DIR`.

One process, one port on the loopback interface. SIGTERM and SIGINT take a last snapshot and end it.
The settings go into the environment because ministack reads them when it is imported.
"""

import argparse
import asyncio
import os
import secrets
import shutil
import signal
import socket
from pathlib import Path

from infra.local.emulator import moves

HOST = "127.0.0.1"


def main() -> None:
    options = _options()
    if _taken(options.port):
        raise SystemExit(f"Port {options.port} is in use. End what listens there, or choose another with --port.")
    moves.settle(options.state, options.port)
    # Unpacked functions; ministack leaves them behind.
    shutil.rmtree(options.state / "tmp", ignore_errors=True)
    (options.state / "tmp").mkdir()
    os.environ.update(_settings(options.port, options.state))
    asyncio.run(_serve(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local.emulator", description="Run the embedded AWS.")
    parser.add_argument("--port", type=int, default=4566)
    parser.add_argument("--state", type=Path, default=Path(".waymark/state/emulator"), help="where its data is kept")
    parser.add_argument("--quiet-seconds", type=float, default=2.0, help="snapshot this long after the last write")
    parser.add_argument(
        "--token",
        default=os.environ.get("WAYMARK_TOKEN") or secrets.token_urlsafe(),
        help="what a caller of /_waymark/credentials must send as its bearer token",
    )
    return parser.parse_args()


def _settings(port: int, state: Path) -> dict[str, str]:
    folder = state.resolve()
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "services"),
        "S3_PERSIST": "1",
        "TMPDIR": str(folder / "tmp"),
        "S3_DATA_DIR": str(folder / "objects"),
        "MINISTACK_REGION": "us-east-1",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        # Functions see what their template says and this, nothing of the developer's own AWS settings.
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


async def _serve(options: argparse.Namespace) -> None:
    from hypercorn.asyncio import serve  # noqa: PLC0415 (lives in the emulator's own environment, as all below)
    from hypercorn.config import Config  # noqa: PLC0415

    from infra.local.emulator.gateway import gateway  # noqa: PLC0415 (after the settings are in the environment)

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    config = Config()
    config.bind = [f"{HOST}:{options.port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 3
    config.loglevel = "WARNING"
    await serve(gateway(options.token, options.quiet_seconds), config, shutdown_trigger=stop.wait)


if __name__ == "__main__":
    main()
