"""Read again: under which other names a question finds its answer, and whose words answer nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rag.again import Read, by_other_names
from rag.question import analyse
from rag.records import Hit, Passage, Reading, Span
from rag.text import sentences

NEWS = (
    "Japanese Prime Minister Fumio Kishida received President Yoon Suk Yeol. "
    '"The blossoms are out," the Japanese prime minister noted. '
    "He added that it was time. "
    "Yoon said that he was so very glad. "
    "Seoul will drop its complaint at the World Trade Organization."
)
SENTENCES = sentences(NEWS)
PASSAGE = Passage(id="p", document="d.txt", title="", span=Span(0, len(NEWS)), text=NEWS, sentences=tuple(SENTENCES))
HIT = Hit(passage=PASSAGE, score=1.0)


def reads(question: str, scores: Mapping[str, Mapping[int, float]]) -> Read:
    """A question as it is read: the sentences (by number) and scores that `scores` has for its words."""
    found = [Reading(hit=HIT, span=SENTENCES[n], score=score) for n, score in scores.get(question, {}).items()]
    return analyse(question), [HIT], sorted(found, key=lambda reading: -reading.score)


@pytest.mark.parametrize(
    ("question", "scores", "best"),
    [
        # answered as it stands: nothing else is asked
        ("When did Kishida speak?", {"When did Kishida speak?": {0: 0.9}}, "Japanese Prime Minister"),
        # by the office
        (
            "What did Kishida say about blossoms?",
            {
                "What did Kishida say about blossoms?": {1: 0.1},
                "What did the Japanese prime minister say about blossoms?": {1: 0.8},
            },
            '"The blossoms',
        ),
        # under "he", who is Kishida there
        (
            "What did Kishida say about time?",
            {"What did Kishida say about time?": {2: 0.1}, "What did he say about time?": {2: 0.8}},
            "He added",
        ),
        # … and so not Yoon
        (
            "What did Yoon say about time?",
            {"What did Yoon say about time?": {2: 0.9, 3: 0.2}, "What did he say about time?": {2: 0.9}},
            None,
        ),
        ("What did Yoon say about blossoms?", {"What did Yoon say about blossoms?": {1: 0.9}}, None),
        ("what did yoon say of it", {"what did yoon say of it": {3: 0.9}}, "Yoon said"),
        # who said it: the words, where it is known who speaks
        (
            "Who talked about blossoms?",
            {"Who talked about blossoms?": {0: 0.1}, "blossoms": {0: 0.9, 1: 0.8}},
            '"The blossoms',
        ),
        ("Who talked about blossoms?", {"Who talked about blossoms?": {0: 0.1}, "blossoms": {0: 0.9, 1: 0.3}}, None),
        # a whole sentence: nobody else said it than who is named in it
        (
            "Who said that Yoon said that he was so very glad?",
            {
                "Who said that Yoon said that he was so very glad?": {1: 0.9},
                "Yoon said that he was so very glad": {3: 0.6},
            },
            "Yoon said",
        ),
        (
            "Who said that Seoul will drop its complaint at the World Trade Organization?",
            {
                "Who said that Seoul will drop its complaint at the World Trade Organization?": {1: 0.9},
                "Seoul will drop its complaint at the World Trade Organization": {4: 0.9},
            },
            None,
        ),
        # a few words are found in any sentence
        (
            "Who said that nobody knows more of it than he was said to know?",
            {
                "Who said that nobody knows more of it than he was said to know?": {3: 0.9},
                "nobody knows more of it than he was said to know": {2: 0.9},
            },
            "Yoon said",
        ),
        # by the capital and the name in full
        (
            "What will South Korea do at the WTO?",
            {"What will Seoul do at the World Trade Organization?": {4: 0.7}},
            "Seoul will",
        ),
        # nothing helps
        ("Who won?", {"Who won?": {0: 0.2}}, None),
        ("Who won?", {}, None),
    ],
)
def test_the_names_under_which_it_is_answered(
    question: str, scores: Mapping[str, Mapping[int, float]], best: str | None
) -> None:
    _, _, readings = by_other_names(
        reads(question, scores), lambda text: reads(text, scores), lambda _: NEWS, threshold=0.5
    )
    answer = next((reading.text for reading in readings if reading.score >= 0.5), None)
    assert answer is None if best is None else answer is not None and answer.startswith(best)
