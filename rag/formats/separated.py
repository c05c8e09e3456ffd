"""Values separated by commas, semicolons or tabs: a line a row, its cells parted by " | ", as other tables have it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from .decoding import Unreadable, decode
from .extract import Extract, first_line_title, visible

_SEPARATORS = ",;\t|"
_SAMPLE = 50  # lines by which the separator is told
_FEWEST = 2  # cells of a row
_EMPTY = "–"


def separated(data: bytes) -> Extract:
    """The rows as lines of a table; a line of one cell is a paragraph, and so is a comment behind "#".

    Below a first row that names the columns stands a rule. Raises Unreadable for what is not text, or has a cell too
    long to be one.
    """
    decoded = decode(data)
    lines = decoded.text.splitlines(keepends=True)
    try:
        text = "\n".join(_written(csv.reader(iter(lines), delimiter=_separator(lines))))
    except csv.Error as error:
        raise Unreadable(f"is no table of separated values: {error}", "Save it as CSV again, or as .txt") from error
    return Extract(text=text, title=first_line_title(text), encoding=decoded.encoding)


def _separator(lines: Sequence[str]) -> str:
    """The one that most lines have most often, the same number of times each."""
    counts = {one: Counter(line.count(one) for line in islice(lines, _SAMPLE) if one in line) for one in _SEPARATORS}
    return max(_SEPARATORS, key=lambda one: max(counts[one].values(), default=0))


def _written(rows: Iterator[list[str]]) -> Iterator[str]:
    width = named = 0  # cells of the rows before, 0 before a table; cells of the last row that names the columns
    for row in rows:
        cells = [" ".join(visible(cell).replace("|", "/").split()) for cell in row]
        filled = [cell for cell in cells if cell]
        remark = not width and any(cell.startswith("#") and len(cell) > 1 for cell in cells[:1])
        if not cells or remark or (len(filled) < _FEWEST and len(cells) != width):
            if filled:
                yield from ("", ", ".join(filled).lstrip("# "), "")
            width = 0
            continue
        yield " | ".join(cell or _EMPTY for cell in cells)
        if not width and len(cells) != named and _names_columns(cells):
            named = len(cells)
            yield " | ".join("---" for _ in cells)
        width = len(cells)


def _names_columns(cells: Sequence[str]) -> bool:
    return all(cell and not cell[0].isdigit() for cell in cells) and len(set(cells)) == len(cells)
