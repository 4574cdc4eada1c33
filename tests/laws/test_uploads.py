"""Every purpose of uploads has a prefix of its own product, a worker that hears it, and an end to what it keeps."""

from importlib import import_module
from pathlib import Path
from typing import Any

from infra import templates
from resolvers.learning.evaluations.recordings import KEPT_DAYS
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.platform.uploads.purpose import Purpose

MADE = (
    "variants/",
    "media/",
    "frames/",
    "speech/",
    "ivs/",
)  # what workers write: no upload may lie there, or it would start them again


def _list_prefixes() -> dict[str, set[str]]:
    """Return the prefixes of uploads by product."""
    found: dict[str, set[str]] = {}
    for path in sorted(Path("resolvers").glob("*/*/uploads.py")):
        purposes: tuple[Purpose, ...] = import_module(".".join(path.with_suffix("").parts)).PURPOSES
        found.setdefault(path.parts[1], set()).update(each.prefix for each in purposes)
    return found


def _resources(kind: str) -> list[dict[str, Any]]:
    stacks = [templates.load(path) for path in sorted(templates.STACKS.glob("*.yaml"))]
    return [each for stack in stacks for each in stack["Resources"].values() if each["Type"] == kind]


def test_prefixes_are_apart() -> None:
    """Two products never hear each other's uploads, and no worker hears what workers make."""
    declared = _list_prefixes()
    prefixes = [(product, prefix) for product, found in declared.items() for prefix in found]

    assert prefixes
    for product, prefix in prefixes:
        assert prefix.endswith("/")
        others = [*MADE, *(each for other, each in prefixes if other != product)]
        assert not any(each.startswith(prefix) or prefix.startswith(each) for each in others)


def test_each_prefix_is_heard_by_one_rule() -> None:
    """Else an upload is never processed, or twice."""
    heard = [
        each["prefix"]
        for rule in _resources("AWS::Events::Rule")
        for each in rule["Properties"].get("EventPattern", {}).get("detail", {}).get("object", {}).get("key", [])
        if "wildcard" not in each  # pictures that IVS takes of livestreams
    ]

    assert sorted(heard) == sorted(prefix for found in _list_prefixes().values() for prefix in found)


def test_originals_end_within_a_week_and_recordings_within_a_month() -> None:
    """They have the camera's position; the worker removes them, and this is for those that it never saw.

    A recording is there to be listened to again, for as long as its owner was told.
    """
    (bucket,) = [each for each in _resources("AWS::S3::Bucket") if "NotificationConfiguration" in each["Properties"]]
    rules = {each.get("Prefix"): each for each in bucket["Properties"]["LifecycleConfiguration"]["Rules"]}

    for found in _list_prefixes().values():
        for prefix in found:
            kept = rules[prefix]["ExpirationInDays"] + rules[prefix]["NoncurrentVersionExpiration"]["NoncurrentDays"]
            assert rules[prefix]["Status"] == "Enabled"
            assert kept <= (KEPT_DAYS + 1 if prefix == RECORDING.prefix else 7)
