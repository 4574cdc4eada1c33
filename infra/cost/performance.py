"""`docs/performance.md`, made of what every operation was measured to cost, beside the least that it can cost."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
OPERATIONS: Final = HERE / "operations.json"
LEAST: Final = HERE / "least.yaml"
PAGE: Final = Path("docs/performance.md")
_SIZES: Final = ("2 KB", "8 KB")


def page() -> str:
    """Return the whole page."""
    return "\n".join([*_opening(), *_reads(), *_writes(), *_open()]) + "\n"


def operations_used() -> dict[str, dict[str, dict[str, float]]]:
    """Return what each operation costs, by the size of the articles, as `test_operations.py` counted it."""
    found: dict[str, dict[str, dict[str, float]]] = json.loads(OPERATIONS.read_text())
    return found


@cache
def bounds() -> dict[str, Any]:
    """Return the least that each operation can do with."""
    found: dict[str, Any] = yaml.safe_load(LEAST.read_text())
    return found


def _opening() -> Iterator[str]:
    yield "# What each operation costs"
    yield ""
    yield "`make performance` measures every operation of the site, taken from its own documents, and writes this page."
    yield "A test holds it to the code, and every operation to its least with at most one request more."
    yield "Those that need more are [named at the end](#more-than-one-above-the-least), each with the reason."
    yield "The world has twelve articles of 2 or of 8 KB, one of them with photos, pins, comments and prints."
    yield "Orders and payments are in MySQL and not measured: their operations are missing here."
    yield "Nothing grows with a page: another test sends the pages in a smaller world, at the same number of requests."
    yield "Units follow DynamoDB's rounding. The least is our reasoning: [`least.yaml`](../infra/cost/least.yaml)."


def _reads() -> Iterator[str]:
    yield ""
    yield "## Reads and subscriptions"
    yield ""
    yield "| operation | invocations | least | requests | least | read units, 2 KB | 8 KB | why the least |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for name, used, bound in _rows(with_stream=False):
        units = [_number(used[size].get("read units", 0)) for size in _SIZES]
        yield _row(name, *_compare(used, bound), *units, bound["why"])


def _writes() -> Iterator[str]:
    yield ""
    yield "## Mutations, each with the table stream that follows"
    yield ""
    yield (
        "| operation | invocations | least | requests | least | stream's requests | least "
        "| read units, 2 KB | 8 KB | write units, 2 KB | 8 KB | why the least |"
    )
    yield f"| --- |{' ---: |' * 10} --- |"
    for name, used, bound in _rows(with_stream=True):
        streamed = used[_SIZES[0]].get("stream requests", 0)
        units = [
            _number(used[size].get(f"{kind} units", 0) + used[size].get(f"stream {kind} units", 0))
            for kind in ("read", "write")
            for size in _SIZES
        ]
        yield _row(name, *_compare(used, bound), _number(streamed), str(bound["stream"]), *units, bound["why"])


def _open() -> Iterator[str]:
    yield ""
    yield "## More than one above the least"
    yield ""
    yield "| operation | what is asked too much |"
    yield "| --- | --- |"
    for name, bound in bounds().items():
        if "open" in bound:
            yield _row(name, bound["open"])


def _rows(*, with_stream: bool) -> Iterator[tuple[str, Mapping[str, Mapping[str, float]], dict[str, Any]]]:
    least, found = bounds(), operations_used()
    for name in found[_SIZES[0]]:
        if ("stream" in least[name]) == with_stream:
            yield name, {size: found[size][name] for size in _SIZES}, least[name]


def _compare(used: Mapping[str, Mapping[str, float]], bound: Mapping[str, Any]) -> list[str]:
    first = used[_SIZES[0]]
    return [part for what in ("invocations", "requests") for part in (_number(first.get(what, 0)), str(bound[what]))]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    return f"{value:g}"
