"""Whether an exact answer is the kind of thing that is asked for, and whether a sentence has a number."""

from __future__ import annotations

import pytest

from rag.kinds import has_quantity, is_kind
from rag.question import analyse


@pytest.mark.parametrize(
    ("question", "sentence", "there"),
    [
        ("How many came?", "Twelve people came.", True),
        ("How many came?", "People came.", False),
        ("How much is the rent of the cellar?", "There is one cellar room.", False),
        ("How much is the rent of the cellar?", "The cellar is 20 euros a month.", True),
        ("How much did adults pay?", "Adults came in free.", True),
    ],
)
def test_whether_a_number_or_an_amount_stands_there(question: str, sentence: str, there: bool) -> None:
    assert has_quantity(analyse(question), sentence) is there


@pytest.mark.parametrize(
    ("question", "answer", "is_one"),
    [
        ("When did it end?", "in May", True),
        ("When did it end?", "badly", False),
        ("Who ruled?", "Then Yoon ruled.", True),
        ("Who ruled?", "the minister", True),
        ("Who ruled?", "it rained", False),
        ("Who is the landlord?", "Ann Lee (the landlord)", True),
        ("How many came?", "People", False),
        ("When does it close?", "9 p.m", True),
        ("When does the lease end?", "after", False),
        ("When does the lease end?", "after two years", True),
        ("Who is the landlord?", "tenant", False),
        ("Who paid?", "the tenant", True),
        ("What is it?", "blue", True),
    ],
)
def test_whether_an_answer_is_of_the_kind(question: str, answer: str, is_one: bool) -> None:
    assert is_kind(analyse(question), answer) is is_one
