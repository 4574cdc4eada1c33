"""Partitions that everybody reads and writes, each spread over as many shards as the setting FEED_SHARDS says.

A row is in the shard that its id hashes to, and a list is read from all shards side by side, merged by sort key. The
number is a power of two, so that it can be raised at any time: a row that was written under a smaller number is in one
of a few earlier shards, which are still read, and which a removal empties too. It is never lowered.
"""

import zlib

from resolvers.core.settings import settings


def list_shards(partition: str) -> list[str]:
    """Return every shard of a partition, for a list over all of it."""
    return [_name(partition, index) for index in range(settings().feed_shards)]


def find_shard(partition: str, item_id: str) -> str:
    """Return the shard that a row about an item is written to."""
    return _name(partition, _hash(item_id) % settings().feed_shards)


def find_past_shards(partition: str, item_id: str) -> list[str]:
    """Return every shard that a row about an item may be in: today's first, then those of smaller numbers."""
    sizes = [2**power for power in range(settings().feed_shards.bit_length())]
    return list(dict.fromkeys(_name(partition, _hash(item_id) % size) for size in reversed(sizes)))


def _hash(item_id: str) -> int:
    return zlib.crc32(item_id.encode())


def _name(partition: str, index: int) -> str:
    return f"{partition}~{index}" if index else partition
