"""python -m evals.speed: every part, or those that are named, side by side in one run."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.embedder import open_embedder
from rag.errors import FootnoteError

from . import asking, growth, indexing, memory, starting
from .plot import svg

_SIZES = "1000,10000,100000"  # a million takes its time: name it with --sizes
Part = Callable[[argparse.Namespace], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0, or 1 when something that is measured failed."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.parts if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    print(f"{_processor()}, {os.cpu_count()} cores; {platform.system()}, Python {platform.python_version()}")
    try:
        open_embedder()  # made here, where it was not yet: not while it is timed
        for name in given.parts or PARTS:
            print(f"\n{PARTS[name](given)}", flush=True)
    except FootnoteError as error:
        print(f"evals.speed: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description="Measure speed, memory and growth.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all of them)")
    parser.add_argument("--passages", type=int, default=1_000, help="indexing, asking, memory: so many (default: 1000)")
    parser.add_argument("--rounds", type=int, default=5, help="indexing, starting: so many times (default: 5)")
    parser.add_argument("--haystack", type=Path, metavar="MODEL", help="a transformers model for Haystack's reader")
    parser.add_argument("--sizes", type=_sizes, default=_SIZES, help=f"growth: passages (default: {_SIZES})")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="growth: draw it as SVG, of two sizes or more")
    return parser


def _sizes(given: str) -> list[int]:
    return sorted({int(size) for size in given.split(",")})


def _growth(given: argparse.Namespace) -> str:
    grown = growth.measure(given.sizes)
    if given.plot and len(grown) > 1:
        given.plot.write_text(svg(grown), encoding="utf-8")
    return growth.report(grown)


PARTS: dict[str, Part] = {
    "indexing": lambda given: indexing.measure(given.passages, given.rounds),
    "asking": lambda given: asking.measure(given.passages, given.haystack),
    "starting": lambda given: starting.measure(given.rounds),
    "memory": lambda given: memory.measure(given.passages, given.haystack),
    "growth": _growth,
}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    told = {name.strip(): value.strip() for name, value in (line.split(":", 1) for line in lines if ":" in line)}
    vector = [name for name in ("avx2", "avx512f", "avx512_vnni", "avx_vnni") if name in told.get("flags", "").split()]
    return f"{told.get('model name', platform.machine())} ({', '.join(vector) or 'no AVX2'})"


if __name__ == "__main__":
    sys.exit(main())
