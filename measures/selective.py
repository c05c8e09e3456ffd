"""What a score of sureness is worth: how it ranks, what refusing by it costs, and whether it means what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

RISKS = (0.01, 0.02, 0.05, 0.10, 0.20)  # shares of wrong answers that somebody may accept


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The chance that a positive scores higher than a negative, ties counting half (Hanley & McNeil 1982).

    None where there are none of one kind.
    """
    if not positive or not negative:
        return None
    ordered = np.sort(np.asarray(negative, dtype=np.float64))
    below, upto = (np.searchsorted(ordered, positive, side) for side in ("left", "right"))
    return float((below + upto).mean() / 2 / len(negative))


@dataclass(frozen=True, slots=True)
class Point:
    """What answering from `threshold` on means: the share answered, and the share wrong among those, 0 to 1."""

    coverage: float
    risk: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Selective:
    """The risk-coverage curve of some answers, in figures.

    `at` holds, for each of RISKS, the point of the largest coverage whose risk is not higher, or None where there is
    none. `aurc` is the area under the curve, `ece` the expected calibration error; both are 0 to 1, and lower is
    better; None of nothing.
    """

    answers: int
    questions: int
    at: tuple[Point | None, ...]
    aurc: float | None
    ece: float | None


def selective(scores: Sequence[float], right: Sequence[bool], questions: int | None = None) -> Selective:
    """The figures of answers by their scores (0 to 1) and whether each is right.

    `questions` is how many there were where some got no answer at all; coverage is a share of them.
    """
    points = risk_coverage(scores, right, questions)
    return Selective(
        answers=len(scores),
        questions=len(scores) if questions is None else questions,
        at=tuple(coverage_at(points, risk) for risk in RISKS),
        aurc=aurc(scores, right) if scores else None,
        ece=calibration_error(scores, right) if scores else None,
    )


def risk_coverage(scores: Sequence[float], right: Sequence[bool], questions: int | None = None) -> list[Point]:
    """The curve, one point for each score that occurs, from the surest answer on (El-Yaniv & Wiener 2010)."""
    total = len(scores) if questions is None else questions
    points, answered, wrong = list[Point](), 0, 0
    for score, count, errors in _by_score(scores, right):
        answered, wrong = answered + count, wrong + errors
        points.append(Point(answered / total, wrong / answered, score))
    return points


def coverage_at(points: Sequence[Point], risk: float) -> Point | None:
    """The point of the largest coverage at which no more than `risk` (0 to 1) of the answers are wrong."""
    return max((point for point in points if point.risk <= risk), key=lambda point: point.coverage, default=None)


def aurc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """The mean risk over answering the surest 1, 2, … n of n answers, 0 to 1 (Geifman, Uziel & El-Yaniv 2019).

    Among equal scores the order is open: wrong ones count as spread evenly. There must be at least one answer.
    """
    area, answered, wrong = 0.0, 0, 0
    for _, count, errors in _by_score(scores, right):
        area += sum((wrong + errors * n / count) / (answered + n) for n in range(1, count + 1))
        answered, wrong = answered + count, wrong + errors
    return area / answered


def calibration_error(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """How far probabilities (0 to 1) are from the shares that come true, 0 to 1 (Naeini, Cooper & Hauskrecht 2015).

    The expected calibration error over bins of equal width. There must be at least one answer.
    """
    said, true = np.asarray(scores, dtype=np.float64), np.asarray(right, dtype=np.float64)
    places = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [abs(said[places == n].sum() - true[places == n].sum()) for n in range(bins)]
    return float(sum(gaps) / len(said))


def _by_score(scores: Sequence[float], right: Sequence[bool]) -> Iterator[tuple[float, int, int]]:
    """Each score that occurs, the highest first: (score, answers, wrong ones among them)."""
    counts: dict[float, tuple[int, int]] = {}
    for score, good in zip(scores, right, strict=True):
        answers, wrong = counts.get(score, (0, 0))
        counts[score] = (answers + 1, wrong + (not good))
    for score in sorted(counts, reverse=True):
        yield score, *counts[score]
