"""Lists by their name: what stands under the heading "Error codes", or behind each "Decision:" of a document.

No single sentence answers "what are the error codes?"; the heading above the table does. Only where the heading, the
column or the key says all that is asked for: "which error codes are harmless?" has to be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from .bullets import FEWEST, MOST, item, lists
from .lines import is_item, is_row
from .question import FUNCTION_WORDS, Query, analyse
from .records import Hit, Passage, Reading, Span
from .stems import stems
from .tables import cells, without_pipes
from .text import words

# What may stand in a question beside the words that a heading must have: any other one may narrow the list ("not",
# "still", "came").
_PLAIN = frozenset(
    """
    a all an and any are at be been by did do documents does everybody everyone everything exists for from had has
    have i if in is it its listed me my need of on one or our please show steps the their there these they this
    those to us was we were what when which who with you your
    """.split()
)
# "Which decisions were made?", "list the action items": what is done with any list, and what its items are called.
_VAGUE = "list name made make taken take agreed set given recorded noted mentioned exist meeting minutes document"
_THINGS = "items points entries steps things"
_KEY = re.compile(r"[*_]{0,3}(?P<key>[^\W\d_][\w’'-]{1,24}(?: [\w’'-]{1,24}){0,2})[*_]{0,3}:[*_]{0,3}\s+(?P<value>\S)")
# "Ingredients for the soup", "steps to take in an accident": as one types into a search box.
_PLURAL_FIRST = re.compile(
    r"(?:[a-z][\w’'-]*\s+){0,2}[a-z][\w’'-]*s\s+(?:for|of|in|to|on|at|if|when|by|from)\s\S", re.I
)
_HOW = re.compile(
    r"\W*how (?:(?:do|can|should|must|would) (?:i|you|we|one)|to)\s+(?P<what>(?P<verb>\w+)\b.*)", re.I | re.DOTALL
)


def headed(
    query: Query, hits: Sequence[Hit], passages_of: Callable[[str], Sequence[Passage]], text_of: Callable[[str], str]
) -> list[Reading]:
    """The items that a heading or a key names as what a question wants listed, in order; empty where none does.

    A heading counts if it and the title have all words of the question, and the question half of the heading's; for
    "how do I …?", if it has the verb, and numbered steps below. `passages_of` gives the passages of a document in
    order, `text_of` its text.
    """
    how = _HOW.match(query.text)
    if how:
        query = analyse(f"What are the steps to {how['what']}")
    elif _PLURAL_FIRST.match(query.text):
        query = analyse(f"What are the {query.text}")
    if not query.several or not query.noun or query.count or _narrows(query, how["verb"] if how else ""):
        return []
    passages, text = cache(passages_of), cache(text_of)
    for passage in (hit.passage for hit in hits if _may_be_headed(hit.passage, query)):
        if how and not set(stems(how["verb"])) & _words(passage.heading):
            continue
        section = _section(passages(passage.document), passage)
        if len(found := _items(section, text(passage.document), query, steps=bool(how))) >= FEWEST:
            return found[:MOST]
    documents = dict.fromkeys(hit.passage.document for hit in hits if any(_keyed([hit.passage], query)))
    keyed = [reading for document in documents for reading in _keyed(passages(document), query)]
    return keyed[:MOST] if len(keyed) >= FEWEST else []


def _narrows(query: Query, verb: str) -> bool:
    """Whether a question has words beside those that are looked for, which may ask for a part of a list only."""
    sought = {term.span for term in query.terms}
    others = [span.of(query.text).lower() for span in words(query.text) if span not in sought]
    plain = _PLAIN.union(_VAGUE.split())
    return any(word not in plain and word != verb.lower() for word in others)


def _asked(query: Query) -> set[str]:
    return set(query.stems) - set(stems(_VAGUE))


def _may_be_headed(passage: Passage, query: Query) -> bool:
    """Whether a heading names what is asked for, but for what its items are called: a table's column may tell that."""
    heading, asked = _words(passage.heading), _asked(query)
    lines = filter(None, map(str.strip, passage.text.split("\n")))
    if not heading or not any(is_row(line) or is_item(line) for line in lines):
        return False
    return asked - {query.noun} <= heading | set(stems(passage.title)) and 2 * len(heading & asked) >= len(heading)


def _section(passages: Sequence[Passage], inside: Passage) -> Sequence[Passage]:
    """The passages around one under its heading; another section may have a heading of the same words."""
    sections = (list(section) for _, section in groupby(passages, key=lambda passage: passage.heading))
    return next((section for section in sections if any(one.id == inside.id for one in section)), [inside])


def _items(section: Sequence[Passage], text: str, query: Query, *, steps: bool) -> list[Reading]:
    """What a section lists of what is asked for: a column of that name, or all items and rows under such a heading."""
    named, others = list[Reading](), list[Reading]()
    for found in lists(text, Span(section[0].span.start, section[-1].span.end)):
        if steps and found.kind != "number":
            continue
        head = cells(text, found.head) if found.head else []
        column = next((n for n, cell in enumerate(head) if query.noun in stems(cell.of(text))), None)
        for span in found.items:
            reading = item(Reading.unread(section[0], span), span, text)
            if column is None:
                others.append(reading)
            elif len(row := cells(text, span)) > column and row[column].of(text):
                named.append(replace(reading, answer=row[column]))
    if named or query.noun not in _words(section[0].heading) | set(stems(_THINGS)):
        return named
    return [replace(reading, answer=without_pipes(text, reading.span)) for reading in others]


def _words(heading: str) -> set[str]:
    return {stem for stem in stems(heading) if not stem.isdigit()} - FUNCTION_WORDS


def _keyed(passages: Sequence[Passage], query: Query) -> Iterator[Reading]:
    """The sentences behind a key that names what is listed: "Action: …", for action items."""
    asked, things = _asked(query), set(stems(_THINGS))
    end = 0
    for passage in passages:
        for span in passage.sentences:
            if span.start < end or not (found := _KEY.match(passage.words(span))):
                continue
            end = span.end
            key, title = set(stems(found["key"])), set(stems(passage.title))
            names_it = query.noun in key or (query.noun in things and bool(key & asked))
            if names_it and key <= asked <= key | things | title:
                value = Span(span.start + found.start("value"), span.end)
                yield Reading.unread(passage, span, value)
