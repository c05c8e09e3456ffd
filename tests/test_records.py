"""The records: what an answer looks like as data and as text."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from rag import records
from rag.records import (
    CANNOT_ANSWER,
    DIFFERENT_ANSWERS,
    NOT_FROM_DOCUMENTS,
    Answer,
    Citation,
    Claim,
    Hit,
    Passage,
    Reading,
    Span,
)

FIRST = Citation(document="a.txt", path="x/a.txt", title="A", start=3, end=8, quote="A\n  b")
SECOND = Citation(document="b.pdf", path="x/b.pdf", title="B", start=10, end=12, quote="cd", page=2)
ANSWER = Answer(
    question="What?",
    text="One. Two. Three.",
    short="One",
    claims=(
        Claim(text="One.", citations=(SECOND, FIRST)),
        Claim(text="Two.", citations=(FIRST,)),
        Claim(text="Three.", citations=(SECOND,)),
    ),
    seconds=0.123456,
)
REFUSAL = Answer(
    question="Who?", text=CANNOT_ANSWER, abstained=True, reason="No passage mentions “Qatar”.", near=(FIRST,)
)
TALK = Answer(question="hi", text="Hello!", reason=NOT_FROM_DOCUMENTS)


def test_citations_are_each_once_in_the_order_of_the_claims() -> None:
    assert ANSWER.citations == (SECOND, FIRST)
    assert REFUSAL.citations == TALK.citations == ()


def test_an_answer_as_data() -> None:
    first = {
        "document": "a.txt",
        "path": "x/a.txt",
        "title": "A",
        "start": 3,
        "end": 8,
        "quote": "A\n  b",
        "page": None,
    }
    second = {"document": "b.pdf", "path": "x/b.pdf", "title": "B", "start": 10, "end": 12, "quote": "cd", "page": 2}
    assert json.loads(json.dumps(ANSWER.to_dict())) == {
        "question": "What?",
        "answer": "One. Two. Three.",
        "short": "One",
        "abstained": False,
        "reason": None,
        "claims": [
            {"text": "One.", "citations": [second, first]},
            {"text": "Two.", "citations": [first]},
            {"text": "Three.", "citations": [second]},
        ],
        "citations": [second, first],
        "near": [],
        "seconds": 0.1235,
    }


def test_marks_are_no_part_of_the_data_nor_make_two_footnotes_of_one() -> None:
    marked = replace(FIRST, marks=(Span(3, 4),))
    answer = replace(ANSWER, claims=(*ANSWER.claims, Claim(text="A.", citations=(marked,), marks=(Span(0, 1),))))
    assert answer.citations == ANSWER.citations
    assert answer.to_dict()["claims"][-1] == {"text": "A.", "citations": [FIRST.to_dict()]}


def test_every_answer_has_the_same_keys() -> None:
    assert list(ANSWER.to_dict()) == list(REFUSAL.to_dict()) == list(TALK.to_dict())
    assert len(REFUSAL.to_dict()["near"]) == 1


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(
            ANSWER,
            "One [1][2]\n\nOne. [1][2] Two. [2] Three. [1]\n\n"
            "[1] b.pdf, page 2, characters 10–12: “cd”\n"
            "[2] a.txt, characters 3–8: “A b”",
            id="answer",
        ),
        pytest.param(
            Answer(question="", text="Yes.", short="Yes.", claims=(Claim(text="Yes.", citations=(FIRST,)),)),
            "Yes. [1]\n\n[1] a.txt, characters 3–8: “A b”",
            id="nothing but the exact answer",
        ),
        pytest.param(
            Answer(
                question="",
                text="Ten. Six.",
                claims=(Claim(text="Ten.", citations=(FIRST,)), Claim(text="Six.", citations=(SECOND,))),
                reason=DIFFERENT_ANSWERS,
            ),
            "The documents give different answers.\n\nTen. [1]\nSix. [2]\n\n"
            "[1] a.txt, characters 3–8: “A b”\n[2] b.pdf, page 2, characters 10–12: “cd”",
            id="different answers",
        ),
        pytest.param(
            REFUSAL,
            "The documents do not say.\nNo passage mentions “Qatar”.\n\n"
            "Nearest passages (not an answer):\n  - a.txt, characters 3–8: “A b”",
            id="refusal",
        ),
        pytest.param(replace(REFUSAL, near=(), reason=None), "The documents do not say.", id="refusal without more"),
        pytest.param(TALK, "Hello!", id="small talk"),
    ],
)
def test_an_answer_as_text(answer: Answer, text: str) -> None:
    assert str(answer) == text


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Span(0, 2), Span(1, 3), True),
        (Span(0, 2), Span(2, 3), False),
        (Span(0, 9), Span(3, 4), True),
        (Span(3, 3), Span(0, 9), True),
        (Span(0, 0), Span(0, 9), False),
    ],
)
def test_spans_overlap_when_they_share_a_place(one: Span, other: Span, overlap: bool) -> None:
    assert one.overlaps(other) is other.overlaps(one) is overlap


def test_spans_count_characters_not_bytes() -> None:
    assert Span(1, 3).of("🍵é東京") == "é東"


def test_a_reading_shows_its_words_of_the_document() -> None:
    passage = Passage(id="p", document="d", title="", span=Span(100, 111), text="One. Two. 3")
    reading = Reading(hit=Hit(passage=passage, score=1.0), span=Span(105, 109), score=1.0)
    assert (reading.text, reading.exact) == ("Two.", None)
    assert replace(reading, answer=Span(105, 108)).exact == "Two"


def test_records_cannot_be_changed_and_take_names_only() -> None:
    with pytest.raises(FrozenInstanceError):
        ANSWER.text = "Other."  # type: ignore[misc]
    with pytest.raises(TypeError):
        Claim("One.", ())  # type: ignore[misc]
    assert hash(ANSWER) == hash(replace(ANSWER))


def test_every_record_has_a_docstring_and_slots() -> None:
    kinds = [kind for kind in vars(records).values() if isinstance(kind, type) and kind.__module__ == records.__name__]
    assert all(kind.__doc__ and "__slots__" in vars(kind) and fields(kind) for kind in kinds)
