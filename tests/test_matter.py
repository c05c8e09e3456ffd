"""What somebody said about a matter: only sentences that have a word of it, or stand beside one that has."""

from __future__ import annotations

import pytest
from test_bullets import passages

from rag.matter import of_the_matter
from rag.records import Hit, Reading

TEXT = "Lee spoke at noon. Exports fell, Lee said. It was a bad year. Lee hoped for peace. He left early.\n"
READINGS = [Reading(hit=Hit(passage=one, score=0.5), span=one.sentences[0], score=0.5) for one in passages(TEXT, "", 1)]
FREQUENCY = {"export": 1, "peac": 1, "year": 1}.get


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        pytest.param("What did Lee say about exports?", [0, 1, 2], id="the sentence, and its neighbours"),
        pytest.param("And what did he say about peace?", [2, 3, 4], id="another matter"),
        pytest.param("What did Lee say about exports and peace?", [0, 1, 2, 3, 4], id="one of two"),
        pytest.param("What did Lee say about trade?", [0, 1, 2, 3, 4], id="in other words, if at all"),
        pytest.param("What did Lee say?", [0, 1, 2, 3, 4], id="no matter"),
        pytest.param("Who said what about exports?", [0, 1, 2, 3, 4], id="another question"),
    ],
)
def test_the_sentences_on_the_matter(question: str, kept: list[int]) -> None:
    found = of_the_matter(question, READINGS, lambda _: TEXT, lambda stem: FREQUENCY(stem, 0))
    assert found == [READINGS[n] for n in kept]
