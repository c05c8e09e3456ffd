"""The thing that a question asks about, as a noun phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.subject import thing


@pytest.mark.parametrize(
    ("question", "plural", "expected"),
    [
        ("How cold can the room be?", None, "the room"),
        ("How long does a repair take?", None, "a repair"),
        ("how big is its tank?", None, "its tank"),
        ("When is the summer picnic?", None, "the summer picnic"),
        ("Is the café open?", None, "the café"),
        ("Is there a bus to the footbridge?", None, "a bus"),
        ("What is the price of the Tern 2?", None, "the price of the Tern 2"),
        ("How much would the new stand cost?", None, "the new stand"),
        ("When was Nintendo founded?", None, "Nintendo"),
        ("How much do Japanese companies have to pay?", None, "Japanese companies"),
        ("What is Yoon's wife's name?", None, "Yoon's wife's name"),
        ("When did Nintendo release the Switch?", None, "the Switch"),
        ("Why did the council close the bridge?", None, "the bridge"),
        ("Will Yoon go to the G7 summit?", None, "the G7 summit"),
        ("Can I drink the water from the tank?", None, "the water"),
        ("Why are the neighbours against the stand?", True, "the neighbours"),
        ("Why are the neighbours against the stand?", False, "the stand"),
        ("What did the court decide?", None, ""),
        ("Do the articles mention bats?", None, ""),
        ("Who met in Tokyo?", None, ""),
        ("opening hours", None, ""),
        ("", None, ""),
    ],
)
def test_what_a_question_asks_about(question: str, plural: bool | None, expected: str) -> None:
    assert thing(question, plural=plural) == expected


@given(
    st.text(max_size=100)
    | st.lists(st.sampled_from("does the of Heron 's bus, I 2 have been it ? a".split())).map(" ".join)
)
def test_it_is_a_part_of_the_question(question: str) -> None:
    assert thing(question) in question
