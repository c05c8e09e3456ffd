"""The closed setting: the question and its own paragraph are given; the reader names the span, or says "no answer".

The paragraph is cut into passages by the splitter, and each passage is read as at run time; the best span of all
counts. To see whether the reader knows a passage that has nothing to do with the question, each answerable question is
also read with the passage of another paragraph that has most of its words (BM25) and holds none of its answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from measures.selective import auroc
from measures.squad import best, best_cut, exact_match, f1
from rag.embedder import Embedder
from rag.extractor import Extraction
from rag.passages import label, retrieval_text, split
from rag.question import analyse
from rag.reader import SpanExtractor, one_line
from rag.records import Document
from rag.words import Words

from ..match import holds
from ..metrics import Mean, mean, percentile
from .files import Article, Asked

_FOREIGN = 20  # passages among which a foreign one is looked for; the first ones are often the paragraph's own
_NOTHING = -1e6  # the margin where no span was found at all: below every other


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What the reader made of a question and its paragraph.

    `f1` and `exact` are of the best span, forced (0 to 1). `margin` is how far it stands above "no answer", `verdict`
    what the reader says of whether a passage answers at all, both logits; `foreign` are the same two for the passage
    of another paragraph, None where there is none.
    """

    answerable: bool
    f1: float
    exact: float
    margin: float
    verdict: float
    foreign: tuple[float, float] | None
    seconds: float


@dataclass(frozen=True, slots=True)
class _Window:
    """A passage as the reader gets it, and the paragraph that it is of."""

    label: str
    text: str
    paragraph: str


class ClosedReader:
    """Reads questions with their paragraphs. `folder` is for the words index of the passages, and empty before."""

    def __init__(
        self, articles: Sequence[Article], embedder: Embedder, extractor: SpanExtractor, size: int, folder: Path
    ) -> None:
        """`size` is the aimed-at length of a passage, in tokens. Only the embedder's tokenizer is used."""
        self._extractor = extractor
        self._windows: dict[str, _Window] = {}
        self._of: dict[tuple[int, int], list[str]] = {}  # the ids of the windows of a paragraph
        self._words = Words(folder)
        for a, article in enumerate(articles):
            for p, paragraph in enumerate(article.paragraphs):
                document = _document(f"{a}.{p}", article.title, paragraph.text)
                passages = list(split(document, embedder, size)) if paragraph.text.strip() else []
                for passage in passages:
                    shown = label(passage.title, passage.heading)
                    self._windows[passage.id] = _Window(shown, one_line(passage)[0], paragraph.text)
                self._of[a, p] = [passage.id for passage in passages]
                self._words.add(self._of[a, p], [retrieval_text(passage) for passage in passages])
        self._words.commit()

    def read(self, asked: Asked) -> Closed:
        """The verdict on one question."""
        question, started = asked.question, perf_counter()
        own = [self._windows[identifier] for identifier in self._of[asked.article, asked.paragraph]]
        found = self._extract(question.text, own)
        seconds = perf_counter() - started
        surest = max(range(len(found)), key=lambda n: _margin(found[n]), default=None)
        said = ""
        if surest is not None and found[surest].spans:
            said = found[surest].spans[0][0].of(own[surest].text)
        foreign = self._foreign(asked, own)
        return Closed(
            answerable=question.answerable,
            f1=best(f1, said, question.answers),
            exact=best(exact_match, said, question.answers),
            margin=max(map(_margin, found), default=_NOTHING),
            verdict=max((extraction.answerable for extraction in found), default=_NOTHING),
            foreign=foreign,
            seconds=seconds,
        )

    def _extract(self, question: str, windows: Sequence[_Window]) -> list[Extraction]:
        return self._extractor.extract(question, [w.label for w in windows], [w.text for w in windows])

    def _foreign(self, asked: Asked, own: Sequence[_Window]) -> tuple[float, float] | None:
        if not asked.question.answerable or not own:
            return None
        for identifier, _ in self._words.search(analyse(asked.question.text).stems, _FOREIGN):
            window = self._windows[identifier]
            if window.paragraph != own[0].paragraph and not any(
                holds(window.text, answer) for answer in asked.question.answers
            ):
                (found,) = self._extract(asked.question.text, [window])
                return _margin(found), found.answerable
        return None


def _margin(extraction: Extraction) -> float:
    return max(_NOTHING, extraction.margin)


def _document(identifier: str, title: str, text: str) -> Document:
    return Document(id=identifier, path="", title=title, text=text, digest="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusing:
    """SQuAD 2.0's figures, 0 to 1, where what is less sure than `cut` (a margin, logits) is taken for "no answer"."""

    f1: float
    exact: float
    cut: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How well two scores tell the answerable questions from others (AUROC, 0 to 1), and how many others."""

    others: int
    margin: float | None
    verdict: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedFigures:
    """The figures of the closed setting; None where there is nothing to measure.

    `f1` and `exact` are of the answerable questions, the best span forced; `as_read` is SQuAD 2.0 with the reader's
    own verdict (a margin above 0 answers), `at_best` at the cut that is best for its F1, chosen on these very
    questions as the official script does. `median` and `p95` are milliseconds a question, its paragraph read.
    """

    questions: int
    answerable: int
    f1: Mean | None
    exact: Mean | None
    as_read: Refusing | None
    at_best: Refusing | None
    own: Told
    foreign: Told
    median: float | None
    p95: float | None


def closed_figures(read: Sequence[Closed]) -> ClosedFigures:
    """The figures of some questions."""
    answerable = [one for one in read if one.answerable]
    others = [one for one in read if not one.answerable]
    milliseconds = [one.seconds * 1000 for one in read]
    return ClosedFigures(
        questions=len(read),
        answerable=len(answerable),
        f1=mean([one.f1 for one in answerable]),
        exact=mean([one.exact for one in answerable]),
        as_read=_refusing(read, 0.0) if others else None,
        at_best=_refusing(read, _best_margin(read)) if others else None,
        own=_told(answerable, [(one.margin, one.verdict) for one in others]),
        foreign=_told(answerable, [one.foreign for one in answerable if one.foreign]),
        median=percentile(milliseconds, 0.5),
        p95=percentile(milliseconds, 0.95),
    )


def _refusing(read: Sequence[Closed], cut: float) -> Refusing:
    scored = [(one.f1, one.exact) if one.margin >= cut else (_refused(one),) * 2 for one in read]
    f1s, exacts = zip(*scored, strict=True)
    return Refusing(f1=sum(f1s) / len(read), exact=sum(exacts) / len(read), cut=cut)


def _best_margin(read: Sequence[Closed]) -> float:
    _, cut = best_cut([one.margin for one in read], [one.f1 for one in read], [_refused(one) for one in read])
    # Where refusing everything is best, the cut is just above the surest.
    return cut if math.isfinite(cut) else math.nextafter(max(one.margin for one in read), math.inf)


def _refused(one: Closed) -> float:
    return float(not one.answerable)


def _told(answerable: Sequence[Closed], others: Sequence[tuple[float, float]]) -> Told:
    return Told(
        others=len(others),
        margin=auroc([one.margin for one in answerable], [margin for margin, _ in others]),
        verdict=auroc([one.verdict for one in answerable], [verdict for _, verdict in others]),
    )
