"""Verdicts as a table of four columns that fits a terminal."""

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from infra.probe.verdict import Verdict

HEADS: Final = ("question", "what AWS did", "what our plane does", "switch to set")
SHARES: Final = (0.28, 0.29, 0.24, 0.19)
LEAST: Final = 80


def table(verdicts: Sequence[Verdict], width: int) -> str:
    """Return the rows, each cell broken into as many lines as it needs."""
    widths = [int(share * (max(width, LEAST) - 9)) for share in SHARES]
    rule = "─" * (sum(widths) + 9)
    rows = [(each.question, each.seen, _describe_plane(each), each.to_set) for each in verdicts]
    return "\n".join([_row(HEADS, widths), rule, *(f"{_row(row, widths)}\n{rule}" for row in rows)])


def _describe_plane(verdict: Verdict) -> str:
    return "the same" if verdict.plane == verdict.seen else verdict.plane


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    broken = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    return "\n".join(
        " │ ".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
        for parts in zip_longest(*broken, fillvalue="")
    )
