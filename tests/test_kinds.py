"""Whether a sentence, or an exact answer, has the kind of thing that is asked for."""

from __future__ import annotations

import pytest

from rag.kinds import has_kind, is_kind
from rag.question import analyse


@pytest.mark.parametrize(
    ("question", "sentence", "there"),
    [
        ("When did it end?", "It ended in May.", True),
        ("When did it end?", "It ended badly.", False),
        ("How many came?", "Twelve people came.", True),
        ("How many came?", "People came.", False),
        ("Who ruled?", "Then Yoon ruled.", True),
        ("Who ruled?", "the minister ruled", True),
        ("Who ruled?", "it rained", False),
        ("Why did it end?", "It ended badly.", True),
        ("When does it close?", "It closes at 9 p.m.", True),
        ("Where is it?", "It lies on the quay.", True),
        ("Where is it?", "They went to Seoul.", True),
        ("Where is it?", "Ann will be asked to run it.", False),
        ("Who is the landlord?", "The landlord lets it to the tenant.", False),
        ("Who is the landlord?", "Ann Lee (the landlord) lets it.", True),
        ("How much is the rent of the cellar?", "There is one cellar room.", False),
        ("How much is the rent of the cellar?", "The cellar is 20 euros a month.", True),
        ("How much did adults pay?", "Adults came in free.", True),
    ],
)
def test_whether_the_kind_of_answer_stands_there(question: str, sentence: str, there: bool) -> None:
    assert has_kind(analyse(question), sentence) is there


@pytest.mark.parametrize(
    ("question", "answer", "is_one"),
    [
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
