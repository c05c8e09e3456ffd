"""Reasons, ways and words said: the clause where it is certain, nothing where it is not."""

from __future__ import annotations

import pytest

from rag.clauses import asks_what_was_said, clause
from rag.question import analyse
from rag.records import Span

WHY = "Why does the team work on site?"
HOW = "How do the visits build confidence?"
SAID = "What did Matsuno say about Seoul?"
SEEKS = "Tokyo seeks to boost ties with Seoul"

# (question, sentence, what the reader found, the clause)
ROWS = [
    # why
    pytest.param(
        WHY,
        "The team works on site, because the benches cannot be moved.",
        "the benches",
        "because the benches cannot be moved",
        id="because",
    ),
    pytest.param(WHY, "They work there due to the heavy benches.", "", "due to the heavy benches", id="nothing found"),
    pytest.param(
        WHY, "Because the benches are heavy, they work there.", "", "Because the benches are heavy", id="at the start"
    ),
    pytest.param(
        WHY,
        "They came in order to mend ties with Tokyo.",
        "mend ties with Tokyo",
        "in order to mend ties with Tokyo",
        id="in order to",
    ),
    pytest.param(
        WHY, "They meet to build confidence.", "build confidence", "to build confidence", id="to, by the reader"
    ),
    pytest.param(WHY, "They meet to build confidence.", "to build confidence", "to build confidence", id="to, inside"),
    pytest.param(WHY, "They meet to build confidence.", "", "", id="a bare to is no purpose by itself"),
    pytest.param(WHY, "They came because it rained but left because it poured.", "", "", id="two reasons"),
    pytest.param(WHY, "They came because it rained, but the rest stayed.", "", "", id="more behind the reason"),
    pytest.param(WHY, "The team left because it rained.", "The team", "", id="the reader sees the answer elsewhere"),
    pytest.param(WHY, "The team works on site.", "on site", "", id="no reason"),
    pytest.param(WHY, "Because of rain, wind, and fog, they stayed.", "", "", id="where the clause ends is unclear"),
    # how
    pytest.param(
        HOW, "They do so by meeting every year.", "meeting every year", "by meeting every year", id="by doing"
    ),
    pytest.param(HOW, "They were seen by meeting guests.", "seen", "", id="the reader sees another answer"),
    pytest.param(HOW, "They do so by letter.", "letter", "", id="by, without doing"),
    pytest.param("How angry was he?", "He was so by seeing it.", "seeing it", "", id="how angry"),
    # what was said
    pytest.param(SAID, f"Hirokazu Matsuno said that {SEEKS}.", "", SEEKS, id="said that"),
    pytest.param(
        SAID, f"On Monday, Matsuno told a briefing in Tokyo that {SEEKS}.", "", SEEKS, id="told somebody that"
    ),
    pytest.param(SAID, f"“{SEEKS},” Matsuno said.", "", SEEKS, id="a quotation and its speaker"),
    pytest.param(SAID, f'"{SEEKS}," said Hirokazu Matsuno.', "", SEEKS, id="said the speaker"),
    pytest.param(SAID, f'Matsuno said: "{SEEKS}."', "", f"{SEEKS}.", id="the speaker first"),
    pytest.param(SAID, f"“{SEEKS},” Kishida said.", "", "", id="another speaker"),
    pytest.param(SAID, f"“{SEEKS},” he said.", "", "", id="a pronoun"),
    pytest.param(SAID, f"Matsuno’s spokesman said that {SEEKS}.", "", "", id="his spokesman"),
    pytest.param(SAID, f"Kishida, who met Matsuno, said that {SEEKS}.", "", "", id="who met him"),
    pytest.param(SAID, f"Matsuno did not say that {SEEKS}.", "", "", id="not said"),
    pytest.param(SAID, f"Matsuno said that {SEEKS}, but Kishida left.", "", "", id="more behind it"),
    pytest.param(SAID, f"Matsuno said “{SEEKS}” and “no”.", "", "", id="two quotations"),
    # anything else
    pytest.param("What did Tokyo announce?", "Tokyo announced that it would pay.", "", "", id="a thing announced"),
]


@pytest.mark.parametrize(("question", "sentence", "found", "expected"), ROWS)
def test_clause(question: str, sentence: str, found: str, expected: str) -> None:
    start = sentence.index(found)
    span = clause(sentence, Span(start, start + len(found)) if found else None, analyse(question))
    assert (span.of(sentence) if span else "") == expected


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What did Kishida say?", True),
        ("what else did he say about the plan?", True),
        ("What has the minister told the press?", False),
        ("What did the ministry say it would do?", False),
        ("What did Tokyo announce?", False),
        ("Who said it?", False),
    ],
)
def test_asks_what_was_said(question: str, asks: bool) -> None:
    assert asks_what_was_said(analyse(question)) is asks
