"""Lists in a document: the items under "You need:", as bullets, numbers or rows of a table, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .lines import ROW_RULE, is_row
from .question import COUNT, Query, count_of
from .records import Reading, Span
from .stems import stems

# A bullet, a number or a letter before an item. The marker is no part of what the item says.
_MARKER = re.compile(r"[ \t]*(?:(?P<bullet>[-*+•–▪◦])|(?P<number>\(?\d{1,3}[.)])|(?P<letter>\(?[a-z][.)]))[ \t]+(?=\S)")
_COUNTED = re.compile(rf"\b(?:are|has|have|these|following|in) (?:the )?(?P<count>{COUNT})\s", re.I)
FEWEST, MOST = 2, 40  # items of one list that are given
_FAR = 10_000  # characters before and behind a reading in which its list is looked for


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    kind: str  # of the marker; "" without one
    indent: int


@dataclass(frozen=True, slots=True)
class _List:
    kind: str  # of its markers; "row" for a table
    head: Span | None  # of a table: its first row, where that names the columns
    items: tuple[Span, ...]  # without their markers, with the lines that go on from them
    lead: Span | None  # the line before it


def without_marker(text: str, span: Span) -> Span:
    """A span of a text without the bullet or number that it begins with."""
    marker = _MARKER.match(text, span.start, span.end)
    return Span(marker.end(), span.end) if marker else span


def in_a_list(reading: Reading) -> bool:
    """Whether a sentence may be an item of a list or of the line that opens one, by its look."""
    behind = reading.hit.passage.text[reading.span.end - reading.hit.passage.span.start :]
    opens = f"{reading.text.rsplit(chr(10), 1)[-1]}{behind}".split("\n", 1)[0].rstrip().endswith(":")
    return opens or bool(_MARKER.match(reading.text) or _COUNTED.search(reading.text))


def items_of(query: Query, reading: Reading, text: str) -> list[Reading]:
    """The items of the list that answers as a whole, in order, each a reading with the score of `reading`.

    That is the list or table that the reading opens ("You need:", "There are four kinds."), or the one of which it is
    an item, when what is asked for is named above the list and not in the item. `text` is the document's. Empty when
    there is no such list, or it has not as many items as are asked for.
    """
    around = Span(max(0, reading.span.start - _FAR), reading.span.end + _FAR)
    found = next((found for found in lists(text, around) if _belongs(reading.span, found)), None)
    if found is None or len(found.items) < FEWEST or (query.count and query.count != len(found.items)):
        return []
    opened = found.lead is not None and found.lead.overlaps(reading.span)
    if opened and not _opens(query, reading, found, text):
        return []
    if not opened and not _named_above(query, reading, found, text):
        return []
    return [item(reading, span, text) for span in found.items[:MOST]]


def _opens(query: Query, reading: Reading, found: _List, text: str) -> bool:
    """Whether a sentence of the line above a list answers by the list: "You need:", "There are four alerts."."""
    if reading.text.rstrip().endswith(":"):
        return True
    if not query.several:
        return False
    counted = _COUNTED.search(reading.text)
    if counted and query.noun in stems(reading.text):
        return count_of(counted["count"]) == len(found.items)
    # "Bring some papers. Without them we cannot pay you:" opens a list of papers, unless it names them itself.
    names_them = re.search(r"[A-Z\d,]|\band\b", reading.exact or "")
    return bool(found.lead and found.lead.of(text).rstrip().endswith(":") and not names_them)


def item(reading: Reading, span: Span, text: str) -> Reading:
    """An item as a reading; it is a passage of its own, for it may lie in another one than the reading."""
    passage = replace(reading.hit.passage, span=span, text=span.of(text), sentences=(span,))
    return replace(reading, hit=replace(reading.hit, passage=passage), span=span, answer=span)


def _belongs(span: Span, found: _List) -> bool:
    return any(item.overlaps(span) for item in found.items) or bool(found.lead and found.lead.overlaps(span))


def _named_above(query: Query, reading: Reading, found: _List, text: str) -> bool:
    """Whether what is asked for is named above the list rather than in its item.

    For a question that does not ask for several things ("what do I need to join?"), the line above must say it.
    """
    lead = found.lead.of(text) if found.lead else ""
    opens = set(stems(lead)) if lead.rstrip().endswith(":") else set()
    asked, inside = set(query.stems), set(stems(reading.text))
    if not query.several:
        return len(asked & opens) > len(asked & inside) and 2 * len(asked & opens) >= len(asked)
    above = opens | set(stems(reading.hit.passage.heading))
    named = asked & above
    return len(named) > 0 and len(named) >= len(asked & inside) and (not query.noun or query.noun in above)


def lists(text: str, around: Span) -> Iterator[_List]:
    """Every list in a part of a text: lines with markers of one kind and indent, each with those that go on from it."""
    items: list[Span] = []
    first = before = lead = None  # the line of the first item, the last line with words, the line above the list
    blank = False
    for line in _lines(text, around):
        if line.span.start == line.span.end:
            blank = True
            continue
        if first and line.kind == first.kind and line.indent == first.indent and not (blank and line.kind == "row"):
            items.append(without_marker(text, line.span))
        elif first and _goes_on(line, first, blank):
            items[-1] = Span(items[-1].start, line.span.end)
        else:
            if first:
                yield _list(first.kind, items, lead, text)
            first, items, lead = None, [], before
            if line.kind:
                first, items = line, [without_marker(text, line.span)]
        before, blank = line.span, False
    if first:
        yield _list(first.kind, items, lead, text)


def _list(kind: str, items: Sequence[Span], lead: Span | None, text: str) -> _List:
    """A list; of a table, the first row is its head if a rule is below it, or if it alone has no digits."""
    if kind != "row":
        return _List(kind, None, tuple(items), lead)
    rows = [span for span in items if span.of(text).strip(ROW_RULE)]
    ruled = len(items) > 1 and not items[1].of(text).strip(ROW_RULE)
    with_digits = [bool(re.search(r"\d", span.of(text))) for span in rows]
    has_head = bool(rows) and (ruled or (not with_digits[0] and any(with_digits)))
    return _List(kind, rows[0] if has_head else None, tuple(rows[has_head:]), lead)


def _goes_on(line: _Line, first: _Line, blank: bool) -> bool:
    """Whether a line belongs to the item before it: its next line, or a list inside it."""
    return first.kind != "row" and ((line.indent > first.indent and bool(line.kind)) or not (line.kind or blank))


def _lines(text: str, around: Span) -> Iterator[_Line]:
    position = text.rfind("\n", 0, around.start) + 1
    for raw in text[position : around.end].splitlines(keepends=True):
        body = raw.strip()
        start = position + len(raw) - len(raw.lstrip()) if body else position
        marker = _MARKER.match(raw)
        row = bool(body) and (is_row(body) or ("|" in body and not body.strip(ROW_RULE)))
        kind = marker.lastgroup or "" if marker else "row" * row
        yield _Line(Span(start, start + len(body)), kind, start - position)
        position += len(raw)
