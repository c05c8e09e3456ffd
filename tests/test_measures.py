"""The official SQuAD metric, row by row, and what a score of sureness is worth, worked out by hand."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.selective import (
    RISKS,
    Point,
    aurc,
    auroc,
    calibration_error,
    coverage_at,
    risk_coverage,
    selective,
)
from measures.squad import best, best_cut, exact_match, f1, normalise

# --- the official metric ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Normans,\n", "normans"),
        ("A an THE", ""),
        ("another theme", "another theme"),  # articles are whole words
        ("a-b", "ab"),  # punctuation goes before articles are looked for
        ("the-cat", "thecat"),
        ("U.S.", "us"),
        ("$1,000.50", "100050"),
        ("don't", "dont"),
        ("don’t — “yes”", "don’t — “yes”"),  # ASCII punctuation only
        ("ÉCOLE", "école"),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("given", "expected", "f1_value", "exact"),
    [
        ("May 2022", "May 2022", 1.0, 1.0),
        ("The May, 2022!", "may 2022", 1.0, 1.0),  # case, article, punctuation do not count
        ("in May 2022", "May 2022", 0.8, 0.0),  # 2 of 3 and 2 of 2: 2 · (2/3) / (5/3)
        ("Kishida", "Yoon", 0.0, 0.0),
        ("a b b c", "b b d", 2 / 3, 0.0),  # "a" is an article: b b c and b b d share b twice
        ("b", "b b b", 0.5, 0.0),  # a word counts as often as it occurs: 1 of 1, 1 of 3
        ("b b b", "b", 0.5, 0.0),
        ("", "", 1.0, 1.0),  # rightly nothing
        ("Yoon", "", 0.0, 0.0),  # something where nothing was right
        ("", "Yoon", 0.0, 0.0),
        ("the", "", 1.0, 1.0),  # an article alone is nothing
        ("...", "", 1.0, 1.0),  # so is punctuation
        ("the", "Yoon", 0.0, 0.0),
        ("Japan's", "Japans", 1.0, 1.0),  # punctuation goes, letters stay
        ("1910-1945", "19101945", 1.0, 1.0),
        ("Nippon Steel and Mitsubishi", "Mitsubishi and Nippon Steel", 1.0, 0.0),  # the order does not count
        ("another", "other", 0.0, 0.0),
    ],
)
def test_squad_scores(given: str, expected: str, f1_value: float, exact: float) -> None:
    assert f1(given, expected) == pytest.approx(f1_value)
    assert exact_match(given, expected) == exact


@pytest.mark.parametrize(
    ("given", "accepted", "expected"),
    [
        ("May 2022", ["2022", "May 2022"], 1.0),  # the best of them
        ("May 2022", ["2022"], 2 / 3),
        ("May", [], 0.0),  # none accepted: "no answer" is expected
        ("", [], 1.0),
        ("", ["the", "2022"], 0.0),  # an accepted answer without a word does not count …
        ("", ["the", "..."], 1.0),  # … and where no other is, "no answer" is expected
    ],
)
def test_the_best_of_the_accepted_answers_counts(given: str, accepted: list[str], expected: float) -> None:
    assert best(f1, given, accepted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sure", "answered", "refused", "mean", "cut"),
    [
        ([3.0, 2.0, 1.0], [1.0, 0.0, 0.5], [0.0, 1.0, 0.0], 2 / 3, 3.0),  # the unanswerable one stands in between
        ([1.0, 2.0], [0.0, 0.0], [1.0, 1.0], 1.0, math.inf),  # refusing all
        ([1.0, 2.0], [0.4, 0.6], [0.0, 0.0], 0.5, 1.0),  # answering all
        ([1.0, 1.0], [1.0, 0.0], [0.0, 1.0], 0.5, math.inf),  # equals stand or fall together: nothing is gained
        ([0.0], [0.0], [0.0], 0.0, math.inf),
    ],
)
def test_the_best_cut(sure: list[float], answered: list[float], refused: list[float], mean: float, cut: float) -> None:
    assert best_cut(sure, answered, refused) == (pytest.approx(mean), cut)


SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])


@given(st.lists(st.tuples(st.integers(0, 5), SHARES, SHARES), min_size=1, max_size=12))
def test_no_other_cut_is_better(rows: list[tuple[int, float, float]]) -> None:
    found, cut = best_cut(*(list(column) for column in zip(*rows, strict=True)))
    means = [
        sum(answered if sure >= other else refused for sure, answered, refused in rows) / len(rows)
        for other in [math.inf, *range(6)]
    ]
    assert found == pytest.approx(max(means))
    kept = sum(answered if sure >= cut else refused for sure, answered, refused in rows) / len(rows)
    assert kept == pytest.approx(found)


# --- scores of sureness -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        ([2.0, 3.0], [0.0, 1.0], 1.0),
        ([0.0], [1.0, 2.0], 0.0),
        ([1.0], [1.0], 0.5),  # a tie counts half
        ([1.0, 3.0], [2.0], 0.5),
        ([-math.inf, 5.0], [0.0], 0.5),
        ([], [1.0], None),
        ([1.0], [], None),
    ],
)
def test_auroc(positive: list[float], negative: list[float], expected: float | None) -> None:
    assert auroc(positive, negative) == expected


@given(st.lists(st.integers(0, 6), min_size=1), st.lists(st.integers(0, 6), min_size=1))
def test_auroc_counts_the_pairs_that_are_in_order(positive: list[int], negative: list[int]) -> None:
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    assert auroc(positive, negative) == pytest.approx(wins / len(positive) / len(negative))


SCORES, RIGHT = [0.9, 0.8, 0.7, 0.6], [True, True, False, True]


def test_the_curve_goes_from_the_surest_answer_on() -> None:
    expected = [Point(0.25, 0.0, 0.9), Point(0.5, 0.0, 0.8), Point(0.75, 1 / 3, 0.7), Point(1.0, 0.25, 0.6)]
    assert risk_coverage(SCORES, RIGHT) == expected
    assert risk_coverage(SCORES[::-1], RIGHT[::-1]) == expected
    assert [point.coverage for point in risk_coverage(SCORES, RIGHT, questions=8)] == [0.125, 0.25, 0.375, 0.5]
    assert risk_coverage([0.5, 0.5], [True, False]) == [Point(1.0, 0.5, 0.5)]  # equals stand or fall together
    assert risk_coverage([], []) == []


@pytest.mark.parametrize(("risk", "coverage"), [(0.0, 0.5), (0.2, 0.5), (0.25, 1.0), (0.5, 1.0)])
def test_the_largest_coverage_at_a_risk_may_lie_beyond_a_worse_one(risk: float, coverage: float) -> None:
    point = coverage_at(risk_coverage(SCORES, RIGHT), risk)
    assert point is not None
    assert point.coverage == coverage


def test_no_coverage_where_the_surest_answer_is_wrong() -> None:
    assert coverage_at(risk_coverage([0.9, 0.5], [False, True]), 0.1) is None


def test_aurc() -> None:
    assert aurc(SCORES, RIGHT) == pytest.approx((0 + 0 + 1 / 3 + 1 / 4) / 4)
    assert aurc([0.5, 0.5], [True, False]) == pytest.approx((0.5 / 1 + 1 / 2) / 2)  # whichever comes first


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.7]), st.booleans()), min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_answers_is_nothing(answers: list[tuple[float, bool]], chance: random.Random) -> None:
    shuffled = list(answers)
    chance.shuffle(shuffled)
    one, other = (selective(*map(list, zip(*rows, strict=True))) for rows in (answers, shuffled))
    assert one.at == other.at
    assert (one.aurc, one.ece) == (pytest.approx(other.aurc), pytest.approx(other.ece))
    coverages = [point.coverage if point else 0.0 for point in one.at]
    assert coverages == sorted(coverages)  # who accepts more wrong answers is answered more


@pytest.mark.parametrize(
    ("scores", "right", "expected"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([0.95, 0.95], [True, False], 0.45),  # says 0.95, and half come true
        ([0.15, 0.85], [True, True], (0.85 + 0.15) / 2),
        ([0.0, 1.0], [True, False], 1.0),
        ([0.52, 0.58], [True, False], 0.05),  # in one bin, gaps that cancel each other out are none
    ],
)
def test_calibration_error(scores: list[float], right: list[bool], expected: float) -> None:
    assert calibration_error(scores, right) == pytest.approx(expected)


def test_the_figures_of_nothing() -> None:
    found = selective([], [])
    assert (found.answers, found.at, found.aurc, found.ece) == (0, (None,) * len(RISKS), None, None)
