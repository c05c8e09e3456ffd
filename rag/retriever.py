"""Question to hits: the vector search and the words search, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Sequence

from .embedder import Vectors
from .index import Index
from .question import Query
from .records import Hit

_RRF_K = 60  # Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion": 60 served every collection of theirs


def search(query: Query, vector: Vectors, index: Index, *, candidates: int, hits: int) -> list[Hit]:
    """The passages most likely to answer, best first: at most `hits`, from `candidates` of each search.

    `vector`: (d,), of length 1, the question's. A hit's score is the sum of 1 / (60 + rank) over the two searches: 0 to
    2/61.
    """
    dense = [identifier for identifier, _ in index.search_vectors(vector, candidates)]
    words = [identifier for identifier, _ in index.search_words(query.stems, candidates)]
    scores = fuse([dense, words])
    best = sorted(scores, key=lambda identifier: (-scores[identifier], identifier))[:hits]
    dense_rank = {identifier: rank for rank, identifier in enumerate(dense, start=1)}
    word_rank = {identifier: rank for rank, identifier in enumerate(words, start=1)}
    found = index.passages(best)
    return [
        Hit(
            passage=found[identifier],
            score=scores[identifier],
            dense_rank=dense_rank.get(identifier),
            word_rank=word_rank.get(identifier),
        )
        for identifier in best
        if identifier in found
    ]


def fuse(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: the score of every id that stands in any of the rankings (best first)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, identifier in enumerate(ranking, start=1):
            scores[identifier] = scores.get(identifier, 0.0) + 1.0 / (_RRF_K + rank)
    return scores
