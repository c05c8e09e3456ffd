"""What somebody said about a matter: a sentence that says nothing of the matter is no answer, whoever speaks in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from .question import analyse
from .records import Reading, Span
from .stems import stems
from .text import sentences

_ABOUT = re.compile(
    r"\W*(?:(?:and|but|so)[\s,]+)?what (?:else )?(?:did|does|do|has|have|had) .{1,80}? "
    r"(?:say|said|think|thought|tell \w+|told \w+|announce|emphasi[sz]e|stress|promise|warn) "
    r"(?:about|on|of|regarding|concerning) (?P<matter>[^?]+)",
    re.IGNORECASE | re.DOTALL,
)
_REACH = 600  # characters before and behind a sentence in which its neighbours stand


def of_the_matter(
    question: str, readings: Sequence[Reading], text_of: Callable[[str], str], frequency: Callable[[str], int]
) -> list[Reading]:
    """Of readings of what somebody said about something, those that have a word of that, or a neighbour that has one.

    All of them for any other question, and where the documents have no word of it. `frequency` says how many passages
    have a stem.
    """
    asked = _ABOUT.match(question)
    matter = {term.stem for term in analyse(asked["matter"]).terms} if asked else set()
    if not any(map(frequency, matter)):
        return list(readings)
    text_of = cache(text_of)
    return [reading for reading in readings if matter & set(stems(_around(reading, text_of)))]


def _around(reading: Reading, text_of: Callable[[str], str]) -> str:
    """A sentence with the one before it and the one behind it."""
    start = max(0, reading.span.start - _REACH)
    text = text_of(reading.hit.passage.document)[start : reading.span.end + _REACH]
    at = Span(reading.span.start - start, reading.span.end - start)
    spans = sentences(text)
    own = next((n for n, span in enumerate(spans) if span.overlaps(at)), None)
    if own is None:
        return reading.text
    return " ".join(span.of(text) for span in spans[max(0, own - 1) : own + 2])
