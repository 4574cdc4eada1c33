"""Objects in the media bucket whose row is gone: they are found, and removed.

A row is lost where a table is restored to an earlier moment, or where the embedded AWS was killed before its snapshot;
its objects stay. Objects are listed before rows are read, and an upload's row is written before anybody may send its
file, so an object that is under way always has its row.
"""

from datetime import timedelta
from typing import Final, NamedTuple

from resolvers.core import table
from resolvers.core.model import Moment
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.bucket import Version

LEAST_AGE: Final = timedelta(days=1)


class Place(NamedTuple):
    """Where the key of an object under a prefix says which row it belongs to, and the attribute of that row.

    It says so by one part of the key or, with `is_path`, by the key up to that part. Younger objects are left alone.
    """

    part: int
    attribute: str
    is_path: bool = False
    least_age: timedelta = LEAST_AGE


# A test compares the prefixes with those that functions may write to.
PLACES: Final = {
    "uploads": Place(2, "id"),
    "videos": Place(2, "id"),
    "variants": Place(1, "variantsId"),
    "media": Place(1, "mediaId"),
    "frames": Place(1, "mediaId"),
    "recordings": Place(2, "id"),
    "speech": Place(1, "id"),
    "narrations": Place(1, "soundId"),
    # A row names a recording of IVS at its end, which comes after two days at the latest.
    "ivs": Place(9, "recordings", is_path=True, least_age=timedelta(days=3)),
}


def find_orphans(at: Moment) -> list[Version]:
    """Return the versions, older than a day or what their place says, that no row names."""
    versions = [each for each in bucket.list_all_versions() if each.modified_at < at - _find_least_age(each.key)]
    names = table.scan_values({place.attribute for place in PLACES.values()}) if versions else set()
    return [each for each in versions if find_name(each.key) not in {None, *names}]


def find_name(key: str) -> str | None:
    """Return the row that a key belongs to; None for keys that no product writes, which are never removed."""
    parts = key.split("/")
    place = PLACES.get(parts[0])
    if not place or len(parts) <= place.part:
        return None
    return "/".join(parts[: place.part + 1]) if place.is_path else parts[place.part]


def _find_least_age(key: str) -> timedelta:
    place = PLACES.get(key.partition("/")[0])
    return place.least_age if place else LEAST_AGE


def remove(orphans: list[Version]) -> None:
    """Remove these versions and no others; repeating it changes nothing."""
    for each in orphans:
        bucket.remove_version(each.key, each.version_id)
