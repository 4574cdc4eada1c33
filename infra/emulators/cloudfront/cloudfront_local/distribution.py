"""What a distribution says: its public keys and key groups, its origins, and what is done with which paths."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cloudfront_local.signature import PublicKey, load_key
from cloudfront_local.wildcards import matches


@dataclass(frozen=True)
class Origin:
    """An S3 bucket, by the address that is put before a path, and the region that requests are signed for."""

    url: str
    region: str


@dataclass(frozen=True)
class Behaviour:
    """Paths, where they are read from, and whose signatures are asked for; none are without keys."""

    path_pattern: str
    origin: Origin
    keys: Mapping[str, PublicKey]
    is_restricted: bool


@dataclass(frozen=True)
class Distribution:
    """The behaviours in their order."""

    behaviours: Sequence[Behaviour]

    def find_behaviour(self, path: str) -> Behaviour | None:
        """Return the first behaviour for a path."""
        return next((each for each in self.behaviours if matches(each.path_pattern, path)), None)


def read_distribution(file: Path) -> Distribution:
    """Read a distribution; raises `ValueError` or `KeyError` where it names what it does not have."""
    return parse_distribution(json.loads(file.read_text()))


def parse_distribution(found: Mapping[str, Any]) -> Distribution:
    """Return the distribution that a document describes; raises `ValueError` or `KeyError`."""
    keys = {name: load_key(pem) for name, pem in found["publicKeys"].items()}
    groups = {name: {each: keys[each] for each in members} for name, members in found["keyGroups"].items()}
    origins = {name: Origin(each["url"].rstrip("/"), each["region"]) for name, each in found["origins"].items()}
    return Distribution(
        [
            Behaviour(
                path_pattern=each["pathPattern"],
                origin=origins[each["origin"]],
                keys={name: key for group in each["trustedKeyGroups"] for name, key in groups[group].items()},
                is_restricted=bool(each["trustedKeyGroups"]),
            )
            for each in found["behaviours"]
        ]
    )
