"""The figures of a file as text and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from measures.selective import RISKS, Selective

from ..metrics import Mean, Share
from ..report import percent, share_json
from .closed import ClosedFigures, Refusing, Told
from .given import OpenFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured on a file, and what with: sizes are counts, `open` has the figures of each system."""

    file: str
    reader: str
    threshold: float
    hits: int
    articles: int
    paragraphs: int
    questions: int
    asked: int
    closed: ClosedFigures | None = None
    open: Mapping[str, OpenFigures] | None = None


def table(measured: Measured) -> str:
    """The figures as text."""
    one = measured
    asked = f"{one.asked:,} of {one.questions:,}" if one.asked < one.questions else f"all {one.questions:,}"
    lines = [
        f"{one.file}: {one.articles:,} articles, {one.paragraphs:,} paragraphs; {asked} questions asked",
        f"reader: {one.reader}",
        "",
    ]
    if one.closed:
        lines += ["Closed: the paragraph is given", *_closed(one.closed), ""]
    if one.open:
        lines += [f"Open: up to {one.hits} passages read, threshold {one.threshold:g}", *_open(one.open), ""]
    return "\n".join(line.rstrip() for line in lines)


def to_json(value: Any) -> Any:
    """Records as JSON-ready values. Shares and means are 0 to 1; what is infinite or nothing is null."""
    if isinstance(value, Share):
        return share_json(value)
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: to_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


_LABEL, _COLUMN = 46, 32


def _row(label: str, *values: str) -> str:
    return f"  {label:<{_LABEL}}" + "".join(f"{value:<{_COLUMN}}" for value in values)


def _closed(figures: ClosedFigures) -> Iterator[str]:
    yield _row(f"{figures.answerable:,} answerable questions, best span forced: F1", _mean(figures.f1))
    yield _row("  exact match", _mean(figures.exact))
    for name, refusing in (("a margin above 0 answers", figures.as_read), ("the best cut for F1", figures.at_best)):
        if refusing:
            yield _row(f"SQuAD 2.0, {figures.questions:,} questions, {name}: F1", _refusing(refusing))
    yield _row(f"told from {figures.own.others:,} unanswerable ones (AUROC)", _told(figures.own))
    yield _row(f"told from {figures.foreign.others:,} foreign passages (AUROC)", _told(figures.foreign))
    yield _row("milliseconds a question, median and 95 %", f"{_number(figures.median)}  {_number(figures.p95)}")


def _open(systems: Mapping[str, OpenFigures]) -> Iterator[str]:
    columns: Sequence[OpenFigures] = list(systems.values())
    first = columns[0]
    yield _row(f"{first.answerable:,} answerable questions", *systems)
    yield _row("  an answer stands in what was read", *(percent(one.found) for one in columns))
    yield _row("  refused", *(percent(one.refused) for one in columns))
    yield _row("  F1, short answer, refusals count 0", *(_mean(one.f1) for one in columns))
    yield _row("  F1, whole text, refusals count 0", *(_mean(one.text_f1) for one in columns))
    yield _row("  answered: F1, short answer", *(_mean(one.answered_f1) for one in columns))
    yield _row("  answered: with a short answer", *(percent(one.short) for one in columns))
    yield _row("  answered: cites the right paragraph", *(percent(one.cites) for one in columns))
    yield _row(f"{first.questions - first.answerable:,} unanswerable questions")
    yield _row("  refused", *(percent(one.refused_rightly) for one in columns))
    yield _row("all: wrong among the answered", *(percent(one.wrong) for one in columns))
    for n, risk in enumerate(RISKS):
        label = f"  may be answered, {risk:.0%} wrong at most".replace("%", " %")
        yield _row(label, *(_at(one.curve, n) for one in columns))
    yield _row("  area under risk and coverage", *(_unit(one.curve.aurc) for one in columns))
    yield _row("  calibration error", *(_unit(one.curve.ece) for one in columns))
    yield _row("milliseconds, median and 95 %", *(f"{_number(one.median)}  {_number(one.p95)}" for one in columns))


def _mean(mean: Mean | None) -> str:
    if mean is None:
        return "–"
    low, high = mean.interval
    return f"{mean.value:6.1%}  [{low * 100:.0f}–{high * 100:.0f}]".replace("%", " %")


def _refusing(one: Refusing) -> str:
    return f"{one.f1:6.1%}  exact {one.exact:.1%}  cut {one.cut:.2f}".replace("%", " %")


def _told(told: Told) -> str:
    return f"{_unit(told.margin)} by the margin, {_unit(told.verdict)} by the verdict"


def _at(curve: Selective, place: int) -> str:
    point = curve.at[place]
    return "none" if point is None else f"{point.coverage:6.1%}  from {point.threshold:.2f}".replace("%", " %")


def _unit(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"
