"""`docs/cost.md`, made of the bill: nothing in its tables is written by hand."""

from collections.abc import Iterator
from typing import Final

from infra.cost.bill import Line, bill, per_person, price_action, read_measurements, total

SIZES: Final = (10_000, 1_000_000, 100_000_000)
_NAMES: Final = ("10 k people", "1 M people", "100 M people")
_COLUMNS: Final = (
    ("api invocations", "API"),
    ("stream invocations", "stream"),
    ("requests", "DynamoDB requests"),
    ("read units", "read units"),
    ("write units", "write units"),
    ("published events", "events"),
    ("recognition calls", "recognition calls"),
    ("embedding calls", "embedding calls"),
)
_LEVERS: Final = {
    "rekognition_images": "an album's doubles by their hash; no text reading where nobody searches for it",
    "rekognition_properties": "colours from our own decoding",
    "cognito_users": "the Lite tier costs a third, rotates no tokens; your own identity provider beyond some millions",
    "s3_out": "pictures behind CloudFront, as videos are: cheaper for each GB, and nearer to those who look",
    "cloudfront_out": "a lower quality for small windows; a price that is agreed for a year, from 10 TB a month",
    "live_output_hours": "a lower quality for small windows",
    "live_input_hours": "a basic channel, which makes no lower qualities, costs a tenth",
    "voice_characters": "standard voices cost a quarter",
    "transcribed_minutes": "captions only where the owner wants them",
    "encoded_large_minutes": "1,080 lines only for what is watched",
    "s3_storage": "only the largest copy kept, or copies of old articles to a colder class sooner",
    "lambda_seconds": "fewer resolvers for each page (an article is the most), less memory where it does not help",
    "appsync_operations": "the client's cache, and pages that ask once",
    "appsync_messages": "events of a crowd joined to one a second, as likes of one batch are already",
    "dynamodb_writes": "fewer index copies; counters outside of transactions",
    "dynamodb_reads": "no consistent reads where a moment's age does not show",
    "logs": "INFO of every invocation only for a sample",
    "lambda_requests": "one resolver that answers for several fields",
    "waf_requests": "a plan of CloudFront that includes the firewall",
}
_MOST: Final = 6
# What a person may do often, in words, and how many operations the site sends for it.
_ACTS: Final = {
    "evaluation": ("an evaluation of a text of 350 words, by a worker, followed live", 2),
    "search": ("a search by meaning with an answer in sentences", 1),
    "similar": ("similar articles at the end of an article", 1),
}


def page() -> str:
    """Return the whole page."""
    bills = [bill(size) for size in SIZES]
    return (
        "\n".join([*_opening(bills), *_table(bills), *_write_reading_rows(bills), *_usage(), *_acts(), *_basis()])
        + "\n"
    )


def _opening(bills: list[list[Line]]) -> Iterator[str]:
    sums = ", ".join(
        f"{name} {_money(total(each))} ({_cents(total(each) / size)} each)"
        for name, each, size in zip(_NAMES, bills, SIZES, strict=True)
    )
    yield from (
        "# What a month costs",
        "",
        "`python -m infra.cost` writes this page: nothing is reckoned by hand, and a test holds it to its sources.",
        "List prices of us-east-1 in US dollars; people are those active in the month.",
        "",
        f"In short: {sums}.",
        "No bill of AWS has ever been compared with it.",
        "",
        "## The bill",
        "",
    )


def _table(bills: list[list[Line]]) -> Iterator[str]:
    yield f"| line | {' | '.join(_NAMES)} |"
    yield "| --- |" + " ---: |" * len(_NAMES)
    for lines in zip(*bills, strict=True):
        first = lines[0]
        yield f"| {first.price.replace('_', ' ')} | {' | '.join(_money(line.dollars) for line in lines)} |"
    yield f"| **total** | {' | '.join(f'**{_money(total(each))}**' for each in bills)} |"


def _write_reading_rows(bills: list[list[Line]]) -> Iterator[str]:
    lines = bills[1]
    most = sorted(lines, key=lambda line: -line.dollars)[:_MOST]
    yield from ("", "## What dominates at 1 M people, and the lever", "")
    yield "| line | share | what lowers it |"
    yield "| --- | ---: | --- |"
    for line in most:
        lever = _LEVERS.get(line.price, "nothing needed")
        yield f"| {line.price.replace('_', ' ')} | {line.dollars / total(lines):.0%} | {lever} |"


def _usage() -> Iterator[str]:
    yield from (
        "",
        "## What each action uses",
        "",
        "Measured on the real code by `tests/benchmarks/test_usage.py`.",
        "Units follow DynamoDB's rules; writes are an upper bound.",
        "",
    )
    yield f"| action | {' | '.join(title for _, title in _COLUMNS)} |"
    yield "| --- |" + " ---: |" * len(_COLUMNS)
    for action, used in read_measurements().items():
        yield f"| {action.replace('_', ' ')} | {' | '.join(f'{used.get(name, 0):g}' for name, _ in _COLUMNS)} |"


def _acts() -> Iterator[str]:
    """Yield what single acts of learning cost, of which people might do many."""
    yield from (
        "",
        "## What one act costs",
        "",
        "With every request, unit, event and token of it, beyond the free tiers.",
        "An evaluation has one estimate, by Nova Lite; what its claim and its budget write is not measured.",
        "",
        "| act | dollars | for a thousand |",
        "| --- | ---: | ---: |",
    )
    for action, (words, operations) in _ACTS.items():
        dollars = price_action(action, operations)
        yield f"| {words} | ${dollars:.6f} | ${dollars * 1000:.2f} |"


def _basis() -> Iterator[str]:
    each = per_person()
    yield from (
        "",
        "## One person's month",
        "",
        "The habits are assumptions, one line each in [`habits.yaml`](../infra/cost/habits.yaml); the prices are in",
        "[`prices.yaml`](../infra/cost/prices.yaml), each marked as published or as remembered.",
        "Durations of functions are assumed too: they were never run on Lambda.",
        "",
        "| | |",
        "| --- | ---: |",
    )
    for name, amount in each.items():
        yield f"| {name.replace('_', ' ')} | {amount:,.4g} |"


def _money(dollars: float) -> str:
    return f"${dollars:,.0f}" if dollars >= 10 else f"${dollars:,.2f}"  # noqa: PLR2004 (cents matter below ten dollars)


def _cents(dollars: float) -> str:
    return f"{dollars * 100:.1f} ¢"
