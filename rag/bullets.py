"""Lists in a document: the items under "You need:", as bullets or numbers, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .lines import is_row
from .question import COUNTS, Query
from .records import Reading, Span
from .stems import stems

# A bullet, a number or a letter before an item. The marker is no part of what the item says.
_MARKER = re.compile(r"[ \t]*(?:(?P<bullet>[-*+•–▪◦])|(?P<number>\(?\d{1,3}[.)])|(?P<letter>\(?[a-z][.)]))[ \t]+(?=\S)")
_COUNTED = re.compile(
    rf"\b(?:are|has|have|these|following|in) (?:the )?(?P<count>{'|'.join(COUNTS)}|[2-9]|1\d)\s", re.I
)
_RULE = re.compile(r"[|\s:+=-]+")  # under the head of a table
MOST = 40  # items of one list that are given
_FAR = 10_000  # characters before and behind a reading in which its list is looked for


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    kind: str  # of the marker; "" without one
    indent: int


@dataclass(frozen=True, slots=True)
class _List:
    kind: str  # of its markers; "row" for a table, whose items are the rows below the head
    items: tuple[Span, ...]  # without their markers, with the lines that go on from them
    lead: Span | None  # the line before it


def without_marker(text: str, span: Span) -> Span:
    """A span of a text without the bullet or number that it begins with."""
    marker = _MARKER.match(text, span.start, span.end)
    return Span(marker.end(), span.end) if marker else span


def in_a_list(reading: Reading) -> bool:
    """Whether a sentence may be an item of a list or of the line that opens one, by its look."""
    behind = reading.hit.passage.text[reading.span.end - reading.hit.passage.span.start :]
    opens = f"{reading.text}{behind}".split("\n", 1)[0].rstrip().endswith(":")
    return opens or bool(_MARKER.match(reading.text) or _COUNTED.search(reading.text))


def items_of(query: Query, reading: Reading, text: str) -> list[Reading]:
    """The items of the list that answers as a whole, in order, each a reading with the score of `reading`.

    That is the list that the reading opens ("You need:"), or the one of which it is an item, when what is asked for is
    named above the list and not in the item. `text` is the document's. Empty when there is
    no such list, or it has not as many items as are asked for.
    """
    around = Span(max(0, reading.span.start - _FAR), reading.span.end + _FAR)
    found = next((found for found in lists(text, around) if _belongs(reading.span, found)), None)
    if found is None or len(found.items) < 2 or (query.count and query.count != len(found.items)):
        return []
    opened = found.lead is not None and found.lead.overlaps(reading.span)
    # "Bring some papers. Without them we cannot pay you:" opens a list of papers, too.
    opening = found.lead.of(text) if found.lead and query.several else reading.text
    if opened and not (opening.rstrip().endswith(":") or _counts(reading.text, len(found.items))):
        return []
    if not opened and not _named_above(query, reading, found, text):
        return []
    return [item(reading, span, text) for span in found.items[:MOST]]


def _counts(sentence: str, items: int) -> bool:
    """Whether a sentence says that there are so many: "There are four alerts."."""
    found = _COUNTED.search(sentence)
    return bool(found and (COUNTS.get(found["count"].lower()) or int(found["count"])) == items)


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
        if first and line.kind == first.kind and line.indent == first.indent:
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
    below = items[1:] if kind == "row" else items
    return _List(kind, tuple(item for item in below if kind != "row" or not _RULE.fullmatch(item.of(text))), lead)


def _goes_on(line: _Line, first: _Line, blank: bool) -> bool:
    """Whether a line belongs to the item before it: its next line, or a list inside it."""
    return first.kind != "row" and ((line.indent > first.indent and bool(line.kind)) or not (line.kind or blank))


def _lines(text: str, around: Span) -> Iterator[_Line]:
    position = text.rfind("\n", 0, around.start) + 1
    for raw in text[position : around.end].splitlines(keepends=True):
        body = raw.strip()
        start = position + len(raw) - len(raw.lstrip()) if body else position
        marker = _MARKER.match(raw)
        kind = marker.lastgroup or "" if marker else "row" * (bool(body) and is_row(body))
        yield _Line(Span(start, start + len(body)), kind, start - position)
        position += len(raw)
