"""Lists objects in the media bucket whose row is gone, and removes them if told: `python -m infra.orphans --help`."""

import argparse
import os
import sys

from resolvers.core.model import now
from resolvers.platform.uploads import orphans


def main() -> None:
    options = _parse_options()
    os.environ |= {"MEDIA_BUCKET": options.bucket, "TABLE_NAME": options.table}
    if options.endpoint:
        os.environ["AWS_ENDPOINT_URL"] = options.endpoint
    found = orphans.find_orphans(now())
    for each in found:
        sys.stdout.write(f"{each.modified_at:%Y-%m-%d %H:%M}  {each.key}  {each.version_id}\n")
    if options.remove:
        orphans.remove(found)
    sys.stdout.write(f"{len(found)} versions without a row{', removed' if options.remove else ''}\n")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m infra.orphans", description="Find objects of the media bucket that no row names."
    )
    parser.add_argument("--bucket", required=True, help="name of the media bucket")
    parser.add_argument("--table", required=True, help="name of the DynamoDB table")
    parser.add_argument("--endpoint", help="URL of the embedded AWS (default: AWS)")
    parser.add_argument("--remove", action="store_true", help="remove the objects (default: only list them)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
