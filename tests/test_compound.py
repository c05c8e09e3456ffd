"""Several questions in one message: how they are told apart, and how their answers are joined."""

from __future__ import annotations

import pytest

from rag.compound import joined, needs_the_answer_before, parts
from rag.records import CANNOT_ANSWER, DIFFERENT_ANSWERS, Answer, Citation, Claim, Span


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("When and where did they meet?", ["When did they meet?", "Where did they meet?"]),
        ("since when and why is it shut", ["Since when is it shut?", "Why is it shut?"]),
        ("When was she born and when did she die?", ["When was she born?", "When did she die?"]),
        ("Who came and who was absent?", ["Who came?", "Who was absent?"]),
        (
            "How much is the lamp, and what batteries does it need?",
            ["How much is the lamp?", "What batteries does it need?"],
        ),
        ("Which university honoured her, and when?", ["Which university honoured her?", "When?"]),
        ("How long will it be tried out, and from when?", ["How long will it be tried out?", "From when?"]),
        ("Was he fined, and how much?", ["Was he fined?", "How much?"]),
        ("Is it open? When does it close?", ["Is it open?", "When does it close?"]),
    ],
)
def test_a_message_that_asks_several_things(message: str, asked: list[str]) -> None:
    assert parts(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Who came?",
        "What did Ann and Bo agree on?",
        "What is salt and pepper?",
        "Who knows when it opens and when it closes?",  # one thing known
        "Who leaked it and what it said?",
        "Why and how?",
        "Against whom or what was it?",
        "What time of day and where in the sky should I look?",  # the first is no question by itself
        "Hi! When does it open?",
        "I am new here. Is it open?",
        "Is it open on Mondays? And on Sundays?",
        "When did it open and close?",
        "Can you tell me when and where it will be held?",
        "Does it say when and where it is held?",
        "Who decides what is bought and what is sold?",
        "Can I return it when it is broken and when it is not?",
        "What is the difference between what was planned and what was built?",
        "Which day of the week and what time does it open?",
        "Which kind of wood and how much is needed?",
        "Who? " * 6,
        f"When did it {'really ' * 60}open and when did it close?",
    ],
)
def test_any_other_message_asks_one_thing(message: str) -> None:
    assert parts(message) == [message]


def cited(text: str, *marks: Span, document: str = "a.txt", start: int = 0) -> Claim:
    citation = Citation(
        document=document, path=document, title="A", start=start, end=start + len(text), quote=text, marks=marks
    )
    return Claim(text=text, citations=(citation,), marks=marks)


def said(question: str, claim: Claim, short: str | None, score: float, reason: str | None = None) -> Answer:
    return Answer(question=question, text=claim.text, short=short, claims=(claim,), score=score, reason=reason)


def refused(question: str) -> Answer:
    return Answer(question=question, text=CANNOT_ANSWER, abstained=True, reason="No passage mentions “x”.", score=0.1)


BORN = "She was born in May 1819 at Castletown."
WHEN, WHERE = Span(16, 24), Span(28, 38)


def test_answers_are_joined_in_order() -> None:
    died = cited("She died in 1887.", Span(12, 16), start=90)
    answer = joined(
        "Both?",
        ["When born?", "When died?"],
        [said("", cited(BORN, WHEN), "May 1819", 0.9), said("", died, "1887", 0.6)],
    )
    assert answer.question == "Both?"
    assert (answer.text, answer.short) == (f"{BORN} She died in 1887.", "May 1819; 1887")
    assert (answer.score, answer.reason, answer.abstained) == (0.6, None, False)
    assert [claim.text for claim in answer.claims] == [BORN, "She died in 1887."]


def test_a_sentence_that_answers_both_parts_comes_once_and_is_marked_for_both() -> None:
    parts_ = [said("", cited(BORN, WHERE), "Castletown", 0.9), said("", cited(BORN, WHEN), "May 1819", 0.8)]
    answer = joined("Both?", ["Where?", "When?"], parts_)
    assert answer.text == BORN
    assert answer.claims[0].marks == answer.citations[0].marks == (WHEN, WHERE)
    assert answer.short == "Castletown; May 1819"


def test_what_is_not_answered_is_named() -> None:
    answer = joined(
        "Both?", ["When born?", "Why?"], [said("", cited(BORN, WHEN), "May 1819", 0.9, "A remark."), refused("Why?")]
    )
    assert (answer.text, answer.short, answer.abstained) == (BORN, None, False)
    assert answer.reason == "A remark. The documents do not say: “Why?”"


def test_where_nothing_is_answered_it_is_a_refusal() -> None:
    answer = joined("Both?", ["When?", "Why?"], [refused("When?"), refused("Why?")])
    assert (answer.question, answer.text, answer.abstained) == ("Both?", CANNOT_ANSWER, True)


def test_a_part_that_differs_says_which_part_it_is() -> None:
    remark = f"{DIFFERENT_ANSWERS}: a.txt and b.txt."
    died = cited("She died in 1887.", start=90)
    one, other = said("", cited(BORN), None, 0.9), said("", died, None, 0.6, remark)
    answer = joined("Both?", ["When born?", "When died?"], [one, other])
    assert (answer.reason, answer.differs) == (f"“When died?” {remark}", False)


def test_what_supports_the_same_sentence_for_another_part_is_kept_and_no_remark_comes_twice() -> None:
    supported = cited(BORN, WHEN)
    more = cited("Born in 1819.", document="b.txt").citations
    both = [
        said("", cited(BORN, WHERE), "Castletown", 0.9, "A remark."),
        said("", Claim(text=BORN, citations=supported.citations + more, marks=(WHEN,)), "May 1819", 0.8, "A remark."),
    ]
    answer = joined("Both?", ["Where?", "When?"], both)
    assert [citation.document for citation in answer.claims[0].citations] == ["a.txt", "b.txt"]
    assert answer.reason == "A remark."


@pytest.mark.parametrize(
    ("part", "needs"),
    [
        ("Why?", True),
        ("For what reason?", True),
        ("When did she die there?", True),
        ("When was it built there?", False),
    ],
)
def test_what_says_nothing_without_the_answer_before(part: str, needs: bool) -> None:
    assert needs_the_answer_before(part) is needs
