"""The official SQuAD metric (Rajpurkar et al. 2016; "no answer" as in 2.0, Rajpurkar, Jia & Liang 2018).

The one place where it is worked out. "" stands for "there is no answer", given or expected.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """The text as the official script compares it: lower case, no ASCII punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(given: str, expected: str) -> float:
    """The exact match of two answers: 1.0 or 0.0."""
    return float(normalise(given) == normalise(expected))


def f1(given: str, expected: str) -> float:
    """The F1 of two answers, 0 to 1: the overlap of their words, each counted as often as it occurs.

    When one of them has no word, it is 1 if neither has, else 0.
    """
    ours, theirs = normalise(given).split(), normalise(expected).split()
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))


def best(metric: Callable[[str, str], float], given: str, accepted: Sequence[str]) -> float:
    """The metric against the best of the accepted answers.

    As in the official script, accepted answers without a word do not count, and where none is left, "" is expected.
    """
    return max(metric(given, one) for one in [one for one in accepted if normalise(one)] or [""])


def best_cut(sure: Sequence[float], answered: Sequence[float], refused: Sequence[float]) -> tuple[float, float]:
    """The best mean score that refusing the less sure questions can give, and the cut that gives it.

    For each question: how sure its answer is, its score (0 to 1) if the answer is given, and if it is refused.
    Questions as sure as the cut or surer are answered; the cut is infinite where refusing all is best. Between equal
    means the higher cut wins. There must be at least one question.
    """
    order = sorted(range(len(sure)), key=lambda n: -sure[n])
    total = most = math.fsum(refused)
    cut = math.inf
    for place, n in enumerate(order):
        total += answered[n] - refused[n]
        last_of_equals = place + 1 == len(order) or sure[order[place + 1]] != sure[n]
        if last_of_equals and total > most + 1e-9:
            most, cut = total, sure[n]
    return most / len(sure), cut
