"""Makes the models of the local Rekognition: `python -m infra.local.rekognition.models`."""

import argparse
import sys
import time
from pathlib import Path

from infra.local.rekognition.models.build import ModelsUnavailable, build
from infra.local.rekognition.models.npm import PackageUnavailable

FOLDER = Path(".waymark/models")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local.rekognition.models", description=__doc__)
    parser.add_argument("--models", type=Path, default=FOLDER, help="folder to fill (default: %(default)s)")
    folder = parser.parse_args().models
    started = time.monotonic()
    try:
        build(folder, lambda line: print(line, flush=True))
    except (ModelsUnavailable, PackageUnavailable) as error:
        print(f"models: {error}", file=sys.stderr)
        return 1
    print(f"models: all in {folder} after {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
