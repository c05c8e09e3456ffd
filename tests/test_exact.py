"""The exact answer made whole: units, ranges, periods and brackets that a reader left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.exact import whole
from rag.question import analyse
from rag.records import Span

MANY, WHEN, WHAT = "How many vacation days do I get?", "When is it open?", "What is it?"

# (question, sentence, what the reader found, the whole answer)
ROWS = [
    pytest.param(MANY, "Everyone has 28 days of holiday.", "28", "28 days", id="the unit asked for"),
    pytest.param(MANY, "Up to five unused days lapse.", "five", "five unused days", id="a word before the unit"),
    pytest.param("How long is it?", "It takes three months.", "three", "three months", id="a unit of time"),
    pytest.param("How long is it?", "It takes six-week periods.", "six", "six-week", id="a hyphen"),
    pytest.param("How much is it?", "It costs 1.2 million dollars.", "1.2", "1.2 million dollars", id="a scale"),
    pytest.param("How much is it?", "It is 23 % of the price.", "23", "23 %", id="per cent"),
    pytest.param("How much is it?", "It costs €130 a night.", "130", "€130", id="a currency before"),
    pytest.param("How much is it a night?", "It costs €130 a night.", "130 ", "€130", id="white space"),
    pytest.param(MANY, "All 28 have a day off.", "28", "28", id="the unit is farther than words that describe it"),
    pytest.param(
        "How much do game packages cost?", "They cost $45 Game fans say.", "$45", "$45", id="how much of what"
    ),
    pytest.param("What share is it?", "It is 8 percent of it.", "8 percent", "8 percent", id="of what"),
    pytest.param(WHAT, "It is a boat, they say.", "a boat,", "a boat", id="a comma behind"),
    pytest.param(WHAT, "It is a boat.", "a boat.", "a boat", id="the end of the sentence"),
    pytest.param(WHEN, "It opens at 3 p.m.", "3 p.m.", "3 p.m.", id="the last period of an abbreviation"),
    pytest.param("How much is it?", "It costs 1,800 euros.", "800", "1,800 euros", id="half a number"),
    pytest.param("How many came?", "Of 28 guests, few came.", "28", "28", id="no unit"),
    pytest.param(WHAT, "Everyone has 28 days of holiday.", "28", "28", id="no number asked for"),
    pytest.param(WHEN, "It is open from 10 a.m. to 3 p.m.", "10 a.m", "10 a.m. to 3 p.m.", id="a range"),
    pytest.param(WHEN, "It is open between May and October.", "May", "May and October", id="a range of months"),
    pytest.param("When was it a colony?", "Its 1910 colonial rule.", "1910", "1910", id="a time has no unit"),
    pytest.param(WHEN, "It opens at 10 a.m. and closes soon.", "10 a.m", "10 a.m.", id="no range"),
    pytest.param(WHAT, "It is long-range fire.", "ange fire", "range fire", id="half a word"),
    pytest.param(WHAT, "They resumed “shuttle diplomacy” then.", "“shuttle diplomacy", "shuttle diplomacy", id="quote"),
    pytest.param(WHAT, 'They said "yes" then.', '"yes', "yes", id="a straight quotation mark"),
    pytest.param(
        WHAT,
        'The return of "shuttle trips," he said.',
        'return of "shuttle trips',
        'return of "shuttle trips,"',
        id="half a quotation",
    ),
    pytest.param("Who said no?", "While some of the victims did.", "victims", "some of the victims", id="some of them"),
    pytest.param("Who said no?", "Three of our guests did.", "our guests", "Three of our guests", id="three of them"),
    pytest.param("Who said no?", "The chair of the board did.", "board", "board", id="of, and no part"),
    pytest.param(WHAT, "The desk (extension 4410) is open.", "(extension 4410", "extension 4410", id="a bracket"),
    pytest.param(
        WHAT, "The desk (extension 4410) is open.", "desk (extension 4410)", "desk (extension 4410)", id="both"
    ),
]


@pytest.mark.parametrize(("question", "sentence", "found", "expected"), ROWS)
def test_whole(question: str, sentence: str, found: str, expected: str) -> None:
    start = sentence.index(found)
    assert whole(sentence, Span(start, start + len(found)), analyse(question)).of(sentence) == expected


PIECES = st.sampled_from('5 10 a.m. to from 1,800 € 23 % days million “ ” ( ) " May and six - x. é'.split())


@given(st.lists(PIECES, min_size=1, max_size=10).map(" ".join), st.sampled_from([MANY, WHEN, WHAT]), st.data())
def test_an_answer_stays_inside_its_sentence(sentence: str, question: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.integers(0, len(sentence))) for _ in range(2))
    span = whole(sentence, Span(start, end), analyse(question))
    assert 0 <= span.start <= span.end <= len(sentence)
