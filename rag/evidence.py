"""What speaks for a sentence being the answer, and how sure it makes us."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .errors import ModelError


class Evidence(NamedTuple):
    """What is measured of a sentence. The extractor's logits are scaled to about -1 to 1, the others are 0 to 1."""

    span: float  # how far the best answer span inside it stands above "no answer", in tens of logits
    answerable: float  # whether its passage answers at all, in fives of logits
    mass: float  # the probability that the answer, if the passage has one, begins in it
    behind: float  # how far its span stands behind the best one of all passages, in tens of logits, 0 for the best
    rank: float  # mean of the reciprocal ranks of its passage in the two searches
    sentence: float  # cosine of the question's vector and the sentence's, 0 to 1; 0 where they are not compared
    missing: float  # how far the least supported name or number of the question is absent from the whole passage
    conflict: float  # 1 where it says of another what the question asks of this one: whose, who, when
    confirmed: float  # 1 where it says the very thing
    alone: float  # span, when its sentence is read alone, without the passage and its title
    stands: float  # answerable, of the sentence alone
    length: float  # words of the question, in tens: the more it says, the more is there to be borne out
    counted: float  # 0 when the question asks for a number and it has none
    fitting: float  # 0 when the exact answer in it is none
    foreseen: float  # 1 when the question asks what happened and the sentence tells what may or will
    lead: float  # how far the best span stands before the next other answer, in tens of logits, 2 at most; others: 0


SCORE = Path(__file__).parent / "models" / "reader" / "score.json"  # what training/calibrate.py fitted


@dataclass(frozen=True, slots=True)
class Score:
    """Two linear models over the measures, and the risk curve: (share of wrong answers, threshold) in rising order.

    `order` tells which sentence answers best; `weights` and `bias` are a logistic model of whether that one answers at
    all. What tells a sentence from its neighbours, above all that it is like the question, is not what tells an answer
    from a near miss.
    """

    order: Evidence
    weights: Evidence
    bias: float
    curve: tuple[tuple[float, float], ...]

    def place(self, evidence: Evidence) -> float:
        """The higher, the better a sentence answers beside the others; any number."""
        return float(np.dot(evidence, self.order))

    def probability(self, evidence: Evidence) -> float:
        """How sure it is that a sentence answers, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.bias - float(np.dot(evidence, self.weights))))

    def threshold(self, risk: float) -> float:
        """How sure an answer must be so that about `risk` (0 to 1) of the answers given are wrong.

        1 answers everything, 0 nothing; between the measured shares it goes in straight lines.
        """
        risks, thresholds = zip((0.0, 1.0), *self.curve, (1.0, 0.0), strict=True)
        return float(np.interp(risk, risks, thresholds))


@cache
def fitted() -> Score:
    """The model that was fitted for the delivered reader. Raises ModelError."""
    try:
        stored = json.loads(SCORE.read_text(encoding="utf-8"))
        curve = tuple((float(risk), float(threshold)) for risk, threshold in stored["curve"])
        order, weights = (Evidence(**stored[name]) for name in ("order", "weights"))
        return Score(order, weights, float(stored["bias"]), curve)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{SCORE}: the weights of the answer score cannot be read: {error}. Install Footnote again, or make them "
            f"with python -m training.calibrate."
        ) from error
