"""An embedder in the place of another, which it asks: what is measured or made up is one method of it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.embedder import Embedder, Vectors
from rag.records import Span


class StandIn:
    """Does what the embedder that it stands for does; an index made with it is one of that embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        """That of the embedder."""
        return self._embedder.fingerprint

    @property
    def limit(self) -> int:
        """The most tokens of a text that count."""
        return self._embedder.limit

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n texts) -> (n, d), each row of length 1."""
        return self._embedder.embed(texts)

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        """For each text the spans of its tokens."""
        return self._embedder.tokens(texts)
