"""Lines "Key: value" that answer by their key: "Present: …" for "Who was present?", "Deposit: £75" for the deposit.

Only where the question says all that the key says and nothing that key, title and heading do not: then the value is
what it asks for, whatever a reader makes of two words before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .kinds import is_kind
from .lookup import NARROWS
from .question import FUNCTION_WORDS, Query
from .records import Hit, Passage, Reading, Span
from .stems import stems

_LINE = re.compile(r"[-*_•\s]*(?P<key>[^\W_][\w ’'/()-]{1,40}?)[*_]*\s*:[*_]*\s+(?P<value>\S.*\S|\S)\s*", re.DOTALL)
_LONGEST = 300  # characters of a line
# Said of any line: "what is the deposit amount", "what is listed as the status".
_VAGUE = "give given list listed named value amount called exactly current currently"
_KINDS = ("what", "who", "when", "where", "how many")


def keyed(query: Query, hits: Sequence[Hit]) -> list[Reading]:
    """The one line whose key a question asks for, its value as the exact answer; empty where there is none.

    Where several differ in their values, there is none either; of those that agree it is the first.
    """
    if NARROWS.search(query.text) or query.summary or query.several or query.kind not in _KINDS:
        return []
    found = [line for hit in hits for line in _lines(query, hit.passage)]
    return found[:1] if len({line.exact for line in found}) == 1 else []


def _lines(query: Query, passage: Passage) -> Iterator[Reading]:
    asked = set(query.stems) - set(stems(_VAGUE))
    around = set(stems(f"{passage.heading} {passage.title}"))
    for span in passage.sentences:
        line = _LINE.fullmatch(passage.words(span)) if span.end - span.start <= _LONGEST else None
        key = set(stems(line["key"])) - FUNCTION_WORDS if line else set()
        if line is None or not key or not key <= asked or not asked <= key | around:
            continue
        value = Span(span.start + line.start("value"), span.start + line.end("value"))
        if is_kind(query, line["value"]):
            yield Reading.unread(passage, span, value)
