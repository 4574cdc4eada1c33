"""A month's bill: what so many people use, and what that costs at the list's prices."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from infra import templates

HERE: Final = Path(__file__).parent
# Paid for however few people come: counted in the templates.
_FIXED: Final = {
    "alarms": "AWS::CloudWatch::Alarm",
    "dashboards": "AWS::CloudWatch::Dashboard",
    "databases": "AWS::RDS::DBInstance",
    "secrets": "AWS::SecretsManager::Secret",
    "keys": "AWS::KMS::Key",
    "waf_lists": "AWS::WAFv2::WebACL",
}
_ENDPOINT: Final = "AWS::EC2::VPCEndpoint"
_KB: Final = 1e-6  # of a GB
_MB: Final = 1e-3


@dataclass(frozen=True)
class Price:
    """A list price: `tiers` of [up to so many units, dollars for `per` of them]."""

    unit: str
    per: float
    tiers: list[tuple[float, float]]
    known: str

    def of(self, amount: float) -> float:
        """Return the dollars of an amount: each tier's share at its own price."""
        total, below = 0.0, 0.0
        for upto, price in self.tiers:
            total += max(0.0, min(amount, upto) - below) * price / self.per
            below = upto
        return total


@dataclass(frozen=True)
class Line:
    """One line of the bill."""

    price: str
    unit: str
    amount: float
    dollars: float


def bill(users: int) -> list[Line]:
    """Return the lines of a month with so many active people."""
    prices = {name: Price(**price) for name, price in _read("prices.yaml").items()}
    amounts = {name: users * each for name, each in per_person().items()} | fixed_costs()
    return [Line(name, prices[name].unit, amounts[name], prices[name].of(amounts[name])) for name in prices]


def per_person() -> dict[str, float]:
    """Return what one person uses in a month, by price: measured usage times the habits."""
    habits = _read("habits.yaml")
    used: Counter[str] = Counter()
    for action, habit in habits["actions"].items():
        used["operations"] += habit["times"] * habit["operations"]
        for what, amount in read_measurements()[action].items():
            used[what] += habit["times"] * amount
    return dict(_amounts(used, habits))


def price_action(action: str, operations: int) -> float:
    """Return the dollars of one action beyond every free tier, asked for by so many operations of the API."""
    prices, habits = {name: Price(**price) for name, price in _read("prices.yaml").items()}, _read("habits.yaml")
    used = Counter(read_measurements()[action])
    events, tries = used["published events"], used["worker invocations"]
    amounts = {
        "appsync_operations": operations + events,
        "appsync_messages": events,  # one listener: the person who asked
        "lambda_requests": used["api invocations"] + used["stream invocations"] + tries,
        "lambda_seconds": used["api invocations"] * habits["api_seconds"] * habits["api_gigabytes"]
        + used["stream invocations"] * habits["stream_seconds"] * habits["stream_gigabytes"]
        + tries * (habits["evaluation_seconds"] + habits["estimate_seconds"]) * habits["evaluation_gigabytes"],
        "dynamodb_reads": used["read units"],
        "dynamodb_writes": used["write units"],
        "sqs_requests": 3 * tries,  # sent, received, deleted
        "titan_tokens": used["embedded characters"] / habits["characters_of_a_token"],
        "judge_input_tokens": tries * habits["estimate_input_tokens"],
        "judge_output_tokens": tries * habits["estimate_output_tokens"],
        "vector_queries": used["vector queries"],
    }
    return math.fsum(prices[name].tiers[-1][1] * amount / prices[name].per for name, amount in amounts.items())


def fixed_costs() -> dict[str, float]:
    """Return what an environment has however few people come, by price."""
    resources = [each for stack in templates.load_all().values() for each in stack["Resources"].values()]
    kinds = Counter(each["Type"] for each in resources)
    rules = sum(len(each["Properties"]["Rules"]) for each in resources if each["Type"] == "AWS::WAFv2::WebACL")
    fixed = {name: float(kinds[kind]) for name, kind in _FIXED.items()}
    zones = sum(len(each["Properties"].get("SubnetIds", [])) for each in resources if each["Type"] == _ENDPOINT)
    # RDS keeps the password of each database in a secret of its own.
    fixed["secrets"] += fixed["databases"]
    return fixed | {"waf_rules": float(rules), "endpoints": float(zones), "zones": 1.0}


def read_measurements() -> dict[str, dict[str, float]]:
    """Return what each action uses, as `tests/benchmarks/test_usage.py` counted it."""
    found: dict[str, dict[str, float]] = json.loads((HERE / "measured.json").read_text())
    return found


def _amounts(used: Mapping[str, float], habits: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    photos, articles = (habits["actions"][name]["times"] for name in ("photo", "publishing"))
    texts = used["worker invocations"]  # that the writing worker reads
    minutes = habits["video_minutes_uploaded"]
    live_pictures = habits["live_hours"] * habits["live_pictures_an_hour"]
    stored = photos * habits["photo_megabytes"] / 3 * _MB  # the copies; originals are removed at once
    filmed = minutes * habits["video_megabytes_a_minute"] * _MB
    vectors = used["vectors put"] * habits["vector_kilobytes"] * _KB
    invocations = used["api invocations"] + used["stream invocations"] + photos + articles + texts + live_pictures
    # The publisher is a caller of the API too.
    operations = used["operations"] + used["published events"]
    yield "appsync_operations", operations
    yield "appsync_messages", used["published events"] * habits["listeners_of_an_event"]
    yield "appsync_minutes", habits["minutes_connected"]
    yield "lambda_requests", invocations
    yield (
        "lambda_seconds",
        used["api invocations"] * habits["api_seconds"] * habits["api_gigabytes"]
        + used["stream invocations"] * habits["stream_seconds"] * habits["stream_gigabytes"]
        + live_pictures * habits["live_picture_seconds"]
        + photos * habits["worker_seconds"] * habits["worker_gigabytes"]
        + articles * habits["passages_seconds"] * habits["passages_gigabytes"]
        + texts * (habits["evaluation_seconds"] + habits["estimate_seconds"]) * habits["evaluation_gigabytes"],
    )
    yield "dynamodb_reads", used["read units"]
    yield "dynamodb_writes", used["write units"]
    yield "dynamodb_storage", habits["kilobytes_in_the_table"] * _KB
    yield "s3_storage", (stored + filmed) * habits["months_kept"]
    yield "s3_puts", photos + used["objects stored"]
    yield "s3_gets", habits["photos_seen"]
    yield "s3_out", habits["photos_seen"] * habits["photo_seen_kilobytes"] * _KB
    yield "eventbridge_events", photos + used["objects stored"]
    yield "sqs_requests", (photos + articles + texts + live_pictures) * 3  # sent, received, deleted
    pictures = minutes * habits["video_pictures_a_minute"] + live_pictures
    yield "rekognition_images", used["recognition calls"] + pictures
    yield "rekognition_properties", photos  # IMAGE_PROPERTIES is paid beside the labels of the same call
    yield from _count_media(habits)
    yield "titan_tokens", used["embedded characters"] / habits["characters_of_a_token"]
    yield "judge_input_tokens", texts * habits["estimate_input_tokens"]
    yield "judge_output_tokens", texts * habits["estimate_output_tokens"]
    yield "vector_queries", used["vector queries"]
    yield "vector_writes", vectors
    yield "vector_storage", vectors * habits["months_kept"]
    watched = habits["video_minutes_watched"]
    megabytes = habits["site_megabytes"] + watched * habits["video_watched_megabytes_a_minute"]
    yield "cloudfront_out", megabytes * _MB
    yield "cloudfront_requests", habits["site_files"] + watched * habits["video_requests_a_minute"]
    yield "cognito_users", 1
    yield "waf_requests", operations
    yield "logs", invocations * habits["log_kilobytes"] * _KB
    yield "xray_traces", invocations * habits["traced"]


def _count_media(habits: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield what one person has read aloud, transcribed, encoded and sent live, by price."""
    minutes = habits["video_minutes_uploaded"]
    yield "voice_characters", habits["articles_heard"] * habits["article_characters"]
    yield "transcribed_minutes", minutes + habits["minutes_read_aloud"]
    yield "encoded_small_minutes", minutes * habits["video_small_renditions"]
    yield "encoded_large_minutes", minutes * habits["video_large_renditions"]
    yield "live_input_hours", habits["live_hours"]
    yield "live_output_hours", habits["live_hours_watched"]


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / name).read_text())
    return found


def total(lines: list[Line]) -> float:
    return math.fsum(line.dollars for line in lines)
