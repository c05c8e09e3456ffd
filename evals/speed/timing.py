"""Works done in turns, and what they took: medians, ratios, Markdown tables."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

from ..metrics import percentile


def in_turns(works: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each work gives (seconds, MiB) in each round: one after another, so that all meet the same machine."""
    figures: dict[str, list[float]] = {name: [] for name in works}
    for number in range(1, rounds + 1):
        for name, work in works.items():
            figures[name].append(work())
            tell(f"{number} of {rounds}, {name}: {figures[name][-1]:,.2f}")
    return figures


def seconds(work: Callable[[], object]) -> float:
    """How long a work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """How many times as much as `other` the works of `one` took: the median over the rounds."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def compared(figures: Mapping[str, Sequence[float]], unit: str, scale: float = 1.0, digits: int = 2) -> str:
    """A Markdown table: of each work the median, least, 95th percentile and most, and the ratio to the first one.

    `unit` is that of the figures times `scale`.
    """
    first = next(iter(figures.values()))
    rows = []
    for name, values in figures.items():
        marks = (statistics.median(values), min(values), percentile(values, 0.95) or 0.0, max(values))
        rows.append([name, *(f"{scale * mark:,.{digits}f}" for mark in marks), f"{ratio(values, first):.2f}"])
    return table([unit, "median", "least", "95 %", "most", "ratio"], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, aligned for reading as it is; every column but the first is of numbers."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    rule = [("-" * widths[0]), *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [[cell.rjust(width) for cell, width in zip(row, widths, strict=True)] for row in (head, *rows)]
    for line, row in zip(lines, (head, *rows), strict=True):
        line[0] = row[0].ljust(widths[0])
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def tell(what: str) -> None:
    """A line on standard error, so that who waits sees that it goes on."""
    print(f"  … {what}", file=sys.stderr, flush=True)


def now_and_then(every: float = 30.0) -> Callable[[str], None]:
    """A `tell` that says something at most once in so many seconds."""
    last = perf_counter()

    def say(what: str) -> None:
        nonlocal last
        if perf_counter() - last > every:
            last = perf_counter()
            tell(what)

    return say
