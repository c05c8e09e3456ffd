"""Comparing texts: does an answer hold an expected string, and how near are two short answers (SQuAD)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable

_TYPOGRAPHY = str.maketrans(dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‐‑‒–—", "-"))
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def plain(text: str) -> str:
    """The text in one line and lower case, its quotes and dashes in ASCII."""
    return " ".join(text.translate(_TYPOGRAPHY).casefold().split())


def holds(text: str, expected: str) -> bool:
    """Whether `text` holds `expected` as whole words, whatever the case, white space and kind of quotes.

    Whole words, so that "2 years" is not found in "12 years".
    """
    wanted = plain(expected)
    if not wanted:
        return False
    before = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    after = r"(?!\w)" if re.search(r"\w$", wanted) else ""
    return re.search(before + re.escape(wanted) + after, plain(text)) is not None


def holds_all(text: str, expected: Iterable[str]) -> bool:
    """Whether `text` holds each of the expected strings."""
    return all(holds(text, one) for one in expected)


def normalise(text: str) -> str:
    """The text as the official SQuAD script compares it: lower case, no punctuation, no articles."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(given: str, expected: str) -> float:
    """SQuAD's exact match of two answers: 1.0 or 0.0. "" stands for "there is no answer"."""
    return float(normalise(given) == normalise(expected))


def f1(given: str, expected: str) -> float:
    """SQuAD's F1 of two answers, 0 to 1: the overlap of their words, each counted as often as it occurs.

    When one of them has no word, it is 1 if neither has, else 0: "" stands for "there is no answer".
    """
    ours, theirs = normalise(given).split(), normalise(expected).split()
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    if common == 0:
        return 0.0
    precision, recall = common / len(ours), common / len(theirs)
    return 2 * precision * recall / (precision + recall)
