"""What speaks for a sentence being the answer, and how sure it makes us."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .question import Query, Term
from .stems import stems


class Evidence(NamedTuple):
    """What is measured of a sentence. The extractor's logits are scaled to about -1 to 1, the others are 0 to 1."""

    span: float  # how far the best answer span inside it stands above "no answer", in tens of logits
    answerable: float  # whether its passage answers at all, in fives of logits
    mass: float  # the probability that the answer, if the passage has one, begins in it
    rank: float  # mean of the reciprocal ranks of its passage in the two searches
    sentence: float  # cosine of the question's vector and the sentence's, -1 to 1
    words: float  # share of the question's content words that stand in it, weighted by rarity
    lacking: float  # share of the question's names and numbers that neither it nor its passage has
    elsewhere: float  # share of them that it does not have itself
    typed: float  # 0 when the question asks for a date, a number or a person and it has none


# Fitted by logistic regression on the development cases: python -m evals.fit.
_WEIGHTS = Evidence(
    span=1.43,
    answerable=0.2,
    mass=1.98,
    rank=2.41,
    sentence=1.66,
    words=1.56,
    lacking=-0.41,
    elsewhere=-0.72,
    typed=1.48,
)
_BIAS = -6.46


def probability(evidence: Evidence) -> float:
    """How sure it is that a sentence answers, 0 to 1: a logistic model over its measures."""
    return 1.0 / (1.0 + math.exp(-_BIAS - float(np.dot(evidence, _WEIGHTS))))


def coverage(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight * _support(stem, present) for stem, weight in weights.items()) / total if total else 0.0


def _support(stem: str, present: frozenset[str]) -> float:
    if stem in present:
        return 1.0
    return 0.7 if any(_akin(stem, other) for other in present) else 0.0


def _akin(one: str, other: str) -> bool:
    """Whether two stems are forms of one word that the stemmer keeps apart (Japan, Japanese; Korea, Korean)."""
    if one[:4] != other[:4] or one[:1].isdigit():
        return False
    shared = 4
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return shared >= 0.6 * max(len(one), len(other)) and shared >= min(len(one), len(other)) - 2


def lacking(terms: Sequence[Term], present: frozenset[str]) -> float:
    asked = [term for term in terms if term.name or term.number]
    if not asked:
        return 0.0
    return sum(1.0 - _support(term.stem, present) for term in asked) / len(asked)


_DATE = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d{1,2}[:.]\d\d|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|spring|summer|autumn|winter|century|decades?|"
    r"years?|months?|weeks?|days?|hours?|minutes?|today|tomorrow|yesterday|tonight|ago|earlier|later|before|after|"
    r"during|until|since|when|while|now|annually|daily|weekly|monthly|noon|midnight|a\.m\.|p\.m\.|am|pm)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter|once|twice|both|pair|"
    r"couple|several|few|many|most|none|no)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?:(?<=\W)|^)[A-Z]\w*")
_PEOPLE = re.compile(
    r"\b(?:he|she|they|we|I|who|people|persons?|men|women|man|woman|victims?|leaders?|ministers?|presidents?|"
    r"officials?|government|court|company|companies|firms?|media|team|managers?|employees?|staff|members?|"
    r"\w+(?:ists?|ers?|ors?|ians?|ants?|ents?))\b"
)


def has_kind(query: Query, sentence: str) -> bool:
    if query.kind == "when":
        return bool(_DATE.search(sentence))
    if query.kind == "how many":
        return bool(_QUANTITY.search(sentence))
    if query.kind == "who":
        asked = {term.stem for term in query.terms}
        named = any(not set(stems(name[0])) <= asked for name in _CAPITAL.finditer(sentence))
        return named or bool(_PEOPLE.search(sentence))
    return True
