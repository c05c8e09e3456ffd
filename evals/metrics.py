"""The figures, as pure functions of results: shares with their intervals, the F1 of refusals, latencies."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from measures.selective import Selective, selective
from measures.squad import best, exact_match, f1

from .judge import Result

T = TypeVar("T")
Interval = tuple[float, float]

_Z = 1.959964  # the normal distribution's 97.5 % point: intervals of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: 0 <= hits <= total."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the share after Wilson, within 0 to 1; None of nothing."""
        return wilson(self.hits, self.total) if self.total else None

    def __str__(self) -> str:
        return f"{self.hits}/{self.total}"


def wilson(hits: int, total: int) -> Interval:
    """Wilson's 95 % interval for `hits` of `total` (at least 1): lower and upper bound, 0 to 1."""
    share, z2 = hits / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(values: Sequence[T], statistic: Callable[[Sequence[T]], float], rounds: int = 1000) -> Interval:
    """The 95 % percentile interval of a statistic under resampling; the same for the same values.

    `values` must not be empty; `rounds` is the number of resamples, 40 or more.
    """
    chance = random.Random(0)
    drawn = sorted(statistic(chance.choices(values, k=len(values))) for _ in range(rounds))
    return drawn[int(rounds * 0.025)], drawn[min(rounds - 1, int(rounds * 0.975))]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of so many values, with its 95 % bootstrap interval."""

    value: float
    interval: Interval
    of: int


def mean(values: Sequence[float]) -> Mean | None:
    """The mean of some values; None of nothing."""
    # Question sets are large, and their intervals narrow: 200 rounds give the bounds to half a point.
    return Mean(_mean(values), bootstrap(values, _mean, rounds=200), len(values)) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that is not exceeded by `share` (above 0, to 1) of all values; None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A share that the suite reports: its name in files, its label, what it counts, and which way is better.

    A gated figure that gets worse than the baseline fails the run. An `exact` one must not lose a single case; the
    others rest on the arithmetic of the models, which rounds differently on different processors.
    """

    name: str
    label: str
    count: Callable[[Sequence[Result]], Share]
    gated: bool = True
    lower_is_better: bool = False
    exact: bool = False


def completed(results: Sequence[Result]) -> Share:
    """Questions that got a reaction at all / all: the rest raised an error."""
    return _share(results, lambda r: r.answer is not None)


def answer_right(results: Sequence[Result]) -> Share:
    """Answerable questions answered with an accepted answer / all answerable ones."""
    return _share(_expecting("answer", results), lambda r: r.right)


def citation_right(results: Sequence[Result]) -> Share:
    """Answerable questions with at least one citation that overlaps the evidence / all answerable ones."""
    return _share(_expecting("answer", results), lambda r: r.cites_evidence > 0)


def citation_precision(results: Sequence[Result]) -> Share:
    """Citations that overlap the evidence / all citations in the answers to answerable questions."""
    ours = _expecting("answer", results)
    return Share(sum(r.cites_evidence for r in ours), sum(r.citations for r in ours))


def citation_exact(results: Sequence[Result]) -> Share:
    """Citations and nearest passages that are the document's words at their offsets / all of them."""
    return Share(sum(r.exact for r in results), sum(r.quotes for r in results))


def footnoted(results: Sequence[Result]) -> Share:
    """Answers in which every sentence has a citation / all answers that claim to be from the documents."""
    return _share([r for r in results if r.answered and not r.is_small_talk], lambda r: r.footnoted)


def refusal_precision(results: Sequence[Result]) -> Share:
    """Refusals of unanswerable questions / all refusals."""
    return _share([r for r in results if r.refused], lambda r: r.case.expects == "refusal")


def refusal_recall(results: Sequence[Result]) -> Share:
    """Refusals of unanswerable questions / all unanswerable questions."""
    return _share(_expecting("refusal", results), lambda r: r.refused)


def refusal_f1(results: Sequence[Result]) -> float:
    """The harmonic mean of refusal precision and recall, 0 to 1; 1 when nothing was or should be refused."""
    refused = sum(r.refused for r in results)
    due = sum(r.case.expects == "refusal" for r in results)
    both = sum(r.refused and r.case.expects == "refusal" for r in results)
    return 2 * both / (refused + due) if refused + due else 1.0


def answered_unanswerable(results: Sequence[Result]) -> Share:
    """Unanswerable questions that were answered / all unanswerable ones."""
    return _share(_expecting("refusal", results), lambda r: r.answered)


def wrong_answers(results: Sequence[Result]) -> Share:
    """Answers that are not right / all answers, to whatever question but small talk."""
    answers = [r for r in results if r.answered and r.case.expects != "smalltalk"]
    return _share(answers, lambda r: not r.right)


def small_talk_right(results: Sequence[Result]) -> Share:
    """Small talk answered as such: no refusal, no citation / all small talk."""
    return _share(_expecting("smalltalk", results), lambda r: r.is_small_talk)


def passed(results: Sequence[Result]) -> Share:
    """Cases in which all is as expected / all cases."""
    return _share(results, lambda r: r.passed)


FIGURES = (
    Figure(name="answer_right", label="answer right", count=answer_right),
    Figure(name="citation_right", label="citation right", count=citation_right),
    Figure(name="citation_precision", label="citation precision", count=citation_precision, gated=False),
    Figure(name="citation_exact", label="citation exact", count=citation_exact, exact=True),
    Figure(name="footnoted", label="every sentence cited", count=footnoted, exact=True),
    Figure(name="refusal_precision", label="refusal precision", count=refusal_precision),
    Figure(name="refusal_recall", label="refusal recall", count=refusal_recall),
    Figure(
        name="answered_unanswerable",
        label="answered, unanswerable",
        count=answered_unanswerable,
        lower_is_better=True,
    ),
    Figure(name="wrong_answers", label="wrong among answered", count=wrong_answers, lower_is_better=True),
    Figure(name="small_talk_right", label="small talk right", count=small_talk_right, exact=True),
    Figure(name="completed", label="ran without error", count=completed, exact=True),
    Figure(name="passed", label="all as expected", count=passed),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What is reported beside the shares, and not gated. None where there is nothing to measure.

    `refusal_f1`, `short_exact` and `short_f1` are 0 to 1 with 95 % bootstrap intervals; the short ones
    compare the exact answer span, where one was given (`short_answers` times), with the accepted answers as
    SQuAD does. `selective` says what the score of an answer is worth; it sees as far as questions were answered
    (with a threshold of 0: all of them). `median` and `p95` are milliseconds a question; `sentences` is the mean
    number in an answer.
    """

    refusal_f1: float | None
    refusal_f1_interval: Interval | None
    short_exact: float | None
    short_exact_interval: Interval | None
    short_f1: float | None
    short_f1_interval: Interval | None
    short_answers: int
    selective: Selective | None
    median: float | None
    p95: float | None
    sentences: float | None


def numbers(results: Sequence[Result]) -> Numbers:
    """The numbers of some results."""
    exact, overlap = _short_scores(results, exact_match), _short_scores(results, f1)
    milliseconds = [r.milliseconds for r in results]
    sentences = [len(r.answer.claims) for r in results if r.answer and r.answer.claims]
    return Numbers(
        refusal_f1=refusal_f1(results) if results else None,
        refusal_f1_interval=bootstrap(results, refusal_f1) if results else None,
        short_exact=_mean(exact) if exact else None,
        short_exact_interval=bootstrap(exact, _mean) if exact else None,
        short_f1=_mean(overlap) if overlap else None,
        short_f1_interval=bootstrap(overlap, _mean) if overlap else None,
        short_answers=len(exact),
        selective=_selective(results),
        median=percentile(milliseconds, 0.5),
        p95=percentile(milliseconds, 0.95),
        sentences=_mean(sentences) if sentences else None,
    )


def shares(results: Sequence[Result]) -> dict[str, Share]:
    """Every figure by its name."""
    return {figure.name: figure.count(results) for figure in FIGURES}


def by_kind(results: Sequence[Result]) -> dict[str, Share]:
    """The cases in which all is as expected, by kind, in the order of their first case."""
    kinds = dict.fromkeys(r.case.kind for r in results)
    return {kind: passed([r for r in results if r.case.kind == kind]) for kind in kinds}


def _selective(results: Sequence[Result]) -> Selective | None:
    asked = [r for r in results if r.case.expects != "smalltalk"]
    scored = [(r.answer.score, r.right) for r in asked if r.answered and r.answer and r.answer.score is not None]
    if not scored:
        return None
    scores, right = zip(*scored, strict=True)
    return selective(scores, right, len(asked))


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> Share:
    return Share(sum(holds(r) for r in results), len(results))


def _expecting(what: str, results: Sequence[Result]) -> list[Result]:
    return [r for r in results if r.case.expects == what]


def _short_scores(results: Sequence[Result], score: Callable[[str, str], float]) -> list[float]:
    # Only where one string is a whole accepted answer: pieces that must occur together are no short answer.
    return [
        best(score, r.answer.short, [alone[0] for alone in r.case.answer if len(alone) == 1])
        for r in results
        if r.answer and r.answer.short and any(len(alone) == 1 for alone in r.case.answer)
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
