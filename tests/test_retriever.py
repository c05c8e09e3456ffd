"""Retrieval: two searches, fused by reciprocal rank, the same order every time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import EmbedWords
from hypothesis import given
from hypothesis import strategies as st

from rag.index import Index
from rag.indexing import Source
from rag.question import analyse
from rag.records import Document, Hit
from rag.retriever import fuse, search

TEXTS = {
    "court.txt": "The court ruled in November. The companies must pay the victims.",
    "talks.txt": "The ministers met in Tokyo. They will revive the talks on defence.",
    "rain.txt": "Rain fell on the harbour all night. Nobody went out to sea.",
    "twin-a.txt": "The twins said the very same words.",
    "twin-b.txt": "The twins said the very same words.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index(tmp_path_factory.mktemp("retriever") / "index", EmbedWords(), 100)
    documents = [Document(id=name, path=name, title="", text=text, digest=text) for name, text in TEXTS.items()]
    index.sync([Source(id=d.id, digest=d.digest, load=lambda d=d: d) for d in documents])
    yield index
    index.close()


def found(question: str, index: Index, *, candidates: int, hits: int) -> list[Hit]:
    vector = EmbedWords().embed([question])[0]
    return search(analyse(question), vector, index, candidates=candidates, hits=hits)


@pytest.mark.parametrize(
    ("rankings", "scores"),
    [
        pytest.param([], {}, id="no ranking"),
        pytest.param([[], []], {}, id="nothing found"),
        pytest.param([["a"], []], {"a": 1 / 61}, id="found by one"),
        pytest.param([["a"], ["a"]], {"a": 2 / 61}, id="first in both: the highest score there is"),
        pytest.param(
            [["a", "b", "c"], ["c", "a"]],
            {"a": 1 / 61 + 1 / 62, "b": 1 / 62, "c": 1 / 63 + 1 / 61},
            id="by hand",
        ),
        pytest.param([["a", "b"], ["b", "a"]], {"a": 1 / 61 + 1 / 62, "b": 1 / 61 + 1 / 62}, id="a tie"),
    ],
)
def test_reciprocal_rank_fusion(rankings: list[list[str]], scores: dict[str, float]) -> None:
    assert fuse(rankings) == pytest.approx(scores)


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True), max_size=3))
def test_found_by_more_searches_is_never_worse(rankings: list[list[str]]) -> None:
    scores = fuse(rankings)
    assert set(scores) == {identifier for ranking in rankings for identifier in ranking}
    for ranking in rankings:
        alone = fuse([ranking])
        assert all(scores[identifier] >= alone[identifier] for identifier in ranking)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did the court rule?", "court.txt"),
        ("Who revived the talks in Tokyo?", "talks.txt"),
        ("harbour rain at sea", "rain.txt"),
    ],
)
def test_the_passage_that_says_it_comes_first(index: Index, question: str, first: str) -> None:
    hits = found(question, index, candidates=50, hits=10)
    assert hits[0].passage.document == first
    assert (hits[0].dense_rank, hits[0].word_rank, hits[0].score) == (1, 1, pytest.approx(2 / 61))


@pytest.mark.parametrize("question", ["What did the court rule?", "twins said words", "zebra", "the", ""])
def test_scores_follow_from_the_ranks_and_ties_from_the_ids(index: Index, question: str) -> None:
    hits = found(question, index, candidates=50, hits=10)
    for hit in hits:
        ranks = [rank for rank in (hit.dense_rank, hit.word_rank) if rank is not None]
        assert ranks and hit.score == pytest.approx(sum(1 / (60 + rank) for rank in ranks))
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))
    assert hits == found(question, index, candidates=50, hits=10)


def test_the_same_words_twice_come_in_the_order_of_their_ids(index: Index) -> None:
    one, other = found("What did the twins say?", index, candidates=50, hits=2)
    assert {one.passage.document, other.passage.document} == {"twin-a.txt", "twin-b.txt"}
    assert one.passage.id < other.passage.id
    assert (one.dense_rank, one.word_rank, other.dense_rank, other.word_rank) == (1, 1, 2, 2)


def test_a_word_that_is_nowhere_leaves_the_vectors_alone(index: Index) -> None:
    hits = found("zebra", index, candidates=50, hits=10)
    assert [(hit.dense_rank, hit.word_rank) for hit in hits] == [(n, None) for n in range(1, len(TEXTS) + 1)]


@pytest.mark.parametrize(("candidates", "hits", "most"), [(50, 2, 2), (1, 10, 2), (50, 10, 5)])
def test_no_more_than_was_asked_for(index: Index, candidates: int, hits: int, most: int) -> None:
    assert len(found("talks at sea", index, candidates=candidates, hits=hits)) <= most
