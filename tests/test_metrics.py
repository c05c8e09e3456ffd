"""The figures against values worked out by hand."""

from __future__ import annotations

import pytest

from evals import metrics
from evals.cases import Case, Evidence
from evals.judge import Result, judge
from evals.match import holds
from evals.metrics import Share, bootstrap, mean, percentile, wilson
from rag.records import CANNOT_ANSWER, NOT_FROM_DOCUMENTS, Answer, Citation, Claim, Span

TEXT = "The court ruled in May. The firms must pay."  # "The court ruled in May." is [0, 23)


@pytest.mark.parametrize(
    ("text", "expected", "result"),
    [
        ("He took office in May 2022.", "may 2022", True),
        ("in\nMay\u00a0 2022", "May 2022", True),
        ("the so-called “comfort women”", '"comfort women"', True),
        ("South Korea’s interests", "South Korea's", True),
        ("from 1910–1945", "1910-1945", True),
        ("for the first time in 12 years", "2 years", False),
        ("Japanese companies", "Japan", False),
        ("Tokyo's ministry", "Tokyo", True),
        ("a night costs €1300", "€130", False),
        ("a night costs €130.", "€130", True),
        ("a discount of 15 %, always", "15 %", True),
        ("anything", " ", False),
        ("", "May", False),
    ],
)
def test_holds(text: str, expected: str, result: bool) -> None:
    assert holds(text, expected) is result


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, None),
        ([7.0], 0.95, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.0),
        ([float(n) for n in range(1, 101)], 0.95, 95.0),
        ([1.0, 2.0], 1.0, 2.0),
    ],
)
def test_percentile(values: list[float], share: float, expected: float | None) -> None:
    assert percentile(values, share) == expected


def test_bootstrap_is_the_same_every_time_and_holds_the_value() -> None:
    values = [1.0] * 30 + [0.0] * 10
    low, high = bootstrap(values, lambda drawn: sum(drawn) / len(drawn))
    assert (low, high) == bootstrap(values, lambda drawn: sum(drawn) / len(drawn))
    assert 0.5 < low < 0.75 < high < 1.0
    assert bootstrap([1.0] * 5, min) == (1.0, 1.0)


def test_share_of_nothing_has_no_value() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval, str(Share(0, 0))) == (None, None, "0/0")


def fact(**changes: object) -> Case:
    fields: dict[str, object] = {"id": "x", "split": "dev", "kind": "fact", "question": "When?"}
    evidence = Evidence(document="a.txt", span=Span(0, 23), quote=TEXT[:23])
    return Case(**{**fields, "answer": (("May",),), "evidence": (evidence,), **changes})  # type: ignore[arg-type]


def absent(kind: str = "absent") -> Case:
    return Case(id="y", split="dev", kind=kind, question="Who?", answerable=kind == "smalltalk")


def cite(start: int, end: int, quote: str | None = None, document: str = "a.txt") -> Citation:
    words = TEXT[start:end] if quote is None else quote
    return Citation(document=document, path=document, title="A", start=start, end=end, quote=words)


def said(
    *citations: Citation, text: str = "The court ruled in May.", short: str | None = None, score: float | None = None
) -> Answer:
    return Answer(question="?", text=text, short=short, claims=(Claim(text=text, citations=citations),), score=score)


REFUSAL = Answer(question="?", text=CANNOT_ANSWER, abstained=True, reason="nothing near", score=0.1)
HELLO = Answer(question="?", text="Hello!", reason=NOT_FROM_DOCUMENTS)


def result(case: Case, answer: Answer, milliseconds: float = 1.0) -> Result:
    return judge(case, answer, milliseconds, {"a.txt": TEXT}.__getitem__)


FAILED = Result(case=fact(), answer=None, error="ValueError: no", milliseconds=1.0)


@pytest.mark.parametrize(
    ("case", "answer", "right", "cites", "exact", "quotes", "passed"),
    [
        (fact(), said(cite(0, 23)), True, 1, 1, 1, True),
        (fact(), said(cite(10, 18)), True, 1, 1, 1, True),  # part of the evidence
        (fact(), said(cite(22, 30)), True, 1, 1, 1, True),  # one character of it
        (fact(), said(cite(23, 30)), True, 0, 1, 1, False),  # beside it: spans are half-open
        (fact(), said(cite(0, 23, document="b.txt")), True, 0, 0, 1, False),  # another document, unknown
        (fact(), said(cite(0, 23, "The court ruled in June")), True, 1, 0, 1, False),
        (fact(), said(cite(0, 24, TEXT[:23])), True, 1, 0, 1, False),
        (fact(), said(cite(5, 5, "")), True, 0, 0, 1, False),  # an empty quote proves nothing
        (fact(), said(cite(30, 99, TEXT[30:])), True, 0, 0, 1, False),  # beyond the end
        (fact(), said(cite(0, 23), cite(24, 43)), True, 1, 2, 2, True),
        (fact(), said(cite(0, 23), text="In June."), False, 1, 1, 1, False),
        (fact(answer=(), items=("court", "May")), said(cite(0, 23)), True, 1, 1, 1, True),
        (fact(answer=(), items=("court", "firms")), said(cite(0, 23)), False, 1, 1, 1, False),
        (fact(answer=(("June",), ("court", "May"))), said(cite(0, 23)), True, 1, 1, 1, True),
        (fact(answer=(("June",), ("court", "June"))), said(cite(0, 23)), False, 1, 1, 1, False),
        (fact(), said(), True, 0, 0, 0, False),
        (fact(), REFUSAL, False, 0, 0, 0, False),
        (fact(), HELLO, False, 0, 0, 0, False),
        (absent(), REFUSAL, False, 0, 0, 0, True),
        (absent(), said(cite(0, 23)), False, 0, 1, 1, False),
        (absent(), HELLO, False, 0, 0, 0, False),
        (absent("smalltalk"), HELLO, False, 0, 0, 0, True),
        (absent("smalltalk"), REFUSAL, False, 0, 0, 0, False),
        (absent("smalltalk"), said(cite(0, 23)), False, 0, 1, 1, False),
    ],
)
def test_judge(case: Case, answer: Answer, right: bool, cites: int, exact: int, quotes: int, passed: bool) -> None:
    found = result(case, answer)
    verdict = (found.right, found.cites_evidence, found.exact, found.quotes, found.passed)
    assert verdict == (right, cites, exact, quotes, passed)


def test_the_nearest_passages_of_a_refusal_must_be_exact_too() -> None:
    near = Answer(question="?", text=CANNOT_ANSWER, abstained=True, near=(cite(0, 23), cite(0, 23, "made up")))
    found = result(absent(), near)
    assert (found.exact, found.quotes, found.passed) == (1, 2, False)


RESULTS = (
    result(fact(), said(cite(0, 23), cite(24, 43), short="in May")),  # right, one of two citations
    result(fact(), said(cite(24, 43))),  # right by its text, citing something else
    result(fact(), said(cite(0, 23), text="In June.", short="June")),  # wrong
    result(fact(), REFUSAL),  # wrongly refused
    FAILED,
    result(absent(), REFUSAL),
    result(absent("near_miss"), REFUSAL),
    result(absent("near_miss"), said(cite(0, 23))),  # wrongly answered
    result(absent("smalltalk"), HELLO),
    result(absent("smalltalk"), REFUSAL),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("answer_right", "2/5"),
        ("citation_right", "2/5"),
        ("citation_precision", "2/4"),
        ("citation_exact", "5/5"),
        ("footnoted", "4/4"),
        ("refusal_precision", "2/4"),
        ("refusal_recall", "2/3"),
        ("answered_unanswerable", "1/3"),
        ("wrong_answers", "2/4"),
        ("small_talk_right", "1/2"),
        ("completed", "9/10"),
        ("passed", "4/10"),
    ],
)
def test_figures(name: str, expected: str) -> None:
    assert str(metrics.shares(RESULTS)[name]) == expected


def test_every_figure_is_tested_and_counts_nothing_in_nothing() -> None:
    names = [figure.name for figure in metrics.FIGURES]
    tested = test_figures.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert names == [name for name, _ in tested]
    assert set(metrics.shares(()).values()) == {Share(0, 0)}


def test_a_sentence_without_a_citation_is_not_footnoted() -> None:
    claims = (Claim(text="One.", citations=(cite(0, 23),)), Claim(text="Two.", citations=()))
    half = Answer(question="?", text="One. Two.", claims=claims)
    assert metrics.footnoted([result(fact(), half)]) == Share(0, 1)


def test_numbers() -> None:
    found = metrics.numbers(RESULTS)
    assert found.refusal_f1 == pytest.approx(2 * 2 / (4 + 3))  # 2 of 4 refusals, 2 of 3 due
    assert found.refusal_f1_interval is not None
    assert found.refusal_f1_interval[0] <= found.refusal_f1 <= found.refusal_f1_interval[1]
    assert (found.short_answers, found.short_exact) == (2, 0.0)
    assert found.short_f1 == pytest.approx((2 / 3 + 0) / 2)  # "in May" and "June" against "May"
    assert (found.median, found.p95, found.sentences) == (1.0, 1.0, 1.0)
    empty = metrics.numbers(())
    assert (empty.refusal_f1, empty.short_f1, empty.median, empty.sentences) == (None, None, None, None)


def test_what_the_score_of_an_answer_is_worth_is_seen_as_far_as_questions_were_answered() -> None:
    asked = [
        result(fact(), said(cite(0, 23), score=0.9)),
        result(fact(), said(cite(0, 23), text="In June.", score=0.6)),
        result(absent(), said(cite(0, 23), score=0.5)),
        result(absent(), REFUSAL),
        result(absent("smalltalk"), HELLO),
        FAILED,
    ]
    found = metrics.numbers(asked).selective
    assert found is not None
    assert (found.answers, found.questions) == (3, 5)  # small talk is no question
    assert [point.coverage if point else None for point in found.at] == [0.2] * 5  # one of five, and it is right
    assert found.aurc == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)
    assert metrics.numbers([result(absent(), REFUSAL)]).selective is None


def test_a_mean_has_an_interval_that_holds_it() -> None:
    found = mean([1.0] * 30 + [0.0] * 10)
    assert found is not None
    assert (found.value, found.of) == (0.75, 40)
    assert 0.5 < found.interval[0] < 0.75 < found.interval[1] < 1.0
    assert mean([]) is None


def test_refusal_f1_of_no_refusals() -> None:
    assert metrics.refusal_f1([result(fact(), said(cite(0, 23)))]) == 1.0
    assert metrics.refusal_f1([result(fact(), REFUSAL)]) == 0.0


def test_by_kind() -> None:
    assert {kind: str(share) for kind, share in metrics.by_kind(RESULTS).items()} == {
        "fact": "1/5",
        "absent": "1/1",
        "near_miss": "1/2",
        "smalltalk": "1/2",
    }
