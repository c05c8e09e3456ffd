"""The sentence scorer: what Footnote did before it had a reader, and what a simple program would do.

Of the sentences that were read, the one whose vector is nearest to the question's is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from rag.embedder import Embedder, Vectors
from rag.records import Reading

from .given import Given

_KEPT = 20_000  # sentences whose vectors are kept, about 30 MB; questions on one paragraph read the same ones


class SentenceScorer:
    """Answers by cosine. It names no short answer and never refuses."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: dict[str, Vectors] = {}

    def answer(self, question: str, readings: Sequence[Reading]) -> Given:
        """What it gives for a question, from the sentences read for it. The time is without that of the search."""
        started = perf_counter()
        read = tuple((reading.hit.passage.document, reading.span) for reading in readings)
        if not readings:
            return Given(refused=False, short="", text="", cited=(), read=(), surest="", score=0.0, seconds=0.0)
        cosines = self._vectors([reading.text for reading in readings]) @ self._embedder.embed([question])[0]
        nearest = int(np.argmax(cosines))
        text = readings[nearest].text
        return Given(
            refused=False,
            short="",
            text=text,
            cited=(read[nearest],),
            read=read,
            surest=text,
            score=min(1.0, max(0.0, float(cosines[nearest]))),
            seconds=perf_counter() - started,
        )

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        if len(self._kept) > _KEPT:
            self._kept.clear()
        if new := list(dict.fromkeys(text for text in texts if text not in self._kept)):
            self._kept.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._kept[text] for text in texts])
