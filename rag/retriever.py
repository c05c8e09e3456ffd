"""Question to hits: the vector search and the words search, and the sum of what both say."""

from __future__ import annotations

from collections.abc import Sequence

from .embedder import Vectors
from .index import Index
from .question import Query
from .records import Hit

_OFTEN = 2.2  # k1 + 1 with BM25's k1 of 1.2, as tantivy has it: a word counts at most so many times its idf


def search(query: Query, vector: Vectors, index: Index, *, candidates: int, hits: int) -> list[Hit]:
    """The passages most likely to answer, best first: at most `hits`, from `candidates` of each search.

    `vector`: (d,), of length 1, the question's. A hit's score is the cosine of question and passage, -1 to 1, plus the
    share, 0 to 1, of the highest BM25 score that a passage could have for the question's words; where one search did
    not find it, the most that it could have there. Scores that mean something by themselves, added up, tell more than
    ranks (Bruch, Gai & Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval"): by how much the first is
    better than the second.
    """
    dense = index.search_vectors(vector, candidates)
    words = index.search_words(query.stems, candidates)
    most = _OFTEN * sum(map(index.rarity, query.stems))
    shares = [(identifier, min(1.0, score / most)) for identifier, score in words]
    # Every passage has a cosine, but where fewer have one of the words than are looked at, the others have none.
    scores = fuse([(dense, _last(dense)), (shares, _last(shares) if len(words) >= candidates else 0.0)])
    best = sorted(scores, key=lambda identifier: (-scores[identifier], identifier))[:hits]
    dense_rank = {identifier: rank for rank, (identifier, _) in enumerate(dense, start=1)}
    word_rank = {identifier: rank for rank, (identifier, _) in enumerate(words, start=1)}
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


Scores = Sequence[tuple[str, float]]  # (id, score), best first


def fuse(rankings: Sequence[tuple[Scores, float]]) -> dict[str, float]:
    """The sum of each id's scores in all rankings, each given with the score of an id that is missing from it."""
    known = [(dict(scores), missing) for scores, missing in rankings]
    every = dict.fromkeys(identifier for scores, _ in known for identifier in scores)
    return {identifier: sum(scores.get(identifier, missing) for scores, missing in known) for identifier in every}


def _last(scores: Scores) -> float:
    return scores[-1][1] if scores else 0.0
