"""Composing: which readings become claims, what counts as a second source, and what a refusal says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.composer import compose, refuse, summarise
from rag.question import analyse
from rag.records import CANNOT_ANSWER, Answer, Citation, Hit, Passage, Reading, Span

COURT_A = "The top court ordered Japanese companies in November 2018 to compensate victims of forced labour."
COURT_B = "South Korea's court in 2018 ordered Japanese firms to compensate the victims of forced labour."
TALKS = "Both sides agreed to revive their defence dialogue."
VISIT = "Kishida may invite Yoon to a summit in Hiroshima."
EXPORTS = "Restrictions on exports of semiconductors will end."

ONE, SEVERAL = "What did the court order?", "Which steps were agreed?"
Row = tuple[str, str, float]  # document, its sentence, the reading's score


def hit(document: str, text: str) -> Hit:
    """The text as a sentence in the middle of a passage in the middle of its document."""
    inner = Span(105, 105 + len(text))
    passage = Passage(
        id=f"{document}{text}",
        document=document,
        title=document.title(),
        span=Span(100, inner.end + 4),
        text=f"Yes. {text} No.",
        sentences=(Span(100, 104), inner, Span(inner.end + 1, inner.end + 4)),
    )
    return Hit(passage=passage, score=0.01)


def readings(rows: Sequence[Row]) -> list[Reading]:
    return [
        Reading(hit=hit(document, text), span=Span(105, 105 + len(text)), score=score) for document, text, score in rows
    ]


def cite(passage: Passage, span: Span) -> Citation:
    return Citation(
        document=passage.document,
        path=passage.document,
        title=passage.title,
        start=span.start,
        end=span.end,
        quote=passage.text[span.start - passage.span.start : span.end - passage.span.start],
    )


def told(answer: Answer | None) -> list[tuple[str, list[str]]]:
    """Each claim with the documents that it cites."""
    return [] if answer is None else [(c.text, [citation.document for citation in c.citations]) for c in answer.claims]


@pytest.mark.parametrize(
    ("question", "rows", "claims"),
    [
        pytest.param(ONE, [], [], id="no readings"),
        pytest.param(ONE, [("a", COURT_A, 0.49)], [], id="below the threshold"),
        pytest.param(ONE, [("a", COURT_A, 0.5)], [(COURT_A, ["a"])], id="at the threshold"),
        pytest.param(ONE, [("a", COURT_A, 0.9), ("a", TALKS, 0.9)], [(COURT_A, ["a"])], id="one thing, one claim"),
        pytest.param(
            ONE, [("a", COURT_A, 0.9), ("b", COURT_B, 0.6)], [(COURT_A, ["a", "b"])], id="a second document says so too"
        ),
        pytest.param(
            ONE,
            [("a", COURT_A, 0.9), ("b", COURT_B, 0.1)],
            [(COURT_A, ["a", "b"])],
            id="in other words than the question",
        ),
        pytest.param(
            ONE, [("a", COURT_A, 0.9), ("b", COURT_B, 0.09)], [(COURT_A, ["a"])], id="what hardly answers is no support"
        ),
        pytest.param(
            ONE, [("a", COURT_A, 0.9), ("a", COURT_B, 0.9)], [(COURT_A, ["a"])], id="the same file is no second source"
        ),
        pytest.param(
            ONE,
            [("a", COURT_A, 0.9), ("b", COURT_B, 0.8), ("b", COURT_A, 0.7), ("c", COURT_A, 0.6)],
            [(COURT_A, ["a", "b", "c"])],
            id="each further document once",
        ),
        pytest.param(
            SEVERAL,
            [("a", TALKS, 1.0), ("b", VISIT, 0.6), ("a", EXPORTS, 0.49)],
            [(TALKS, ["a"]), (VISIT, ["b"])],
            id="several: those at least half as sure as the first",
        ),
        pytest.param(
            SEVERAL,
            [("a", f"{word} {word}s {word}ing.", 0.9) for word in ("Tea", "Rain", "Court", "Trade", "Talk")],
            [(f"{word} {word}s {word}ing.", ["a"]) for word in ("Tea", "Rain", "Court", "Trade")],
            id="several: four at most",
        ),
        pytest.param(
            SEVERAL,
            [("a", COURT_A, 0.9), ("b", TALKS, 0.89), ("b", COURT_B, 0.88)],
            [(COURT_A, ["a"]), (TALKS, ["b"]), (COURT_B, ["b"])],
            id="several: each sentence may name other things",
        ),
        pytest.param(
            SEVERAL, [("a", TALKS, 0.51), ("b", VISIT, 0.49)], [(TALKS, ["a"])], id="several: none below the threshold"
        ),
        pytest.param(
            "Summarise the steps",
            [("a", TALKS, 0.95), ("b", VISIT, 0.55)],
            [(TALKS, ["a"]), (VISIT, ["b"])],
            id="a summary",
        ),
    ],
)
def test_claims(question: str, rows: list[Row], claims: list[tuple[str, list[str]]]) -> None:
    assert told(compose(analyse(question), readings(rows), cite, threshold=0.5)) == claims


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rate of tax was 3 percent in 2019.", "The rate of tax was 5 percent in 2020."),
        ("Japan will withdraw its complaint.", "Japan will not withdraw its complaint."),
    ],
)
def test_a_sentence_that_says_otherwise_is_no_second_source(one: str, other: str) -> None:
    answer = compose(analyse(ONE), readings([("a", one, 0.9), ("b", other, 0.8)]), cite, threshold=0.5)
    assert told(answer) == [(one, ["a"])]


def test_the_text_of_an_answer_is_its_claims() -> None:
    rows: list[Row] = [("a", "Both sides\n agreed to talk.", 0.9), ("b", VISIT, 0.9)]
    answer = compose(analyse(SEVERAL), readings(rows), cite, threshold=0.5)
    assert answer is not None
    assert answer.text == f"Both sides agreed to talk. {VISIT}"
    assert (answer.question, answer.abstained, answer.reason, answer.near) == (SEVERAL, False, None, ())
    assert answer.citations[0].quote == "Both sides\n agreed to talk."  # as it stands in the file


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        pytest.param("", [(TALKS, ["a"])], id="nothing said yet"),
        pytest.param(f"Well: {TALKS} [1]", [(VISIT, ["b"])], id="the first was said"),
        pytest.param(f"{VISIT} {TALKS}", [], id="all was said"),
    ],
)
def test_else_leaves_out_what_was_said(said: str, claims: list[tuple[str, list[str]]]) -> None:
    rows: list[Row] = [("a", TALKS, 0.9), ("b", VISIT, 0.8)]
    assert told(compose(analyse(ONE), readings(rows), cite, threshold=0.5, said=said)) == claims


def test_a_summary_follows_the_order_of_the_documents_and_tells_no_fact_twice() -> None:
    rows: list[Row] = [("b", TALKS, 0.1), ("a", COURT_A, 0.3), ("b", COURT_B, 0.2), ("a", COURT_B, 0.1)]
    assert told(summarise("Summarise", readings(rows), cite)) == [(COURT_A, ["a", "b"]), (TALKS, ["b"])]
    assert summarise("Summarise", [], cite) is None


# --- refusals -----------------------------------------------------------------------------------------------

NO_NEAR = "The nearest passages do not answer this question."


@pytest.mark.parametrize(
    ("question", "known", "reason"),
    [
        ("Who won the cup in Qatar?", "win cup", "No passage mentions “Qatar”."),
        ("Who won the cup in Qatar in 2022?", "win", "No passage mentions “Qatar” or “2022”."),
        ("Who won the cup?", "", "No passage mentions “won” or “cup”."),
        ("What is Kishida's hobby?", "", "No passage mentions “Kishida”."),
        ("What is Kishida’s hobby?", "hobbi", "No passage mentions “Kishida”."),
        (
            "Did AT&T pay 3.5 percent to Qatar and Oman?",
            "pay percent",
            "No passage mentions “AT&T” or “3.5” or “Qatar”.",
        ),
        ("Who won the cup?", "won cup", NO_NEAR),
        ("Who is he?", "", NO_NEAR),
    ],
)
def test_a_refusal_names_what_is_missing(question: str, known: str, reason: str) -> None:
    refusal = refuse(analyse(question), [hit("a", TALKS)], cite, lambda stem: int(stem in known.split()))
    assert (refusal.text, refusal.abstained, refusal.claims, refusal.citations) == (CANNOT_ANSWER, True, (), ())
    assert refusal.reason == reason


def test_a_refusal_shows_the_three_nearest_passages() -> None:
    hits = [hit(name, TALKS) for name in "abcd"]
    refusal = refuse(analyse(ONE), hits, cite, lambda _: 1)
    assert [(c.document, c.quote) for c in refusal.near] == [(name, f"Yes. {TALKS} No.") for name in "abc"]


def test_without_any_passage_nothing_comes_near() -> None:
    refusal = refuse(analyse(ONE), [], cite, lambda _: 0)
    assert (refusal.reason, refusal.near) == ("Nothing in the documents comes near this question.", ())
