"""The committed figures, and whether new ones fall behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rag.errors import UsageError

from .metrics import FIGURES, Figure, Share

BASELINE = Path(__file__).resolve().parent / "baseline.json"
SLACK = 2  # cases that another processor's rounding may turn

Shares = Mapping[str, Share]  # by the name of the figure
Baseline = Mapping[str, Mapping[str, Shares]]  # by case set and split


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """A gated figure that got worse: of which case set and split, and from what to what."""

    case_set: str
    split: str
    figure: Figure
    now: Share
    before: Share

    def __str__(self) -> str:
        worse = "rose" if self.figure.lower_is_better else "fell"
        points = abs((self.now.value or 0.0) - (self.before.value or 0.0)) * 100
        return (
            f"{self.case_set}, {self.split}: {self.figure.label} {worse} by {points:.1f} points, "
            f"from {self.before} to {self.now}"
        )


def read(path: Path = BASELINE) -> Baseline:
    """The figures in a baseline file; none when there is no such file. Raises UsageError for a broken one."""
    if not path.exists():
        return {}
    try:
        sets = json.loads(path.read_text(encoding="utf-8"))
        return {
            case_set: {
                split: {name: _share(share) for name, share in shares.items()} for split, shares in splits.items()
            }
            for case_set, splits in sets.items()
        }
    except (ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"{path}: not a baseline file ({error}). Make it anew with --update-baseline.") from None


def write(baseline: Baseline, path: Path = BASELINE) -> None:
    """Writes a baseline file: one figure a line, so that a change reads well."""
    sets = {
        case_set: {split: {name: str(share) for name, share in shares.items()} for split, shares in splits.items()}
        for case_set, splits in baseline.items()
    }
    path.write_text(json.dumps(sets, indent=2) + "\n", encoding="utf-8")


def regressions(case_set: str, split: str, now: Shares, before: Shares) -> list[Regression]:
    """The gated figures that are worse than before: exact ones by however little, others by over SLACK cases."""
    return [
        Regression(case_set=case_set, split=split, figure=figure, now=now[figure.name], before=before[figure.name])
        for figure in FIGURES
        if figure.gated and figure.name in before and _is_worse(figure, now[figure.name], before[figure.name])
    ]


def gated(shares: Shares) -> dict[str, Share]:
    """The shares that belong in a baseline."""
    return {figure.name: shares[figure.name] for figure in FIGURES if figure.gated}


def _is_worse(figure: Figure, now: Share, before: Share) -> bool:
    if not now.total or not before.total:
        return False
    # Exact, and of shares: the totals of some figures (refusals, citations) change with the answers.
    rise = Fraction(now.hits, now.total) - Fraction(before.hits, before.total)
    loss = rise if figure.lower_is_better else -rise
    return loss > (0 if figure.exact else Fraction(SLACK, now.total))


def _share(written: str) -> Share:
    hits, total = written.split("/")
    return Share(int(hits), int(total))
