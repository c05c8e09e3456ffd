"""`python -m evals.fit`: fits the reader's weights on the development cases and prints them.

Logistic regression on every sentence that the reader weighs for a question: does it lie in the evidence? The
held-out cases are never looked at. The figures that it prints are cross-validated by question.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.assistant import Assistant
from rag.evidence import Evidence, probability

from .cases import SETS, Case, documents_in, load_cases

_RIDGE = 1.0  # penalty on the squared weights: a few hundred cases should not make bold ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One question: the measures of each sentence (n, m), whether each is evidence (n,), and if any could be."""

    measures: NDArray[np.float64]
    evidence: NDArray[np.bool_]
    answerable: bool


def weigh(assistant: Assistant, cases: Sequence[Case]) -> list[Weighed]:
    """What the reader measures for the cases' questions; small talk and overviews have nothing to measure."""
    result = []
    for case in cases:
        if case.kind == "smalltalk":
            continue
        rows: dict[tuple[str, int], tuple[Evidence, bool]] = {}
        for weighed in assistant.weigh(case.question, case.history):
            document, span = weighed.hit.passage.document, weighed.span
            told = any(e.document == document and e.span.overlaps(span) for e in case.evidence)
            key = (document, span.start)
            # A sentence that two passages share counts once, as the reader counts it.
            if key not in rows or probability(weighed.evidence) > probability(rows[key][0]):
                rows[key] = (weighed.evidence, told)
        if rows:
            measured, evidence = zip(*rows.values(), strict=True)
            result.append(
                Weighed(
                    measures=np.array(measured, dtype=np.float64),
                    evidence=np.array(evidence, dtype=np.bool_),
                    answerable=case.answerable,
                )
            )
    return result


def fit(questions: Sequence[Weighed]) -> tuple[NDArray[np.float64], float]:
    """The weights (m,) and the bias of a ridge-penalised logistic regression, by Newton's method."""
    measures = np.concatenate([question.measures for question in questions])
    labels = np.concatenate([question.evidence for question in questions]).astype(np.float64)
    design = np.column_stack([measures, np.ones(len(measures))])
    penalty = np.diag([_RIDGE] * measures.shape[1] + [0.0])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        odds = 1.0 / (1.0 + np.exp(-design @ beta))
        gradient = design.T @ (odds - labels) + penalty @ beta
        curvature = (design * (odds * (1.0 - odds))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta[:-1], float(beta[-1])


def report(questions: Sequence[Weighed], folds: int = 8) -> str:
    """The fitted weights, and how well they do on questions left out of the fit."""
    best, right, answerable = [], [], []
    for fold in range(folds):
        weights, bias = fit([q for n, q in enumerate(questions) if n % folds != fold])
        for question in questions[fold::folds]:
            scores = 1.0 / (1.0 + np.exp(-(question.measures @ weights + bias)))
            best.append(float(scores.max()))
            right.append(bool(question.evidence[int(scores.argmax())]))
            answerable.append(question.answerable)
    weights, bias = fit(questions)
    lines = [f"  {name:<10} {weight:6.2f}" for name, weight in zip(Evidence._fields, weights, strict=True)]
    first = [r for r, a in zip(right, answerable, strict=True) if a]
    separated = auroc(
        [b for b, a in zip(best, answerable, strict=True) if a],
        [b for b, a in zip(best, answerable, strict=True) if not a],
    )
    lines += [
        f"  {'bias':<10} {bias:6.2f}",
        f"{len(questions)} questions, {len(first)} answerable, {folds}-fold:",
        f"  evidence first {sum(first) / len(first):.3f}   answerable told apart (AUROC) {separated:.3f}",
        "  threshold  answered right  answered wrong  refused rightly  all right",
    ]
    total, unanswerable = len(questions), len(questions) - len(first)
    for threshold in np.arange(0.05, 0.75, 0.05):
        said = [b >= threshold for b in best]
        good = sum(s and r for s, r in zip(said, right, strict=True))
        bad = sum(s and not r for s, r in zip(said, right, strict=True))
        refused = sum(not s and not a for s, a in zip(said, answerable, strict=True))
        lines.append(
            f"  {threshold:9.2f}  {good / len(first):14.3f}  {bad / total:14.3f}"
            f"  {refused / max(1, unanswerable):15.3f}  {(good + refused) / total:9.3f}"
        )
    return "\n".join(lines)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive has a higher score than a negative, ties counting half (Hanley & McNeil 1982)."""
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def main() -> int:
    questions: list[Weighed] = []
    for case_set in SETS.values():
        cases = [case for case in load_cases(case_set.cases, documents_in(case_set.corpus)) if case.split == "dev"]
        with (
            tempfile.TemporaryDirectory() as index,
            closing(Assistant.open(case_set.corpus, Path(index) / "index")) as assistant,
        ):
            questions += weigh(assistant, cases)
    print(report(questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
