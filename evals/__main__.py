"""python -m evals: asks the cases, prints the figures, compares them with the baseline; or measures a SQuAD file.

Exit status: 0 when no gated figure is worse than the baseline; 1 when one is, or when the assistant cannot be
opened; 2 for wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path

from rag.errors import FootnoteError, UsageError

from . import baseline
from .cases import SETS, SPLITS, Case, CaseSet, TextOf, documents_in, load_cases
from .judge import Result
from .metrics import shares
from .report import Outcome, SetOutcome, table, to_json
from .run import Asked, run
from .squad import command as squad
from .webpage import to_html

# From a documents folder and an index folder to an assistant that is closed in the end.
OpenAssistant = Callable[[Path, Path], AbstractContextManager[Asked]]


def main(
    argv: Sequence[str] | None = None,
    open_assistant: OpenAssistant | None = None,
    baseline_file: Path = baseline.BASELINE,
    open_models: squad.OpenModels = squad.open_models,
) -> int:
    """Runs a command and returns the exit status. By default assistant and models are those of the package `rag`."""
    options = _parser().parse_args(argv)
    try:
        if options.command == "squad":
            squad.measure(options, open_models)
            return 0
        return _evaluate(options, open_assistant or _open_assistant, baseline_file)
    except KeyboardInterrupt:
        print("\nevals: stopped; nothing was written.", file=sys.stderr)
        return 130
    except UsageError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2
    except (FootnoteError, OSError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant on known cases.")
    parser.add_argument(
        "--cases",
        metavar="NAME",
        choices=tuple(SETS),
        action="append",
        help=f"only this case set ({', '.join(SETS)}); may be given more than once",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write figures and results as JSON")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write a standalone page with every example")
    parser.add_argument(
        "--held",
        action="store_true",
        help="show the held-out cases too; only for the end, since what was looked at can no longer surprise",
    )
    parser.add_argument(
        "--update-baseline",
        action="store_true",
        help="make these figures the ones that later runs must not fall behind",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    squad.add_to(commands)
    return parser


def _evaluate(options: argparse.Namespace, open_assistant: OpenAssistant, baseline_file: Path) -> int:
    before = baseline.read(baseline_file)
    chosen = [SETS[name] for name in dict.fromkeys(options.cases or SETS)]
    # All case files are checked before the first question is asked: a mistake shows at once.
    loaded = [(case_set, *_load(case_set)) for case_set in chosen]
    sets = tuple(
        SetOutcome(name=case_set.name, results=_ask(case_set, cases, text_of, open_assistant))
        for case_set, cases, text_of in loaded
    )
    now = {case_set.name: {split: shares(case_set.of(split)) for split in SPLITS} for case_set in sets}
    compared = [] if options.update_baseline else [(name, split) for name in now for split in SPLITS]
    outcome = Outcome(
        sets=sets,
        regressions=tuple(
            regression
            for name, split in compared
            for regression in baseline.regressions(name, split, now[name][split], before.get(name, {}).get(split, {}))
        ),
        without_baseline=tuple(f"{name}, {split}" for name, split in compared if split not in before.get(name, {})),
        shown=SPLITS if options.held else ("dev",),
    )
    print(table(outcome), end="")
    if options.json:
        text = json.dumps(to_json(outcome), ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    if options.html:
        options.html.write_text(to_html(outcome), encoding="utf-8")
    if options.update_baseline:
        gated = {name: {split: baseline.gated(of) for split, of in splits.items()} for name, splits in now.items()}
        baseline.write({**before, **gated}, baseline_file)
    for name in outcome.without_baseline:
        print(f"evals: no baseline for {name}; --update-baseline makes one", file=sys.stderr)
    for regression in outcome.regressions:
        print(f"evals: behind the baseline: {regression}", file=sys.stderr)
    return 1 if outcome.regressions else 0


def _load(case_set: CaseSet) -> tuple[tuple[Case, ...], TextOf]:
    text_of = documents_in(case_set.corpus)
    return load_cases(case_set.cases, text_of), text_of


def _ask(
    case_set: CaseSet, cases: Sequence[Case], text_of: TextOf, open_assistant: OpenAssistant
) -> tuple[Result, ...]:
    def progress(done: int) -> None:
        end = "\n" if done == len(cases) else "\r"
        if sys.stderr.isatty() or done == len(cases):
            print(f"{case_set.name}: {done} of {len(cases)} questions", end=end, file=sys.stderr, flush=True)

    # An index of its own, built afresh: the figures depend on nothing that an earlier run left behind.
    with (
        tempfile.TemporaryDirectory(prefix="evals-", ignore_cleanup_errors=True) as index,
        open_assistant(case_set.corpus, Path(index)) as assistant,
    ):
        return run(cases, assistant, text_of, progress)


def _open_assistant(corpus: Path, index: Path) -> AbstractContextManager[Asked]:
    from rag.assistant import Assistant

    return closing(Assistant.open(corpus=corpus, index=index))


if __name__ == "__main__":
    sys.exit(main())
