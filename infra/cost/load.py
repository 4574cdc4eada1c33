"""What a second of the busiest hour brings, from the bill's own usage and habits, and which limit is reached first."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from infra.cost.bill import per_person, read_measurements

HERE: Final = Path(__file__).parent
SECONDS_OF_A_MONTH: Final = 30 * 24 * 3600
PEAK: Final = 5  # the busiest hour beside the month's mean: an assumption


@dataclass(frozen=True)
class Limit:
    """A limit of AWS or of our keys, and how much of it a million people use at the peak."""

    name: str
    limit: float
    unit: str
    of_a_million: float
    source: str

    @property
    def reached_at(self) -> float:
        """How many active people reach it."""
        return 1e6 * self.limit / self.of_a_million


def limits() -> list[Limit]:
    """Return every limit, the first to be reached first."""
    loads = _loads()
    found = [Limit(name, each["limit"], each["unit"], loads[name], each["source"]) for name, each in _read().items()]
    return sorted(found, key=lambda each: each.reached_at)


def table() -> str:
    """Return the limits as the rows of `docs/scale.md`."""
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    yield "| what | limit | at 1 M people | at 100 M people | reached at | known |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for each in limits():
        once, hundred = each.of_a_million, each.of_a_million * 100
        yield (
            f"| {each.name} | {each.limit:,.0f} {each.unit} | {_short(once)} | {_short(hundred)} "
            f"| {each.reached_at / 1e6:,.1f} M people | {each.source} |"
        )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"  # noqa: PLR2004 (a digit more where it is small)


def _loads() -> dict[str, float]:
    """Return what a million people ask for in a second of the busiest hour, by limit."""
    each, habits = per_person(), yaml.safe_load((HERE / "habits.yaml").read_text())
    times = {name: habit["times"] for name, habit in habits["actions"].items()}
    a_second = 1e6 * PEAK / SECONDS_OF_A_MONTH
    published = sum(times[name] * used.get("published events", 0) for name, used in read_measurements().items())
    invocations = sum(times[name] * used.get("api invocations", 0) for name, used in read_measurements().items())
    return {
        "AppSync request tokens": each["appsync_operations"] * a_second,
        "API functions at once": invocations * habits["api_seconds"] * a_second,
        "table write units": each["dynamodb_writes"] * a_second,
        "table read units": each["dynamodb_reads"] * a_second,
        "reads of the feed's partition": times["feed_page"] * habits["feed_partition_units"] * a_second,
        "reads of a map layer's partition": times["map_view"] * habits["map_partition_units"] * a_second,
        "writes of the feed's partition": times["publishing"] * habits["feed_writes"] * a_second,
        "AI calls of one kind": times["photo"] * a_second,
        "signed requests of the publisher": published * a_second * 300,
        "sign-ins": habits["sign_ins"] * a_second,
    }


def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / "limits.yaml").read_text())
    return found
