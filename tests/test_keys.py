"""Lines "Key: value" that answer by their key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_bullets import passages

from rag.keys import keyed
from rag.question import analyse
from rag.records import Hit

NOTE = (
    "Chair: Oisín Daly\nPresent: Oisín Daly, Marta Nowak\nNext meeting: 26 March 2024\nDeposit: £75\nStart: 19:30\n"
    "Status: The lab is booked out.\nCovered: fire and flood\n"
)


def given(question: str, title: str = "Meeting note", text: str = NOTE) -> list[str | None]:
    hits = [Hit(passage=replace(one, title=title), score=0.5) for one in passages(text, "")]
    return [reading.exact for reading in keyed(analyse(question), hits)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Who was present at the meeting?", ["Oisín Daly, Marta Nowak"], id="the title says the rest"),
        pytest.param("Who chaired the meeting?", ["Oisín Daly"], id="another form of the word"),
        pytest.param("When is the next meeting?", ["26 March 2024"], id="two words"),
        pytest.param("How much is the deposit?", ["£75"], id="an amount"),
        pytest.param("What is the status?", ["The lab is booked out."], id="a sentence"),
        pytest.param("Who is the deposit?", [], id="no person"),
        pytest.param("When do rehearsals start?", [], id="of something else"),
        pytest.param("What is not covered?", [], id="not"),
        pytest.param("Who was present?", ["Oisín Daly, Marta Nowak"], id="the key alone"),
        pytest.param("Is the deposit high?", [], id="yes or no"),
        pytest.param("Why is there a deposit?", [], id="why"),
        pytest.param("What is the meeting about?", [], id="the title alone"),
    ],
)
def test_a_line_by_its_key(question: str, expected: list[str]) -> None:
    assert given(question) == expected


def test_two_lines_that_differ_are_left_to_the_reader() -> None:
    assert given("What is the fee?", text="Fee: £5\nAnd so on.\nFee: £7\n") == []
