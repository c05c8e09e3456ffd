"""Measures a reader on the held-out windows of prepare.py, through rag.extractor as it runs.

    python -m training.measure_reader DATA [--model rag/models/reader] [--most N]

Prints F1 and exact match of the best span on answerable questions (the official SQuAD metric, with the answer
forced), and how well three scores tell answerable windows from each kind of unanswerable one (AUROC): the
answerable logit, the margin of the best span over "no answer", and a logistic combination of the two, fitted on
one half and measured on the other, both ways.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from measures.squad import best, exact_match, f1
from rag.extractor import Extraction, Extractor

from .windows import read_units

KINDS = (  # of windows that do not answer: how they are called, and how their kind begins
    ("adversarial", "adversarial"),
    ("retrieved", "retrieved"),
    ("made misses", "miss-"),
    ("written misses", "untold"),
    ("the same, read alone", "alone-untold"),
)

Row = tuple[dict[str, Any], Extraction]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--most", type=int, default=10**9, help="units of each source")
    given = parser.parse_args()
    extractor = Extractor(given.model)
    print(f"{extractor.fingerprint}, held-out windows of {given.data}")
    sources: dict[str, list[Row]] = {}
    count, started = 0, time.perf_counter()
    for path in sorted(given.data.glob("held_*.jsonl")):
        units = read_units(path)
        units = units[:: max(1, len(units) // given.most)] if units else []
        rows = [(w, extractor.extract(w["question"], [w["label"]], [w["text"]])[0]) for unit in units for w in unit]
        if rows:
            sources[path.stem.removeprefix("held_")] = rows
            count += len(rows)
    print(f"{count} windows, {(time.perf_counter() - started) / count * 1000:.1f} ms each, one at a time\n")

    print("answerable   questions     F1     EM   answer beats null")
    for name, rows in sources.items():
        answered = [(w, e) for w, e in rows if w["answers"]]
        f1, exact = zip(*(span_scores(w, e) for w, e in answered), strict=True)
        above = np.mean([e.margin > 0 for _, e in answered])
        print(f"{name:12} {len(answered):9} {np.mean(f1):6.1%} {np.mean(exact):6.1%} {above:19.1%}")

    print("\nanswerable against            windows   answerable   margin   both   null wins")
    for name, rows in sources.items():
        positive = [e for w, e in rows if w["answers"]]
        for kind, wanted in KINDS:
            negative = [e for w, e in rows if w["kind"].startswith(wanted)]
            if len(negative) > 20:
                told_apart(f"{name}: {kind}", positive, negative)
    everything = [row for rows in sources.values() for row in rows]
    positive = [e for w, e in everything if w["answers"]]
    for kind in sorted({w["kind"] for w, _ in everything if w["kind"].startswith("miss-")}):
        told_apart(f"all: {kind}", positive, [e for w, e in everything if w["kind"] == kind])


def told_apart(name: str, positive: Sequence[Extraction], negative: Sequence[Extraction]) -> None:
    true = np.array([1] * len(positive) + [0] * len(negative))
    both = np.array([[e.answerable, max(e.margin, -30.0)] for e in [*positive, *negative]])
    model = LogisticRegression(class_weight="balanced")
    combined = cross_val_predict(model, both, true, cv=2, method="decision_function")
    wins = np.mean([e.margin < 0 for e in negative])
    print(
        f"{name:28} {len(negative):8} {roc_auc_score(true, both[:, 0]):12.3f} {roc_auc_score(true, both[:, 1]):8.3f} "
        f"{roc_auc_score(true, combined):6.3f} {wins:11.1%}"
    )


def span_scores(window: dict[str, Any], extraction: Extraction) -> tuple[float, float]:
    """(F1, exact match) of the best span against the best of the annotators' answers."""
    said = extraction.spans[0][0].of(window["text"]) if extraction.spans else ""
    gold = [window["text"][start:end] for start, end in window["answers"]]
    return best(f1, said, gold), best(exact_match, said, gold)


if __name__ == "__main__":
    main()
