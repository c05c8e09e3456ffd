"""Fits how much each measure of the evidence counts, and how sure an answer must be for a given share of wrong ones.

    python -m training.calibrate DATA [--reader FOLDER] [--out FILE]

Asks questions in the open setting (whole articles indexed, the question alone given): the development cases of the eval
suite, the questions on the written documents that the reader's training never saw (written.py), and those on the
paragraphs of DATA that it never saw (held_out.json); each Wikipedia question is asked once more with its own paragraph
left out of the hits. One logistic regression, on every sentence read, puts them in order: does it lie in the evidence?
Another, on the first sentence of each question alone, says how sure it is: does it answer? Writes the weights of both,
with the risk curve (threshold by share of wrong answers), to rag/models/reader/score.json. The figures that it prints
are cross-validated by question.

The risk curve is that of the development cases, the written documents (one in six of their near misses) and the
Wikipedia questions with their paragraphs; each kind is a third of it, however many its questions. All other near
misses, and questions of the wrong paragraphs, help to fit the weights.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from evals.cases import SETS, documents_in, load_cases
from rag.assistant import Assistant
from rag.evidence import SCORE, Evidence
from rag.extractor import Extractor
from rag.records import Span

from .prepare import parted
from .sources import Paragraph, read_squad
from .written import folders, read_written

DEVELOPMENT = 10.0  # weight of the development cases, which are asked as people ask, against one of all others
ASKED = 4.0  # … of the written documents', which are asked so too, but are many
FOLDER = 15  # documents asked together: more, and "Who chaired the meeting?" has an answer in each
RARE = 6  # one in so many of their near misses enters the risk curve
NATURAL = (tuple(SETS), ("written",), ("wiki",))  # the groups of the risk curve, by kind; each kind counts alike
RIDGE = 1.0  # penalty on the squared weights: a few hundred cases should not make bold ones
FOLDS = 8
RISKS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
WIKI_QUESTIONS = 300  # asked twice each
# What speaks against a sentence, or may do either; all other measures speak for it.
SENSE: dict[str, tuple[float | None, float | None]] = {
    "behind": (None, 0.0),
    "missing": (None, 0.0),
    "conflict": (None, 0.0),
    "foreseen": (None, 0.0),
    "length": (None, None),
}
_PRECISE = {"maxiter": 2_000, "ftol": 1e-12, "gtol": 1e-6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One question: the measures of each sentence (n, m), whether each is evidence (n,), and if any could be.

    `unsure` (n,) marks sentences that have an answer's words elsewhere: they are neither.
    """

    group: str
    measures: NDArray[np.float64]
    evidence: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    answerable: bool


Place = tuple[str, Span]  # (document, span)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--reader", type=Path, help="the reader's folder; default: the delivered one")
    parser.add_argument("--out", type=Path, default=SCORE)
    given = parser.parse_args()
    extractor = Extractor(given.reader)
    questions = [
        *development(extractor),
        *written(extractor),
        *articles("squad2", read_squad(given.data / "squad2_part.json", "squad2", titles=True), extractor),
        *articles("wiki", read_squad(given.data / "squadshifts_new_wiki.json", "wiki", titles=True), extractor),
    ]
    best, right = cross_validated(questions)
    for group in dict.fromkeys(q.group for q in questions):
        print(described(group, *chosen(questions, best, right, group)))
    print(described("all", questions, best, right))
    fitted = fit(questions)
    for name, place, weight in zip(Evidence._fields, fitted.order, fitted.weights, strict=True):
        print(f"  {name:<10} {place:6.2f} {weight:6.2f}")
    natural = chosen(questions, best, right, *(group for kind in NATURAL for group in kind))
    shares = evened(natural[0])
    print(described("the risk curve", *natural, shares))
    curve = [[risk, at] for risk in RISKS if (at := threshold_for(risk, *natural[1:], shares)) is not None]
    written_down = {
        "order": {name: round(float(w), 3) for name, w in zip(Evidence._fields, fitted.order, strict=True)},
        "weights": {name: round(float(w), 3) for name, w in zip(Evidence._fields, fitted.weights, strict=True)},
        "bias": round(fitted.bias, 3),
        "curve": curve,
    }
    given.out.write_text(json.dumps(written_down, indent=1) + "\n", encoding="utf-8")
    print(f"{given.out}: bias {fitted.bias:.2f}, thresholds {curve}")


# --- measuring ---------------------------------------------------------------------------------------------


def development(extractor: Extractor) -> Iterator[Measured]:
    """The development cases; small talk and overviews have nothing to measure."""
    for name, case_set in SETS.items():
        cases = load_cases(case_set.cases, documents_in(case_set.corpus))
        with tempfile.TemporaryDirectory() as index, opened(case_set.corpus, index, extractor) as assistant:
            for case in cases:
                if case.split == "dev" and case.kind != "smalltalk":
                    gold = [(e.document, e.span) for e in case.evidence]
                    yield from measured(name, assistant, case.question, gold, history=case.history)


def written(extractor: Extractor) -> Iterator[Measured]:
    """The questions of the held-out written documents: those of a folder are indexed together, of others so many as a
    small folder has.

    Whatever has an answer's words elsewhere may answer too, but not in another document of a folder: there none does.
    """
    _, held = read_written()
    misses = 0
    by_itself = [one for one in held if not one.folder]
    together_by = [by_itself[first : first + FOLDER] for first in range(0, len(by_itself), FOLDER)]
    for together in [*together_by, *folders([one for one in held if one.folder])]:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus"
            for document in together:
                document.save(corpus)
            with opened(corpus, folder + "/index", extractor) as assistant:
                for document, asked in [(one, asked) for one in together for asked in one.asked]:
                    gold = [(document.name, asked.answer)] if asked.answer else []
                    words = [asked.answer.of(document.text)] if asked.answer else []
                    among = document.name if document.folder else None
                    misses += asked.answer is None
                    rare = asked.answer or misses % RARE == 0
                    group = "written" if rare else "written, other"
                    yield from measured(group, assistant, asked.question, gold, words=words, among=among)


def articles(name: str, paragraphs: Sequence[Paragraph], extractor: Extractor) -> Iterator[Measured]:
    """The held-out questions of the articles, all of whose paragraphs are indexed."""
    _, held = parted(list(paragraphs))
    marked = {id(paragraph) for paragraph in held}
    by_article = defaultdict(list)
    for paragraph in paragraphs:
        by_article[paragraph.article].append(paragraph)
    asked = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for article in dict.fromkeys(paragraph.article for paragraph in held):
            text, document = "", re.sub(r"[^\w .-]", "_", article.replace("_", " ")) + ".txt"
            for paragraph in by_article[article]:
                whole = Span(len(text), len(text) + len(paragraph.text))
                if id(paragraph) in marked:
                    asked += [(document, whole, paragraph, question) for question in paragraph.questions]
                text += paragraph.text + "\n\n"
            (corpus / document).write_text(text, encoding="utf-8")
        if name == "wiki":
            asked = asked[:: max(1, len(asked) // WIKI_QUESTIONS)]
        with opened(corpus, folder + "/index", extractor) as assistant:
            started = time.monotonic()
            for n, (document, whole, paragraph, question) in enumerate(asked):
                gold = [(document, Span(whole.start + s.start, whole.start + s.end)) for s in question.answers]
                words = [span.of(paragraph.text) for span in question.answers]
                yield from measured(name, assistant, question.text, gold, words=words)
                if name == "wiki":
                    yield from measured(
                        "wiki, without", assistant, question.text, [], words=words, without=(document, whole)
                    )
                if n % 50 == 49:
                    print(f"{name}: {n + 1}/{len(asked)} questions, {time.monotonic() - started:.0f} s", flush=True)


def opened(corpus: Path, index: str, extractor: Extractor) -> closing[Assistant]:
    return closing(Assistant.open(corpus, Path(index) / "index", extractor=extractor))


def measured(
    group: str,
    assistant: Assistant,
    question: str,
    gold: Sequence[Place],
    *,
    words: Sequence[str] = (),
    among: str | None = None,
    without: Place | None = None,
    history: Sequence[dict[str, str]] = (),
) -> Iterator[Measured]:
    """One question as the reader measures it, or nothing where there is nothing to read.

    `words`: what would answer elsewhere too, or only in the document `among`.
    """
    query = assistant.understand(question, history)
    hits = assistant.search(query) if query.terms or not query.summary else []
    if without:
        hits = [h for h in hits if h.passage.document != without[0] or not h.passage.span.overlaps(without[1])]
    rows: dict[tuple[str, int], tuple[Evidence, bool, bool]] = {}
    for weighed in assistant.weigh(query, hits):
        document, span = weighed.hit.passage.document, weighed.span
        passage = weighed.hit.passage
        said = passage.words(span).casefold()
        told = any(name == document and place.overlaps(span) for name, place in gold)
        unsure = not told and among in (None, document) and any(word.casefold() in said for word in words)
        key = (document, span.start)
        # A sentence that two passages share counts once, as the better one has it.
        if key not in rows or weighed.evidence.span > rows[key][0].span:
            rows[key] = (weighed.evidence, told, unsure)
    if rows:
        measures, evidence, unsures = zip(*rows.values(), strict=True)
        yield Measured(
            group=group,
            measures=np.array(measures, dtype=np.float64),
            evidence=np.array(evidence, dtype=np.bool_),
            unsure=np.array(unsures, dtype=np.bool_),
            answerable=bool(gold),
        )


# --- fitting -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights (m,) that put sentences in order, and those (m,), with a bias, that say how sure the best one is."""

    order: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float


def fit(questions: Sequence[Measured]) -> Fitted:
    """Both regressions. A sentence that may answer or not (`unsure`) enters neither."""
    sure = [(q, ~q.unsure) for q in questions]
    order, _ = logistic([(q.measures[rows], q.evidence[rows], importance(q.group)) for q, rows in sure])
    first = [(q, np.arange(len(q.unsure)) == (q.measures @ order).argmax()) for q in questions]
    first = [(q, row & ~q.unsure) for q, row in first]
    weights, bias = logistic([(q.measures[row], q.evidence[row], importance(q.group)) for q, row in first])
    return Fitted(order, weights, bias)


Rows = tuple[NDArray[np.float64], NDArray[np.bool_], float]  # measures (n, m), labels (n,), the weight of each row


def logistic(rows: Sequence[Rows]) -> tuple[NDArray[np.float64], float]:
    """The weights (m,) and the bias of a ridge-penalised logistic regression, none against its measure's sense.

    Measures tell much the same, and unbounded weights make up for one another: a name that is absent would speak for
    a sentence, and whoever asks by another name would be believed the more.
    """
    measures = np.concatenate([measures for measures, _, _ in rows])
    labels = np.concatenate([labels for _, labels, _ in rows]).astype(np.float64)
    weights = np.concatenate([np.full(len(labels), weight) for _, labels, weight in rows])
    design = np.column_stack([measures, np.ones(len(measures))])
    ridge = np.append(np.full(measures.shape[1], RIDGE), 0.0)

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = design @ beta
        surprise = weights @ (np.logaddexp(0.0, odds) - labels * odds)
        gradient = design.T @ (weights * (1.0 / (1.0 + np.exp(-odds)) - labels)) + ridge * beta
        return float(surprise + beta @ (ridge * beta) / 2), gradient

    bounds = [SENSE.get(name, (0.0, None)) for name in Evidence._fields] + [(None, None)]
    beta = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds, options=_PRECISE).x
    return beta[:-1], float(beta[-1])


def importance(group: str) -> float:
    """The weight of one sentence of a group in the fit."""
    return DEVELOPMENT if group in SETS else ASKED if group.startswith("written") else 1.0


def cross_validated(questions: Sequence[Measured]) -> tuple[list[float], list[bool]]:
    """For each question the best sentence's probability, by weights fitted without it, and whether it answers."""
    best, right = [0.0] * len(questions), [False] * len(questions)
    fold = np.random.default_rng(0).permutation(len(questions)) % FOLDS
    for held in range(FOLDS):
        fitted = fit([q for q, f in zip(questions, fold, strict=True) if f != held])
        for n in np.flatnonzero(fold == held):
            question = questions[n]
            top = int((question.measures @ fitted.order).argmax())
            best[n] = float(1.0 / (1.0 + np.exp(-(question.measures[top] @ fitted.weights + fitted.bias))))
            right[n] = bool(question.answerable and (question.evidence[top] or question.unsure[top]))
    return best, right


def evened(questions: Sequence[Measured]) -> NDArray[np.float64]:
    """The weight of each question (n,) by which every kind of NATURAL counts alike; they add up to 1."""
    kind = {group: n for n, groups in enumerate(NATURAL) for group in groups}
    kinds = np.array([kind[question.group] for question in questions])
    weights = 1.0 / np.bincount(kinds)[kinds]
    return np.asarray(weights / weights.sum())


def threshold_for(
    risk: float, best: Sequence[float], right: Sequence[bool], weights: NDArray[np.float64] | None = None
) -> float | None:
    """The lowest score from which on at most `risk` (0 to 1) of the answers given are wrong; None where none is."""
    order = np.argsort(-np.asarray(best), kind="stable")
    counted = np.ones(len(order)) if weights is None else weights[order]
    wrong = np.cumsum(counted * ~np.asarray(right)[order]) / np.cumsum(counted)
    good = np.flatnonzero(wrong <= risk)
    return round(float(best[order[good[-1]]]), 4) if len(good) else None


def described(
    group: str,
    questions: Sequence[Measured],
    best: Sequence[float],
    right: Sequence[bool],
    weights: NDArray[np.float64] | None = None,
) -> str:
    """How well the scores of a group do, in a few lines. `weights` (n,) of the questions; default: all alike."""
    answerable = np.array([q.answerable for q in questions])
    good, counted = np.asarray(right), np.ones(len(questions)) if weights is None else weights
    first = float(np.average(good[answerable], weights=counted[answerable])) if any(answerable) else float("nan")
    read = np.array([q.evidence.any() for q in questions])
    reached = float(np.average(read[answerable], weights=counted[answerable])) if any(answerable) else float("nan")
    lines = [f"{group}: {len(questions)} questions, {sum(answerable)} answerable"]
    lines[0] += f", evidence read {reached:.3f}, first {first:.3f}"
    if 0 < sum(answerable) < len(answerable):
        apart = roc_auc_score(answerable, best, sample_weight=counted)
        lines[0] += f", told apart (AUROC) {apart:.3f}"
    lines.append("  wrong of the answers   threshold   answered right, of the answerable   refused, of the others")
    for risk in RISKS:
        if (threshold := threshold_for(risk, best, right, weights)) is None:
            continue
        said = np.asarray(best) >= threshold
        given = counted @ (said & good) / max(1e-12, counted @ answerable)
        refused = counted @ (~said & ~answerable) / max(1e-12, counted @ ~answerable)
        lines.append(f"  {risk:20.1%} {threshold:11.3f} {given:35.1%} {refused:24.1%}")
    return "\n".join(lines)


def chosen(
    questions: Sequence[Measured], best: Sequence[float], right: Sequence[bool], *groups: str
) -> tuple[list[Measured], list[float], list[bool]]:
    """The questions of some groups with their scores."""
    kept = [n for n, q in enumerate(questions) if q.group in groups]
    return [questions[n] for n in kept], [best[n] for n in kept], [right[n] for n in kept]


if __name__ == "__main__":
    main()
