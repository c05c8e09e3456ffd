"""Which of two readings of a follow-up the documents support better."""

from __future__ import annotations

from collections.abc import Sequence

from .question import Query
from .records import Reading
from .stems import stems


def better_with_topic(own: Query, alone: Sequence[Reading], with_topic: Sequence[Reading], *, threshold: float) -> bool:
    """Whether a question is better supported with the topic of the turn before than alone.

    Readings are best first. What supports it must hold as many of its `own` words as any sentence that is found without
    the topic: else the topic would answer, and not the question. A question with names or numbers of its own needs them
    all in the passage, and no topic when it is answered (`threshold`, 0 to 1) without.
    """
    if not with_topic:
        return False
    if not alone:
        return True
    names = {term.stem for term in own.terms if term.name or term.number}
    if names and (alone[0].score >= threshold or not names <= _around(with_topic[0])):
        return False
    words = max(_shared(own, reading) for reading in alone)
    return with_topic[0].score > alone[0].score and _shared(own, with_topic[0]) >= words


def _shared(query: Query, reading: Reading) -> int:
    said = set(stems(f"{reading.hit.passage.heading} {reading.text}"))
    return sum(stem in said for stem in query.stems)


def _around(reading: Reading) -> set[str]:
    passage = reading.hit.passage
    return set(stems(f"{passage.title} {passage.heading} {passage.text}"))
