"""The exact answer by kind of question: what is said first, and what is marked in the sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question import analyse
from rag.records import Span
from rag.short import exact

SIGNED = "In May 2022, Japan, South Korea and the United States signed the treaty to end the row."
FEES = "Adults pay 12 euros, students and pensioners 7 euros."

# (question, sentence, what the reader found, short, marks)
ROWS = [
    pytest.param("When did they sign?", SIGNED, "May 2022", "May 2022", "May 2022", id="a fact"),
    pytest.param("When did they sign?", SIGNED, "", None, "", id="nothing found"),
    pytest.param("Who did Yoon meet?", "Yoon Suk Yeol met him.", "Suk Yeol", None, "", id="more of the name asked"),
    pytest.param("How many days are free?", "All get 28\ndays.", "28\ndays", "28 days", "28\ndays", id="on one line"),
    pytest.param(
        "Which countries signed?",
        SIGNED,
        "Japan",
        "Japan, South Korea and the United States",
        "Japan|South Korea|the United States",
        id="a list",
    ),
    pytest.param(
        "Which games are played?",
        'They play "Go", "Rummy" and "Taboo" there.',
        '"Go", "Rummy" and "Taboo"',
        '"Go", "Rummy" and "Taboo"',
        "Go|Rummy|Taboo",
        id="a list of quoted names",
    ),
    pytest.param("Which countries signed?", SIGNED, "treaty", None, "treaty", id="no list that is certain"),
    pytest.param(
        "Who said Bo was late?", "Bo was late, Ann Lee told reporters.", "Bo", "Ann Lee", "Ann Lee", id="who said it"
    ),
    pytest.param("Who said Bo was late?", "Bo was late, she said.", "Bo", None, "", id="who said it, by no name"),
    pytest.param("Who said it was so?", "Yoon and Kishida said so.", "", None, "", id="who said it, of several"),
    pytest.param("Who said it was so?", "On Monday Yoon said it was so.", "", "Yoon", "Yoon", id="who said it, when"),
    pytest.param(
        "Who spoke of a fire?",
        "The tenants spoke of a fire.",
        "The tenants",
        "The tenants",
        "The tenants",
        id="who did",
    ),
    pytest.param(
        "Who talked of rain?", "Bo talked of rain, said Ann Lee.", "Bo", "Bo", "Bo", id="who did, as another said"
    ),
    pytest.param("Who signed?", "Ann and Bo signed.", "Ann", "Ann and Bo", "Ann|Bo", id="who may be several"),
    pytest.param(
        "Who is Ann Lee?", "The chair, Ann Lee, met Bo.", "The chair", "The chair", "The chair", id="who is, beside"
    ),
    pytest.param("Who was Lee?", "Ann Lee was the chair.", "the chair", "the chair", "the chair", id="who was, beside"),
    pytest.param("Who is Ann Lee?", "The chair, Ann Lee, met Bo.", "Bo", None, "Bo", id="who is, not beside"),
    pytest.param("Who was present?", "Present: Ann, Bo, Cy", "Bo", "Ann, Bo, Cy", "Ann|Bo|Cy", id="who was"),
    pytest.param("Who is the chair?", "Ann and Bo sit here.", "Ann", "Ann", "Ann", id="who is one"),
    pytest.param("Who met Bo?", "Ann and Bo met.", "Ann", "Ann", "Ann", id="but not the one asked about"),
    pytest.param("Who left?", "Some left, but Bo stayed.", "Bo", None, "", id="who did it is not in the next clause"),
    pytest.param("Who left it?", "It was left, he said, by Bo.", "Bo", "Bo", "Bo", id="but behind by"),
    pytest.param(
        "Which country lifted it?", "Bo lifts the ban on exports to Peru.", "Peru", None, "", id="whom it is done to"
    ),
    pytest.param("Who lifted it?", "Bo lifts the ban on exports to Peru.", "Bo", "Bo", "Bo", id="who does it"),
    pytest.param("Who gets it?", "It goes to Peru.", "Peru", "Peru", "Peru", id="whom it is given to"),
    pytest.param("Which state signed?", SIGNED, "Japan", "Japan", "Japan", id="one is asked for"),
    pytest.param("Why did they sign?", SIGNED, "to end the row", "to end the row", "to end the row", id="a reason"),
    pytest.param("Why did they sign?", SIGNED, "treaty", None, "treaty", id="no certain reason: marked, not said"),
    pytest.param("What did Ann say?", "“It ends,” Ann said.", "Ann", "It ends", "It ends", id="words said"),
    pytest.param("What did Ann say?", "“It ends,” he said.", "It ends", None, "It ends", id="by whom is not certain"),
    pytest.param("Did Ann leave the firm?", "Ann left the firm.", "the firm", "Yes", "", id="yes"),
    pytest.param("Did Ann buy the firm?", "Ann left the firm.", "the firm", None, "", id="neither yes nor no"),
    pytest.param("What happened in May 2022?", SIGNED, "signed the treaty", None, "", id="all of it happened"),
    pytest.param("Who pays?", "The city will not pay.", "The city", None, "", id="a denial is no exact answer"),
    pytest.param("Where can I park?", "There is no car park at the zoo.", "the zoo", None, "", id="nor is its place"),
    pytest.param("Who will not pay?", "The city will not pay.", "The city", "The city", "The city", id="unless asked"),
    pytest.param(
        "Who was hurt?", "No one was hurt.", "No one", "No one", "No one", id="or the denial itself is the answer"
    ),
    pytest.param(
        "When does it open?", "It will not open until May.", "May", "May", "May", id="not until then, but then"
    ),
    pytest.param("Who paid?", "Ann paid after Bo had not replied.", "Ann", "Ann", "Ann", id="denied is another clause"),
    pytest.param(
        "Who was present?",
        "Present: Ann (chair), Bo (treasurer), Cy",
        "Ann (chair), Bo",
        "Ann (chair), Bo (treasurer), Cy",
        "Ann (chair)|Bo (treasurer)|Cy",
        id="all behind a key",
    ),
    pytest.param(
        "How much do students pay?", FEES, "12 euros", "7 euros", "7 euros", id="the figure of those asked for"
    ),
    pytest.param("How much do adults pay?", FEES, "12 euros", "12 euros", "12 euros", id="which may be the first"),
    pytest.param("How much do they pay?", FEES, "12 euros", "12 euros", "12 euros", id="or nobody's"),
    pytest.param(
        "How much is it for students?",
        "It costs 12 euros for adults, 7 euros for students and 5 euros for groups.",
        "12 euros",
        "7 euros",
        "7 euros",
        id="its thing behind it",
    ),
    pytest.param(
        "How big is it?",
        "It has three rooms and 74 square metres.",
        "three",
        "74 square metres",
        "74 square metres",
        id="the figure of its measure",
    ),
    pytest.param("How old is it?", "It is 12, he said.", "12", "12", "12", id="no measure is named"),
    pytest.param("When does it end?", "It ends after a time.", "after", None, "", id="a word before a time is no time"),
    pytest.param("Who is the tenant?", "The tenant pays.", "tenant", None, "", id="who is, but nobody is named"),
    pytest.param("Summarise the treaty", SIGNED, "Japan", None, "", id="a summary"),
]


@pytest.mark.parametrize(("question", "sentence", "found", "short", "marks"), ROWS)
def test_exact(question: str, sentence: str, found: str, short: str | None, marks: str) -> None:
    start = sentence.index(found)
    said = exact(analyse(question), sentence, Span(start, start + len(found)) if found else None)
    assert said.short == short
    assert "|".join(mark.of(sentence) for mark in said.marks) == marks


QUESTIONS = st.sampled_from(
    ["When was it?", "Which firms signed?", "Why?", "Who signed?", "What did Ann say?", "How many days?", "Did Ann go?"]
)
PIECES = st.sampled_from(
    "Ann and Bo , said that “ ” because to 5 days in May the firm firms : such as ( ) . left".split()
)


@given(QUESTIONS, st.lists(PIECES, min_size=1, max_size=14).map(" ".join), st.data())
def test_what_is_marked_lies_in_the_sentence_in_order(question: str, sentence: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.integers(0, len(sentence))) for _ in range(2))
    said = exact(analyse(question), sentence, Span(start, end) if start < end else None)
    assert list(said.marks) == sorted(said.marks)
    assert all(0 <= mark.start <= mark.end <= len(sentence) for mark in said.marks)
    assert said.short is None or said.short in ("Yes", "No") or said.short in " ".join(sentence.split())
