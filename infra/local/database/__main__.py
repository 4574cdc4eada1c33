"""The command line: `install` once, then `serve`: a real MariaDB as an unprivileged process."""

import argparse
import sys
from pathlib import Path

from infra.local.database.packages import PackagesError, can_unpack, unpack_server
from infra.local.database.server import LACK, PACKAGES, DatabaseError, find_server, initialise, serve


def main() -> int:
    """Run one command; return the exit code."""
    options = _parse_options()
    if options.command == "install":
        _install(options.packages)
        return 0
    try:
        return _serve(options)
    except DatabaseError as problem:
        print(problem, file=sys.stderr)
    return 1


def _install(packages: Path) -> None:
    """Unpack a server where none is found and this system can; without one, say what to do."""
    if find_server(packages) is None and can_unpack():
        print("unpacking MariaDB's server from this system's packages")
        try:
            unpack_server(packages)
        except PackagesError as problem:
            print(problem)
    if find_server(packages) is None:
        print(LACK)


def _serve(options: argparse.Namespace) -> int:
    server = find_server(options.packages)
    if server is None:
        print(LACK, file=sys.stderr)
        return 1
    initialise(server, options.data)
    serve(server, options.data, options.port)
    return 0  # never reached: the process has become the server


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local.database", description=__doc__)
    parser.add_argument("command", choices=("install", "serve"))
    parser.add_argument(
        "--packages", type=Path, default=PACKAGES, help="folder to unpack the server in (default: %(default)s)"
    )
    parser.add_argument(
        "--data", type=Path, default=Path(".waymark/state/database"), help="folder of the data (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=3307, help="port on 127.0.0.1 (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
