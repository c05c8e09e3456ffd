"""Which reading of a follow-up wins: the better supported one that does not lose the question's own words."""

from __future__ import annotations

import pytest

from rag.question import analyse
from rag.records import Hit, Passage, Reading, Span
from rag.support import better_with_topic

PARTY, BOILER, BAND = "The party is on 5 July.", "The boiler failed twice.", "Priya Raman books the band."


def readings(*rows: tuple[str, float]) -> list[Reading]:
    found = []
    for text, score in rows:
        span = Span(0, len(text))
        passage = Passage(id=text, document="d", title="", span=span, text=text)
        found.append(Reading(hit=Hit(passage=passage, score=0.0), span=span, score=score))
    return found


@pytest.mark.parametrize(
    ("question", "alone", "with_topic", "better"),
    [
        pytest.param("Who plays music?", [(BOILER, 0.1)], [(BAND, 0.6)], True, id="better supported with the topic"),
        pytest.param("Who plays music?", [(BAND, 0.6)], [(PARTY, 0.6)], False, id="not better"),
        pytest.param("Who repairs the boiler?", [(BOILER, 0.1)], [(PARTY, 0.9)], False, id="the topic alone answers"),
        pytest.param(
            "Who repairs the boiler?",
            [(BAND, 0.3), (BOILER, 0.1)],
            [(PARTY, 0.9)],
            False,
            id="it is spoken of elsewhere",
        ),
        pytest.param("Who repairs the boiler?", [(BOILER, 0.1)], [(BOILER, 0.2)], True, id="with all of its own words"),
        pytest.param("What is Priya’s task?", [(BOILER, 0.1)], [(BAND, 0.6)], True, id="a name, which the passage has"),
        pytest.param("What is Ann’s task?", [(BOILER, 0.1)], [(BAND, 0.6)], False, id="a name that it has not"),
        pytest.param("What is Priya’s task?", [(BAND, 0.5)], [(BAND, 0.6)], False, id="a name, answered alone"),
        pytest.param("What is on in July?", [(BOILER, 0.1)], [(BAND, 0.6)], False, id="another time"),
        pytest.param("Who plays music?", [], [(PARTY, 0.1)], True, id="nothing alone"),
        pytest.param("Who plays music?", [(PARTY, 0.1)], [], False, id="nothing with the topic"),
    ],
)
def test_better_with_topic(
    question: str, alone: list[tuple[str, float]], with_topic: list[tuple[str, float]], better: bool
) -> None:
    found = better_with_topic(analyse(question), readings(*alone), readings(*with_topic), threshold=0.5)
    assert found is better
