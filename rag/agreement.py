"""Whether two readings tell the same, or answer the question differently."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .exact import NUMBER
from .question import FUNCTION_WORDS, Query
from .records import Reading
from .stems import stem_all, stems
from .text import sentences

# Two sentences tell the same fact when they share this much of the words of the shorter one; measured on the
# pairs of sentences in which the delivered articles report the same event.
SAME_FACT = 0.4
REPEATS = 0.75  # … and so much when one merely repeats the other
_ALIKE = 0.5  # … and so much, but for their numbers, when they give different ones for the same thing
_FEWEST = 4  # shared content words, or all of a shorter sentence: three shared names do not make a shared fact

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_FIGURES = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{_MONTHS}|{_WEEKDAYS})\b")
_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor)\b|n['’]t\b", re.IGNORECASE)
# The parts of a date that can contradict each other: a year a year, a month a month.
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTH, _WEEKDAY = (re.compile(rf"\b(?:{names})\b", re.IGNORECASE) for names in (_MONTHS, _WEEKDAYS))
_DAY = re.compile(r"\b\d{1,2}\b(?![:.]\d)")
_MEASURE = re.compile(rf"(?P<sign>[$€£¥₹])?\s?(?P<number>{NUMBER})\s?(?P<unit>%|[^\W\d_]+)?", re.IGNORECASE)


def as_said(said: str) -> list[frozenset[str]]:
    """The sentences of what was said, each as its stems."""
    return [frozenset(stems(span.of(said))) for span in sentences(said)]


def was_said(sentence: str, before: Sequence[frozenset[str]]) -> bool:
    """Whether most of a sentence's words, and all of its numbers, stand in one of the sentences said (as stems)."""
    mine = set(stems(sentence)) - FUNCTION_WORDS
    numbers = {stem for stem in mine if stem[0].isdigit()}
    return any(numbers <= said and len(mine & said) >= REPEATS * len(mine) for said in before)


def same_fact(one: str, other: str, alike: float = SAME_FACT) -> bool:
    """Whether two sentences tell the same fact, as far as their words show it.

    They share `alike` (0 to 1) of the content words of the shorter one, the numbers and dates of one are among
    those of the other, and not just one of them is a negation.
    """
    mine, theirs = (set(stems(text)) - FUNCTION_WORDS for text in (one, other))
    shortest = min(len(mine), len(theirs))
    if len(mine & theirs) < max(alike * shortest, min(_FEWEST, shortest), 1):
        return False
    dates, others = (set(_FIGURES.findall(text.lower())) for text in (one, other))
    if not (dates <= others or others <= dates):
        return False
    return bool(_NEGATION.search(one)) == bool(_NEGATION.search(other))


def same_answer(one: str, other: str) -> bool:
    """Whether two exact answers are one: the words of the one are among those of the other. An empty one is none."""
    if one.split() and one.casefold().split() == other.casefold().split():
        return True  # "the US" is made of function words alone
    mine, theirs = (set(stems(text)) - FUNCTION_WORDS for text in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def differ(query: Query, one: Reading, other: Reading) -> bool:
    """Whether two readings answer a question for one thing differently, as two versions of a rule do.

    Only what cannot both be so counts, in sentences that are otherwise alike: another number of the same unit,
    another year, month or day, another name. The second must speak of what the question asks as much as the first.
    """
    if (
        query.several
        or query.summary
        or one.exact is None
        or other.exact is None
        or same_answer(one.exact, other.exact)
    ):
        return False
    mine, theirs = (set(stems(f"{r.hit.passage.heading} {r.text}")) - FUNCTION_WORDS for r in (one, other))
    asked = set(query.stems)
    if len(asked & theirs) < len(asked & mine):
        return False
    mine -= set(stems(one.exact))
    theirs -= set(stems(other.exact))
    shared, sizes = len(mine & theirs), (len(mine), len(theirs))
    if query.kind == "when":
        return shared >= _ALIKE * min(sizes) > 0 and _dates_differ(one.exact, other.exact)
    if query.kind == "how many" or (_MEASURE.search(one.exact) and _MEASURE.search(other.exact)):
        return shared >= _ALIKE * min(sizes) > 0 and _measures_differ(one.exact, other.exact)
    # Two names may both be right; only where the sentences hardly differ otherwise, one takes the other's place.
    return shared >= REPEATS * max(sizes) > 0 and _named(one.exact) and _named(other.exact)


def _dates_differ(one: str, other: str) -> bool:
    for part in (_YEAR, _MONTH, _WEEKDAY, _DAY):
        mine, theirs = ({found.lower() for found in part.findall(text)} for text in (one, other))
        if mine and theirs and mine != theirs:
            return True  # where only one has a year or a day, it is only the more exact one
    return False


def _measures_differ(one: str, other: str) -> bool:
    mine, theirs = (
        [(m["sign"] or "", stem_all([m["unit"] or ""])[0], m["number"].lower()) for m in _MEASURE.finditer(text)]
        for text in (one, other)
    )
    if len(mine) != 1 or len(theirs) != 1:
        return False
    return mine[0][:2] == theirs[0][:2] and mine[0][2] != theirs[0][2]


def _named(answer: str) -> bool:
    return any(word[0].isupper() for word in answer.split()) and len(answer.split()) <= 6
