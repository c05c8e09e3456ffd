"""The sentence scorer: what Footnote did before it had a reader, and what a simple program would do.

Of the sentences that were read, the one whose vector is nearest to the question's is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from rag.embedder import Embedder, Vectors
from rag.kept import Kept
from rag.records import Reading

from .given import Given

_KEPT = 20_000  # sentences whose vectors are kept, about 30 MB; questions on one paragraph read the same ones


class SentenceScorer:
    """Answers by cosine. It names no short answer and never refuses."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept = Kept[str, Vectors](_KEPT)

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
        vectors = self._kept.of({text: text for text in texts}, lambda new: list(self._embedder.embed(new)))
        return np.stack([vectors[text] for text in texts])
