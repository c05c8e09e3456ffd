"""Tables in a text: rows of cells between pipes or tabs, with the names of their columns, all as spans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bullets import lists
from .records import Span
from .text import stretches, trimmed

_BETWEEN = re.compile(r"[|\t]")
_FEWEST_ROWS = 2
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "none", "?", "…", "..."})  # a cell that says nothing


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and its cells without white space around them, the empty ones too."""

    span: Span
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows below them; a row may have fewer cells than there are names."""

    head: Row
    rows: tuple[Row, ...]


def tables(text: str, around: Span) -> list[Table]:
    """The tables with named columns in a part of a text, in order."""
    found = [
        Table(
            Row(one.head, tuple(cells(text, one.head))), tuple(Row(row, tuple(cells(text, row))) for row in one.items)
        )
        for one in lists(text, around)
        if one.kind == "row" and one.head is not None
    ]
    return [table for table in found if len(table.rows) >= _FEWEST_ROWS and len(table.head.cells) > 1]


def is_empty(cell: str) -> bool:
    """Whether a cell stands for a value that is not given."""
    return cell.strip().lower() in _NOTHING


def cells(text: str, row: Span) -> list[Span]:
    """The cells of a row between pipes or tabs, in a text; the empty ones too."""
    return [trimmed(cell, text) for cell in stretches(text, _BETWEEN, without_pipes(text, row))]


def without_pipes(text: str, row: Span) -> Span:
    """A row without the pipes before and behind it."""
    if not row.of(text).startswith("|"):
        return row
    return trimmed(Span(row.start + 1, row.end - text.endswith("|", row.start + 1, row.end)), text)
