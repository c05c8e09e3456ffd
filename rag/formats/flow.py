"""From a tree of elements to the text that a reader sees: what HTML and Word have in common.

Both trees are walked with a loop, never by recursion, and drive the same Flow: paragraphs are parted by a
blank line, list items begin with "- " on a line each, and a table has a line a row, its cells parted by " | ".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..records import Heading, Span
from .extract import visible


class Flow:
    """Text in the making: pieces are gathered into lines, and lines parted by one newline or two."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.level = 0  # of the heading that the line belongs to; 0: none
        self._parts: list[str] = []
        self._length = 0
        self._gap = 0  # newlines due before the next line
        self._line: list[str] = []
        self._mark = ""  # "- " before the first line of a list item
        self._kept = 0  # open elements whose white space is kept
        self._row: list[str] | None = None  # the cells so far of the open row of a table
        self._in_cell = False
        self._around: list[tuple[list[str], str, int]] = []  # what waits while a box inside it is written

    @property
    def text(self) -> str:
        """All lines that have ended."""
        return "".join(self._parts)

    def write(self, piece: str | None) -> None:
        """Adds to the line."""
        if piece:
            self._line.append(piece)

    def part(self, newlines: int = 2) -> None:
        """Ends the line, and has so many newlines or more before the next. A cell stays one line."""
        if self._in_cell:
            self._line.append(" ")
        else:
            self._end_line()
            self._gap = max(self._gap, newlines)

    def line_break(self) -> None:
        """A new line in the same paragraph; two in a row are what many pages part their paragraphs with."""
        if self._in_cell or self.level:
            self._line.append(" ")
        elif self._kept:
            self._line.append("\n")
        else:
            self._gap = max(self._gap, 1) if self._end_line() else min(self._gap + 1, 2)

    def begin_heading(self, level: int) -> None:
        self.part()
        self.level = 0 if self._in_cell else level

    def end_heading(self) -> None:
        self.part()
        self.level = 0

    def begin_item(self) -> None:
        self.part(1)
        self._mark = "" if self._in_cell else "- "

    def end_item(self) -> None:
        self.part(1)
        self._mark = ""

    def begin_kept(self) -> None:
        self.part()
        self._kept += 1

    def end_kept(self) -> None:
        self.part()
        self._kept = max(0, self._kept - 1)

    def begin_row(self) -> None:
        self.end_row()
        self.part(1)
        self._row = []

    def end_row(self) -> None:
        self.end_cell()
        if self._row and any(self._row):
            self._line = [" | ".join(self._row)]
            self.part(1)
        self._row = None

    def begin_cell(self) -> None:
        self.end_cell()
        if self._row is None:
            self.begin_row()
        self._end_line()
        self._in_cell = True

    def end_cell(self) -> None:
        if self._in_cell and self._row is not None:
            self._row.append(_collapsed("".join(self._line)))
            self._line = []
        self._in_cell = False

    def begin_box(self) -> None:
        """Something that stands beside the line: it is written first, and the line goes on after it."""
        self._around.append((self._line, self._mark, self.level))
        if not self._in_cell:
            self._line, self._mark, self.level = [], "", 0

    def end_box(self) -> None:
        self.part()
        line, mark, level = self._around.pop()
        if not self._in_cell:
            self._line, self._mark, self.level = line, mark, level

    def _end_line(self) -> bool:
        """Moves the line to the text; False when there is nothing on it."""
        raw, self._line = "".join(self._line), []
        if self._kept and not self.level:
            line = "\n".join(part.rstrip() for part in visible(raw).splitlines()).strip("\n")
        else:
            line = _collapsed(raw)
        if not line:
            return False
        before = ("\n" * self._gap if self._parts else "") + self._mark
        start = self._length + len(before)
        self._parts += [before, line]
        self._length = start + len(line)
        if self.level:
            self.headings.append(Heading(span=Span(start, self._length), level=self.level))
        self._gap, self._mark = 0, ""
        return True


def _collapsed(text: str) -> str:
    return " ".join(visible(text).split())


def layout_tables(root: Any, table: str, row: str, cells: tuple[str, ...], is_long: Callable[[Any], bool]) -> set[Any]:
    """Tables that only place things on the page: of one column, or with another table or long cells inside.

    What they hold is read as if they were not there: a row of theirs would be half a page on one line.
    `is_long` says of an element inside a cell that it makes the cell long.
    """
    from lxml import etree

    tables, opened, placing, columned = list[Any](), list[Any](), set[Any](), set[Any]()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag == table and event == "end":
            opened.pop()
        elif element.tag == table:
            placing.update(opened[-1:])
            opened.append(element)
            tables.append(element)
        elif event == "start" and opened:
            if element.tag == row and sum(child.tag in cells for child in element) > 1:
                columned.add(opened[-1])
            elif is_long(element):
                placing.add(opened[-1])
    return {element for element in tables if element in placing or element not in columned}
