"""The outcome of a run as one HTML file: the figures and every example beside them.

It loads nothing from anywhere and holds no script: the filters are radio buttons and CSS. All that comes from
cases, documents and answers is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from rag.records import Citation

from .cases import SPLITS
from .judge import Result, accepted, overlaps_evidence
from .metrics import FIGURES, Share, by_kind, numbers, shares
from .report import Outcome, SetOutcome, measured, percent, verdict


def to_html(outcome: Outcome) -> str:
    """The whole page, standalone. Single cases only of the splits that are shown."""
    parts = [_HEAD, *_warnings(outcome), *_FILTERS]
    parts.append("<main>")
    for case_set in outcome.sets:
        parts += _figures(case_set)
        parts.append(f'<section class="examples"><h2>{escape(case_set.name)}: examples</h2>')
        parts += [_example(result) for result in case_set.results if result.case.split in outcome.shown]
        parts.append("</section>")
    hidden = [split for split in SPLITS if split not in outcome.shown]
    if hidden:
        parts.append(f"<p>The single cases of the split {escape(', '.join(hidden))} are not shown.</p>")
    return "\n".join([*parts, "</main>", "</body>", "</html>", ""])


def _warnings(outcome: Outcome) -> Iterator[str]:
    yield "<h1>Evaluation</h1>"
    if outcome.regressions:
        worse = "".join(f"<li>{escape(str(regression))}</li>" for regression in outcome.regressions)
        yield f'<div class="worse"><p>Behind the baseline:</p><ul>{worse}</ul></div>'
    for name in outcome.without_baseline:
        yield f"<p>No baseline for {escape(name)}.</p>"


def _figures(case_set: SetOutcome) -> Iterator[str]:
    splits = {split: case_set.of(split) for split in SPLITS}
    yield f"<section><h2>{escape(case_set.name)}: figures</h2>"
    heads = "".join(f"<th>{escape(split)}, {len(results)} cases</th>" for split, results in splits.items())
    yield f"<table><tr><th>share [95 % interval]</th>{heads}</tr>"
    columns = [shares(results) for results in splits.values()]
    for figure in FIGURES:
        label = figure.label + ("" if figure.gated else " (not gated)")
        yield _row(label, (percent(column[figure.name]) for column in columns), figure.count.__doc__ or "")
    readings = [measured(numbers(results)) for results in splits.values()]
    for lines in zip(*readings, strict=True):
        yield _row(lines[0][0].split(" (")[0], (value for _, value in lines))
    kinds = [by_kind(results) for results in splits.values()]
    for kind in dict.fromkeys(kind for column in kinds for kind in column):
        values = (percent(column.get(kind, Share(0, 0))) for column in kinds)
        yield _row(f"as expected: {kind}", values)
    yield "</table></section>"


def _row(label: str, values: Iterable[str], meaning: str = "") -> str:
    cells = "".join(f"<td>{escape(value)}</td>" for value in values)
    return f'<tr><th title="{escape(meaning)}">{escape(label)}</th>{cells}</tr>'


def _example(result: Result) -> str:
    case = result.case
    state = "passed" if result.passed else "failed"
    summary = (
        f'<summary><b class="mark">{"✓" if result.passed else "✗"}</b> {escape(case.question)} '
        f"<small>{escape(case.id)} · {escape(case.kind)} · {escape(case.split)} · "
        f"{escape(verdict(result))} · {result.milliseconds:.1f} ms</small></summary>"
    )
    rows = [_field(message["role"], escape(message["content"])) for message in case.history]
    if case.expects == "answer":
        rows.append(_field("expected", "<br>".join(escape(one) for one in accepted(case))))
        rows += [
            _field("evidence", f"{_place(one.document, one.span.start, one.span.end)} {escape(one.quote)}")
            for one in case.evidence
        ]
    else:
        rows.append(_field("expected", "a refusal" if case.expects == "refusal" else "small talk"))
    if case.note:
        rows.append(_field("note", escape(case.note)))
    if result.answer is not None:
        rows.append(_field("answer", escape(result.answer.text)))
        if result.answer.short:
            rows.append(_field("in short", escape(result.answer.short)))
        if result.answer.reason:
            rows.append(_field("reason", escape(result.answer.reason)))
        rows += _citations("cited", result.answer.citations, result)
        rows += _citations("nearest", result.answer.near, result)
    opened = "" if result.passed else " open"
    return f'<details class="{state}"{opened}>{summary}<dl>{"".join(rows)}</dl></details>'


def _citations(label: str, citations: Sequence[Citation], result: Result) -> Iterator[str]:
    for citation in citations:
        hit = " <b>evidence</b>" if overlaps_evidence(citation, result.case) else ""
        where = _place(citation.document, citation.start, citation.end)
        yield _field(label, f"{where}{hit} {escape(citation.quote)}")


def _place(document: str, start: int, end: int) -> str:
    return f"<small>{escape(document)} {start}–{end}</small>"


def _field(label: str, markup: str) -> str:
    return f"<dt>{escape(label)}</dt><dd>{markup}</dd>"


_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluation</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .1rem 1.5rem .1rem 0; font-weight: normal; white-space: pre; }
tr:first-child th { border-bottom: 1px solid; font-weight: bold; }
details { border-left: 4px solid; padding-left: .75rem; margin: .4rem 0; }
details.passed { border-color: #2a8a4a; }
details.failed { border-color: #c62f2f; }
summary { cursor: pointer; }
small { opacity: .7; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .2rem .8rem; margin: .4rem 0 1rem; }
dt { opacity: .7; }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.worse { border: 2px solid #c62f2f; padding: 0 1rem; }
#failures:checked ~ main details.passed, #passes:checked ~ main details.failed { display: none; }
</style>
</head>
<body>"""

_FILTERS = (
    '<input type="radio" name="filter" id="everything" checked><label for="everything">all examples</label>',
    '<input type="radio" name="filter" id="failures"><label for="failures">only failures</label>',
    '<input type="radio" name="filter" id="passes"><label for="passes">only what is as expected</label>',
)
