"""What happened and what only may or will: which questions ask for the one, which sentences tell but the other."""

from __future__ import annotations

import pytest

from rag.modality import asks_what_happened, only_foreseen


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did Yoon visit Hiroshima?", True),
        ("Where was the meeting held?", True),
        ("Which bridge has been closed?", True),
        ("who was fined", True),
        ("When will Yoon visit Hiroshima?", False),
        ("What did Yoon say?", False),
        ("What did the ministry announce?", False),
        ("When was the vote planned to take place?", False),
        ("What would she have done?", False),
        ("How far is it to Rome?", False),
        ("When does everyone have to be reachable?", False),
        ("What had Biden promised?", False),
        ("", False),
    ],
)
def test_a_question_of_what_happened(question: str, expected: bool) -> None:
    assert asks_what_happened(question) == expected


@pytest.mark.parametrize(
    ("sentence", "answer", "expected"),
    [
        ("Media said this could include inviting Yoon to the summit in Hiroshima in May.", "May", True),
        ("The bridge will be closed on Monday.", "Monday", True),
        ("The town plans to spend two million on it.", "two million", True),
        ("The bridge was closed on Monday.", "Monday", False),
        ("She may leave, which pleased the board on Monday.", "Monday", False),
        ("In May 2022 he took office.", "May 2022", False),
        ("In May he took office on the 10th.", "the 10th", False),
        ("It won't be open on Monday.", "Monday", True),
        ("On Monday the minister said it would end the curbs.", "Monday", False),
        ("The visit is to be on Monday; the other one was in May.", "May", False),
    ],
)
def test_a_sentence_that_only_foresees(sentence: str, answer: str, expected: bool) -> None:
    assert only_foreseen(sentence[: sentence.index(answer)]) == expected
