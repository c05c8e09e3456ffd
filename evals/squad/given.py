"""What a system gave for a question of a file, and the verdict on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from measures.selective import Selective, selective
from measures.squad import best, f1
from rag.records import Span

from ..match import holds
from ..metrics import Mean, Share, mean, percentile
from .files import Question

Place = tuple[str, Span]  # a document's id, and characters of its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a system gave: nothing of it is cited or said where it refused.

    `short` is the exact answer, "" where it names none; `text` the answer in whole sentences. `cited` are the places
    that it names, `read` those that it looked at. `surest` is what it holds for the best answer, said or not, in whole
    sentences, and `score` how sure it is of that, 0 to 1.
    """

    refused: bool
    short: str
    text: str
    cited: tuple[Place, ...]
    read: tuple[Place, ...]
    surest: str
    score: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The verdict on what was given for a question.

    `found`: an accepted answer stands in what was read. `f1` is that of the short answer, or of the text where there
    is none, and `text_f1` that of the text: SQuAD's, 0 to 1, a refusal counting as "no answer". `cites`: a citation
    lies in the right paragraph. `right`: an accepted answer stands in the text; `surest_right`: in what it held for
    the best answer. Of a question that cannot be answered, neither ever is.
    """

    answerable: bool
    found: bool
    refused: bool
    short: bool
    f1: float
    text_f1: float
    cites: bool
    right: bool
    surest_right: bool
    score: float
    seconds: float


def judged(question: Question, paragraph: Sequence[Place], given: Given) -> Said:
    """The verdict. `paragraph` is where the right paragraph stands: in several places if the file repeats it."""
    answers = [
        (document, Span(span.start + one.start, span.start + one.end))
        for document, span in paragraph
        for one in question.spans
    ]
    return Said(
        answerable=question.answerable,
        found=_meet(given.read, answers or paragraph) if question.answerable else False,
        refused=given.refused,
        short=bool(given.short),
        f1=best(f1, given.short or given.text, question.answers),
        text_f1=best(f1, given.text, question.answers),
        cites=_meet(given.cited, paragraph),
        right=any(holds(given.text, answer) for answer in question.answers),
        surest_right=any(holds(given.surest, answer) for answer in question.answers),
        score=given.score,
        seconds=given.seconds,
    )


def refusing(said: Sequence[Said], count: int) -> list[Said]:
    """The verdicts if the system had refused those `count` questions of which it is least sure, and no others."""
    order = sorted(range(len(said)), key=lambda n: said[n].score)
    refused = set(order[:count])
    return [_refused(one) if n in refused else one for n, one in enumerate(said)]


def _refused(said: Said) -> Said:
    nothing = float(not said.answerable)
    return replace(said, refused=True, short=False, f1=nothing, text_f1=nothing, cites=False, right=False)


def _meet(places: Sequence[Place], wanted: Sequence[Place]) -> bool:
    return any(one == other and span.overlaps(right) for one, span in places for other, right in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFigures:
    """The figures of one system in the open setting; None where there is nothing to measure.

    `found`, `refused`, `f1`, `text_f1`: of the answerable questions, a refusal counting 0. `answered_f1`, `short`,
    `cites`: of the answers to them. `refused_rightly`: of the unanswerable ones. `wrong`: of all answers. `curve`: of
    what it held for the best answer to each question, by how sure it was. `median` and `p95` are milliseconds.
    """

    questions: int
    answerable: int
    found: Share
    refused: Share
    refused_rightly: Share
    f1: Mean | None
    text_f1: Mean | None
    answered_f1: Mean | None
    short: Share
    cites: Share
    wrong: Share
    curve: Selective
    median: float | None
    p95: float | None


def open_figures(said: Sequence[Said]) -> OpenFigures:
    """The figures of some verdicts."""
    answerable = [one for one in said if one.answerable]
    unanswerable = [one for one in said if not one.answerable]
    answered = [one for one in said if not one.refused]
    meant = [one for one in answerable if not one.refused]
    milliseconds = [one.seconds * 1000 for one in said]
    return OpenFigures(
        questions=len(said),
        answerable=len(answerable),
        found=Share(sum(one.found for one in answerable), len(answerable)),
        refused=Share(sum(one.refused for one in answerable), len(answerable)),
        refused_rightly=Share(sum(one.refused for one in unanswerable), len(unanswerable)),
        f1=mean([one.f1 for one in answerable]),
        text_f1=mean([one.text_f1 for one in answerable]),
        answered_f1=mean([one.f1 for one in meant]),
        short=Share(sum(one.short for one in meant), len(meant)),
        cites=Share(sum(one.cites for one in meant), len(meant)),
        wrong=Share(sum(not one.right for one in answered), len(answered)),
        curve=selective([one.score for one in said], [one.surest_right for one in said]),
        median=percentile(milliseconds, 0.5),
        p95=percentile(milliseconds, 0.95),
    )
