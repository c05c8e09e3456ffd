"""Vectors for made documents, as the real model's are spread: embedding a million passages would take hours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.embedder import Embedder, Vectors

from . import made
from .stand_in import StandIn

# Its length, beside a mean of sentence vectors made as long as 1: the real vectors of made passages have a cosine of
# 0.85 with that mean.
_NOISE = 0.6


class Imitation(StandIn):
    """Stands in for an embedder while made documents are indexed.

    A passage's vector is the mean of its sentences' real vectors with some noise, of length 1; the noise stands for
    what a model makes of their order and of the heading, and keeps passages of the same sentences apart.
    """

    def __init__(self, embedder: Embedder, pool: Sequence[str]) -> None:
        super().__init__(embedder)
        self._known = dict(zip(pool, embedder.embed(pool), strict=True))
        self._chance = np.random.default_rng(0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n texts) -> (n, d). Each text is a label and, on the next line, sentences of the pool."""
        means = np.stack([self._mean(text.partition("\n")[2]) for text in texts])  # (n, d)
        noise = self._chance.normal(size=means.shape) * (_NOISE / np.sqrt(means.shape[1]))
        return _unit(_unit(means) + noise)

    def _mean(self, text: str) -> Vectors:
        return np.asarray(np.mean([self._known[sentence] for sentence in made.parted(text)], axis=0), np.float32)


def _unit(rows: np.ndarray) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
