"""The growth of an index as a picture: three panels, both axes logarithmic, hand-written SVG for light and dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .growth import Grown

_WIDE, _HIGH = 270, 210  # of a panel's plot, in pixels
_LEFT, _TOP, _APART, _BELOW, _RIGHT = 62, 58, 84, 56, 24
# Whoever shows the picture has a light or a dark page: it follows.
_STYLE = """
.back { fill: #ffffff } .title { fill: #1a1a1a; font-weight: 600 } .said { fill: #444444 } .rule { stroke: #dddddd }
.a { stroke: #0b63b0; fill: #0b63b0 } .b { stroke: #b3490a; fill: #b3490a } .c { stroke: #2f7a2f; fill: #2f7a2f }
polyline.a, polyline.b, polyline.c { fill: none; stroke-width: 2 } text.a, text.b, text.c { stroke: none }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 } .title { fill: #f0f0f0 } .said { fill: #b8b8b8 } .rule { stroke: #333a44 }
.a { stroke: #6cb6ff; fill: #6cb6ff } .b { stroke: #f69d50; fill: #f69d50 } .c { stroke: #7fd07f; fill: #7fd07f }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One plot: its title with the unit, and the values of each line at each size (all above 0), three at most."""

    title: str
    lines: dict[str, Sequence[float]]


def svg(grown: Sequence[Grown]) -> str:
    """The picture of at least two sizes, in ascending order."""
    sizes = [one.passages for one in grown]
    panels = (
        Panel(
            title="A question (milliseconds)",
            lines={
                "95 %": [1000 * one.asked.high for one in grown],
                "median": [1000 * one.asked.median for one in grown],
                "its two searches": [1000 * (one.asked.vectors + one.asked.words) for one in grown],
            },
        ),
        Panel(
            title="Indexing, without embedding (seconds)",
            lines={"from files to a published index": [one.written.seconds for one in grown]},
        ),
        Panel(
            title="On disk, in memory (MB)",
            lines={
                "index on disk": [one.written.bytes / 1e6 for one in grown],
                "memory, asking": [one.asked.peak * 1.048576 for one in grown],
            },
        ),
    )
    width = _LEFT + len(panels) * _WIDE + (len(panels) - 1) * _APART + _RIGHT
    height = _TOP + _HIGH + _BELOW
    said = f"The cost of an index from {sizes[0]:,} to {sizes[-1]:,} passages"
    drawn = "".join(_panel(panel, sizes, _LEFT + n * (_WIDE + _APART)) for n, panel in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{said}" font-family="system-ui, sans-serif" font-size="12">\n<title>{said}</title>\n'
        f'<style>{_STYLE}</style>\n<rect class="back" width="{width}" height="{height}"/>\n{drawn}</svg>\n'
    )


def _panel(panel: Panel, sizes: Sequence[int], left: int) -> str:
    values = [value for line in panel.lines.values() for value in line]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    bottom = _TOP + _HIGH

    def across(size: float) -> float:
        return left + _WIDE * (math.log10(size) - first) / (last - first)

    def up(value: float) -> float:
        return _TOP + _HIGH * (1 - (math.log10(value) - low) / (high - low))

    parts = [_text(panel.title, left, _TOP - 32, "title")]
    for power in range(low, high + 1):
        y = up(10**power)
        parts.append(f'<line class="rule" x1="{left}" x2="{left + _WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(f"{10.0**power:,.6g}", left - 8, y + 4, "said", "end"))
    for size in sizes:
        x = across(size)
        parts.append(f'<line class="rule" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>')
        parts.append(_text(_short(size), x, bottom + 18, "said", "middle"))
    parts.append(_text("passages", left + _WIDE / 2, bottom + 40, "said", "middle"))
    key = float(left)
    for colour, (name, line) in zip("abc", panel.lines.items(), strict=False):
        points = [(across(size), up(value)) for size, value in zip(sizes, line, strict=True)]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="{colour}" points="{drawn}"/>')
        parts += [f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
        parts.append(_text(name, key, _TOP - 12, colour))
        key += 7 * len(name) + 16
    return "\n".join(parts) + "\n"


def _text(said: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _short(size: int) -> str:
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit and not size % (unit // 10):
            return f"{size / unit:g} {name}"
    return f"{size:,}"
