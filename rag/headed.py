"""Lists by their name: what stands under the heading "Error codes", or behind each "Decision:" of a document.

No single sentence answers "what are the error codes?"; the heading above the table does. Only where the heading, or the
key, says all that is listed: what is asked for beyond that ("which error codes are harmless?") has to be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from .bullets import MOST, item, lists
from .lines import is_item, is_row
from .question import FUNCTION_WORDS, Query, analyse
from .records import Hit, Passage, Reading, Span
from .stems import stems

_FEWEST = 2  # items of a list
# "Which decisions were made?", "list the action items": what is done with any list, and what its items are called.
_VAGUE = "list name made make taken take agreed set given recorded noted mentioned exist meeting minutes document"
_THINGS = "items points entries steps things"
_KEY = re.compile(r"[*_]{0,3}(?P<key>[^\W\d_][\w’'-]{1,24}(?: [\w’'-]{1,24}){0,2})[*_]{0,3}:[*_]{0,3}\s+(?P<value>\S)")
# "Ingredients for the soup", "steps to take in an accident": as one types into a search box.
_PLURAL_FIRST = re.compile(
    r"(?:[a-z][\w’'-]*\s+){0,2}[a-z][\w’'-]*s\s+(?:for|of|in|to|on|at|if|when|by|from)\s\S", re.I
)
_HOW = re.compile(
    r"\W*how (?:(?:do|can|should|must|would) (?:i|you|we|one)|to)\s+(?P<what>\S.*)", re.IGNORECASE | re.DOTALL
)
_CELL = re.compile(r"[^|\t\s](?:[^|\t]*[^|\t\s])?")
_BETWEEN = " \t\r\n|-:+="  # what may stand between two rows


def headed(
    query: Query, hits: Sequence[Hit], passages_of: Callable[[str], Sequence[Passage]], text_of: Callable[[str], str]
) -> list[Reading]:
    """The items that a heading or a key names as what a question wants listed, in order; empty where none does.

    A heading counts if it and the title have all words of the question, and the question half of the heading's.
    `passages_of` gives the passages of a document in order, `text_of` its text.
    """
    if _PLURAL_FIRST.match(query.text):
        query = analyse(f"What are the {query.text}")
    elif how := _HOW.match(query.text):
        query = analyse(f"What are the steps to {how['what']}")
    if not query.several or not query.noun or query.count:
        return []
    for hit in hits:
        if _may_be_headed(hit.passage, query):
            document, heading = hit.passage.document, hit.passage.heading
            section = [passage for passage in passages_of(document) if passage.heading == heading]
            if len(items := _items(section, text_of(document), query)) >= _FEWEST:
                return items[:MOST]
    documents = dict.fromkeys(hit.passage.document for hit in hits if any(_keyed([hit.passage], query)))
    items = [item for document in documents for item in _keyed(passages_of(document), query)]
    return items[:MOST] if len(items) >= _FEWEST else []


def _asked(query: Query) -> set[str]:
    return set(query.stems) - set(stems(_VAGUE))


def _may_be_headed(passage: Passage, query: Query) -> bool:
    """Whether a heading names what is asked for, but for what its items are called: a table's column may tell that."""
    heading, asked = _words(passage.heading), _asked(query)
    lines = filter(None, map(str.strip, passage.text.split("\n")))
    if not heading or not any(is_row(line) or is_item(line) for line in lines):
        return False
    return asked - {query.noun} <= heading | set(stems(passage.title)) and 2 * len(heading & asked) >= len(heading)


def _items(section: Sequence[Passage], text: str, query: Query) -> list[Reading]:
    """What a section lists of what is asked for: a column of that name, or all items and rows under such a heading."""
    rows, named, columns = list[Reading](), list[Reading](), list[int]()
    end, head = 0, False  # of the row before; whether a table is under way
    for passage, span in _sentences(section):
        words = passage.words(span)
        if not is_row(words) or text[end : span.start].strip(_BETWEEN):
            head = False
        if is_row(words) and not head:
            head = True
            columns = [n for n, cell in enumerate(_cells(words)) if query.noun in stems(cell.of(words))]
        elif is_row(words) and words.strip(_BETWEEN):
            (named if columns else rows).append(_row(passage, span, columns))
        end = span.end
    if named or query.noun not in _words(section[0].heading) | set(stems(_THINGS)):
        return named
    region = Span(section[0].span.start, section[-1].span.end)
    lines = [item(_reading(section[0], one), one, text) for one in _bullets(text, region)]
    return sorted([*lines, *rows], key=lambda reading: reading.span)


def _bullets(text: str, region: Span) -> Iterator[Span]:
    return (item for found in lists(text, region) if found.kind != "row" for item in found.items)


def _row(passage: Passage, span: Span, columns: Sequence[int]) -> Reading:
    """A row, and its cell in the column asked for as the exact answer; without such a column, all that it says."""
    words = passage.words(span)
    cells = _cells(words)
    cell = cells[columns[0]] if columns and columns[0] < len(cells) else Span(cells[0].start, cells[-1].end)
    return _reading(passage, span, Span(span.start + cell.start, span.start + cell.end))


def _cells(row: str) -> list[Span]:
    return [Span(*cell.span()) for cell in _CELL.finditer(row)]


def _words(heading: str) -> set[str]:
    return {stem for stem in stems(heading) if not stem.isdigit()} - FUNCTION_WORDS


def _keyed(passages: Sequence[Passage], query: Query) -> Iterator[Reading]:
    """The sentences behind a key that names what is listed: "Action: …", for action items."""
    asked, things = _asked(query), set(stems(_THINGS))
    for passage, span in _sentences(passages):
        if not (found := _KEY.match(passage.words(span))):
            continue
        key, title = set(stems(found["key"])), set(stems(passage.title))
        names_it = query.noun in key or (query.noun in things and bool(key & asked))
        if names_it and key <= asked <= key | things | title:
            yield _reading(passage, span, Span(span.start + found.start("value"), span.end))


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Span]]:
    """Every sentence once, though passages overlap."""
    end = 0
    for passage in passages:
        for span in passage.sentences:
            if span.start >= end:
                yield passage, span
                end = span.end


def _reading(passage: Passage, span: Span, answer: Span | None = None) -> Reading:
    return Reading(hit=Hit(passage=passage, score=0.0), span=span, score=0.0, answer=answer or span)
