"""The outcome of a run as a terminal table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from measures.selective import RISKS, Selective

from .baseline import Regression
from .cases import SPLITS, Case
from .judge import Result, accepted
from .metrics import FIGURES, Interval, Numbers, Share, by_kind, numbers, shares


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """What one case set gave."""

    name: str
    results: tuple[Result, ...]

    def of(self, split: str) -> tuple[Result, ...]:
        """The results of one split."""
        return tuple(result for result in self.results if result.case.split == split)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A whole run. `shown` are the splits whose single cases may be shown; figures are shown of all.

    `without_baseline` are the case sets and splits that had nothing to be compared with, as "set, split".
    """

    sets: tuple[SetOutcome, ...]
    regressions: tuple[Regression, ...] = ()
    without_baseline: tuple[str, ...] = ()
    shown: tuple[str, ...] = ("dev",)


def table(outcome: Outcome) -> str:
    """The outcome as text: the figures of both splits, the failing cases of those that are shown."""
    return "\n".join(line for case_set in outcome.sets for line in _set(case_set, outcome.shown)) + "\n"


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON-ready values. Shares and intervals are 0 to 1, times are milliseconds."""
    return {
        "sets": {
            case_set.name: {
                "splits": {split: _split_json(case_set.of(split)) for split in SPLITS},
                "results": [_result_json(result) for result in case_set.results if result.case.split in outcome.shown],
            }
            for case_set in outcome.sets
        },
        "regressions": [str(regression) for regression in outcome.regressions],
        "without_baseline": list(outcome.without_baseline),
    }


def verdict(result: Result) -> str:
    """What happened, in a few words: "passed", or all that is not as expected."""
    if result.passed:
        return "passed"
    if result.error is not None:
        return result.error
    problems = []
    if result.case.expects == "refusal":
        problems.append("answered, but the documents do not say" if not result.refused else "")
    elif result.refused:
        problems.append("refused")
    elif result.case.expects == "smalltalk":
        problems.append("not taken as small talk" if not result.is_small_talk else "")
    else:
        problems.append("answer not right" if not result.right else "")
        problems.append("evidence not cited" if not result.cites_evidence else "")
    if result.exact < result.quotes:
        problems.append(f"{result.quotes - result.exact} of {result.quotes} quotes not exact")
    return ", ".join(filter(None, problems))


def percent(share: Share) -> str:
    """A share with its 95 % interval, for reading: "86/94   91.5 %  [84–96]"."""
    if share.value is None or share.interval is None:
        return "–"
    low, high = share.interval
    return f"{share!s:>9} {share.value:6.1%}  [{low * 100:.0f}–{high * 100:.0f}]".replace("%", " %")


def measured(found: Numbers) -> list[tuple[str, str]]:
    """The numbers that are no shares, as label and value for reading."""

    def unit(value: float | None, interval: Interval | None) -> str:
        if value is None or interval is None:
            return "–"
        return f"{value:.3f}  [{interval[0]:.2f}–{interval[1]:.2f}]"

    def plain(value: float | None, ending: str = "") -> str:
        return "–" if value is None else f"{value:.1f}{ending}"

    return [
        ("refusal F1", unit(found.refusal_f1, found.refusal_f1_interval)),
        (f"short answer exact ({found.short_answers})", unit(found.short_exact, found.short_exact_interval)),
        (f"short answer F1 ({found.short_answers})", unit(found.short_f1, found.short_f1_interval)),
        ("sentences an answer", plain(found.sentences)),
        *_selective(found.selective),
        ("latency, median", plain(found.median, " ms")),
        ("latency, 95th percentile", plain(found.p95, " ms")),
    ]


def _selective(found: Selective | None) -> Iterator[tuple[str, str]]:
    for n, risk in enumerate(RISKS):
        label = f"may be answered, {risk:.0%} wrong".replace("%", " %")
        point = found.at[n] if found else None
        shown = f"{point.coverage:.3f}  from a score of {point.threshold:.2f}" if point else "–"
        yield label, shown
    yield "area under risk and coverage", f"{found.aurc:.3f}" if found and found.aurc is not None else "–"
    yield "calibration error", f"{found.ece:.3f}" if found and found.ece is not None else "–"


_LABEL, _COLUMN = 30, 34


def _set(case_set: SetOutcome, shown: Sequence[str]) -> Iterator[str]:
    splits = {split: case_set.of(split) for split in SPLITS}

    def row(label: str, *values: str) -> str:
        return (f"  {label:<{_LABEL}}" + "".join(f"{value:<{_COLUMN}}" for value in values)).rstrip()

    yield row(case_set.name, *(f"{split}, {len(results)} cases" for split, results in splits.items()))
    yield "  " + "─" * (_LABEL + len(splits) * _COLUMN)
    columns = [shares(results) for results in splits.values()]
    for figure in FIGURES:
        gate = " " if figure.gated else " (not gated)"
        yield row(figure.label + gate, *(percent(column[figure.name]) for column in columns))
    readings = [measured(numbers(results)) for results in splits.values()]
    for lines in zip(*readings, strict=True):
        # The labels differ between splits only in how many short answers there were.
        yield row(lines[0][0].split(" (")[0], *(f"{value:>9}" for _, value in lines))
    yield ""
    yield row("as expected, by kind")
    kinds = [by_kind(results) for results in splits.values()]
    for kind in dict.fromkeys(kind for column in kinds for kind in column):
        yield row("  " + kind, *(percent(column.get(kind, Share(0, 0))) for column in kinds))
    yield ""
    for split in shown:
        failures = [result for result in splits[split] if not result.passed]
        yield f"  {case_set.name}, {split}: {len(failures)} not as expected"
        for result in failures:
            yield from _failure(result)
        yield ""


def _failure(result: Result) -> Iterator[str]:
    case = result.case
    yield f"    {case.id} ({case.kind}): {verdict(result)}"
    for message in case.history:
        yield f"        {message['role']:>9}: {_short(message['content'])}"
    yield f"         question: {_short(case.question)}"
    if case.expects == "answer":
        yield f"         expected: {_short(' | '.join(accepted(case)))}"
    if result.answer is not None:
        yield f"              got: {_short(result.answer.text)}"


def _short(text: str, limit: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _split_json(results: Sequence[Result]) -> dict[str, Any]:
    return {
        "cases": len(results),
        "figures": {
            figure.name: share_json(figure.count(results))
            | {"gated": figure.gated, "lower_is_better": figure.lower_is_better}
            for figure in FIGURES
        },
        "numbers": asdict(numbers(results)),
        "by_kind": {kind: share_json(share) for kind, share in by_kind(results).items()},
    }


def share_json(share: Share) -> dict[str, Any]:
    """A share as JSON-ready values."""
    return {"hits": share.hits, "total": share.total, "share": share.value, "interval": share.interval}


def _result_json(result: Result) -> dict[str, Any]:
    return {
        "case": case_json(result.case),
        "verdict": verdict(result),
        "passed": result.passed,
        "right": result.right,
        "cites_evidence": result.cites_evidence,
        "exact": result.exact,
        "quotes": result.quotes,
        "milliseconds": round(result.milliseconds, 3),
        "error": result.error,
        "score": None if result.answer is None else result.answer.score,
        "answer": None if result.answer is None else result.answer.to_dict(),
    }


def case_json(case: Case) -> dict[str, Any]:
    """A case as JSON-ready values, with where its evidence stands."""
    return {
        "id": case.id,
        "split": case.split,
        "kind": case.kind,
        "question": case.question,
        "history": [dict(message) for message in case.history],
        "expects": case.expects,
        "answer": [list(alternative) for alternative in case.answer],
        "items": list(case.items),
        "evidence": [asdict(one) for one in case.evidence],
        "note": case.note,
    }
