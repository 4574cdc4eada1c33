"""Bring the public map up to what stands, post by post: `TABLE_NAME=… python -m resolvers.pins.rebuild`.

For a table whose pins were made before the map was counted. It may run beside people who write, stop anywhere and
run again: it adds what is missing, and counts nothing twice.
"""

import sys
from collections.abc import Iterator
from typing import Final

from resolvers.core import keys, table
from resolvers.core.table import EXISTS, Update
from resolvers.pins import atlas, repository

_PAGE: Final = 100


def rebuild() -> int:
    """Settle the pins of every public post, and return how many posts those are."""
    posts = 0
    for post_id in _public_posts():
        pin_ids = repository.list_indexed_ids_of(post_id)
        if pin_ids:
            table.write(Update(keys.counts(post_id), add={"pinIds": set(pin_ids)}, when=EXISTS))
        atlas.settle_post(post_id)
        posts += 1
    return posts


def _public_posts() -> Iterator[str]:
    after = ""
    while items := table.query(keys.FEED, index=1, low=after and f"{after} ", limit=_PAGE):
        yield from (item["id"] for item in items)
        after = items[-1]["GSI1SK"]


def main() -> int:
    sys.stdout.write(f"The map holds the pins of {rebuild()} public posts.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
