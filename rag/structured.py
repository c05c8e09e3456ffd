"""What a document answers by its structure, unread: a table, a line "Key: value", a list under its heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial

from .claims import Cite
from .composer import listed, refusal
from .headed import headed
from .keys import keyed
from .lines import is_row
from .lookup import looked_up
from .question import Query
from .records import Answer, Hit, Passage, Reading, Span
from .rows import Placed, of_another_row
from .tables import Table, tables

_LONGEST = 1_000_000  # characters of a text whose tables are looked up
_KEPT = 16  # texts whose tables are kept
_LOOKED_AT = 5  # readings that may become an answer
_NO_VALUE = "The table has no value there."

PassagesOf = Callable[[str], Sequence[Passage]]
TextOf = Callable[[str], str]


def structured(
    queries: Sequence[Query], hits: Sequence[Hit], cite: Cite, passages_of: PassagesOf, text_of: TextOf
) -> Answer | None:
    """The answer to the first of some readings of a question that the structure around the hits gives; else None.

    A refusal where a table has an empty cell for it. `passages_of` gives the passages of a document in order,
    `text_of` its text.
    """
    text_of = cache(text_of)
    for way in (_by_table, _by_key, partial(_by_heading, passages_of)):
        for query in queries:
            if answer := way(query, hits, cite, text_of):
                return answer
    return None


def of_the_rows_asked(query: Query, readings: Sequence[Reading], text_of: TextOf) -> list[Reading]:
    """Without the rows of tables that are not those which the question names, among the best readings."""
    best = [reading for reading in readings[:_LOOKED_AT] if is_row(reading.text)]
    placed = list(_placed([reading.hit for reading in best], cache(text_of)))
    others = [reading for reading in best if of_another_row(query, reading.text, placed)]
    return [reading for reading in readings if reading not in others]


def _by_table(query: Query, hits: Sequence[Hit], cite: Cite, text_of: TextOf) -> Answer | None:
    found = looked_up(query, list(_placed(hits, text_of)))
    if found is None:
        return None
    if not found.rows:
        return refusal(query.text, hits, cite, _NO_VALUE)
    answer = listed(query.text, found.rows, cite)
    return replace(answer, short=found.short or answer.short, reason=found.remark or None)


def _by_key(query: Query, hits: Sequence[Hit], cite: Cite, _: TextOf) -> Answer | None:
    lines = keyed(query, hits)
    return listed(query.text, lines, cite) if lines else None


def _by_heading(
    passages_of: PassagesOf, query: Query, hits: Sequence[Hit], cite: Cite, text_of: TextOf
) -> Answer | None:
    items = headed(query, hits, passages_of, text_of)
    return listed(query.text, items, cite) if items else None


def _placed(hits: Sequence[Hit], text_of: TextOf) -> Iterator[Placed]:
    """The tables around the passages found, each once; none of a text that is too long to be gone through."""
    seen: set[tuple[str, Span]] = set()
    for passage in (hit.passage for hit in hits):
        text = text_of(passage.document) if "|" in passage.text or "\t" in passage.text else ""
        for table, known in _tables_of(text) if 0 < len(text) <= _LONGEST else ():
            place = passage.document, table.head.span
            inside = table.head.span.start < passage.span.end and passage.span.start < table.rows[-1].span.end
            if inside and place not in seen:
                seen.add(place)
                under = passage.document, passage.title, passage.heading
                yield known.setdefault(under, Placed(table, text, passage))


@lru_cache(maxsize=_KEPT)
def _tables_of(text: str) -> list[tuple[Table, dict[tuple[str, ...], Placed]]]:
    """The tables of a text, each with what is known of it as part of a document, which takes longer than to find it."""
    return [(table, {}) for table in tables(text, Span(0, len(text)))]
