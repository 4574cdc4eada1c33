"""`appsync-local`, also `python -m appsync_local`: serve AppSync APIs with their subscriptions."""

import gc
import sys


def run() -> int:
    """Run the command line and return its exit status."""
    gc.disable()  # imported modules stay: collecting while they load only delays the start

    from appsync_local.cli.main import main  # noqa: PLC0415 - imported with the collector off

    return main()


if __name__ == "__main__":
    sys.exit(run())
