"""Retrieval: two searches, the sum of what both say, the same order every time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from conftest import EmbedWords

from rag.index import Index
from rag.indexing import Source
from rag.question import analyse
from rag.records import Document, Hit
from rag.retriever import fuse, search
from rag.stems import stem_all
from rag.words import Words

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
        pytest.param([([], 0.0), ([], 0.0)], {}, id="nothing found"),
        pytest.param([([("a", 0.9)], 0.9), ([], 0.0)], {"a": 0.9}, id="found by one"),
        pytest.param([([("a", 0.9), ("b", 0.4)], 0.4), ([("b", 1.0)], 0.0)], {"a": 0.9, "b": 1.4}, id="found by both"),
        pytest.param(
            [([("a", 0.9), ("b", 0.4)], 0.4), ([("c", 1.0), ("d", 0.3)], 0.3)],
            {"a": 1.2, "b": 0.7, "c": 1.4, "d": 0.7},
            id="not found by one: what its last one has",
        ),
        pytest.param([([("a", -0.1)], -0.1), ([("b", 0.2)], 0.0)], {"a": -0.1, "b": 0.1}, id="unlike the question"),
    ],
)
def test_scores_are_added(rankings: list[tuple[list[tuple[str, float]], float]], scores: dict[str, float]) -> None:
    assert fuse(rankings) == pytest.approx(scores)


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
    assert (hits[0].dense_rank, hits[0].word_rank) == (1, 1)


@pytest.mark.parametrize("candidates", [1, 2, 50])
@pytest.mark.parametrize("question", ["What did the court rule?", "twins said words", "zebra", "the", "", "talks sea"])
def test_scores_are_a_cosine_and_a_share_and_ties_follow_the_ids(index: Index, question: str, candidates: int) -> None:
    hits = found(question, index, candidates=candidates, hits=10)
    stems = analyse(question).stems
    dense = index.search_vectors(EmbedWords().embed([question])[0], candidates)
    words = index.search_words(stems, candidates)
    most = 2.2 * sum(map(index.rarity, stems))
    last = words[-1][1] if len(words) == candidates else 0.0
    for hit in hits:
        cosine = dict(dense).get(hit.passage.id, dense[-1][1])
        share = dict(words).get(hit.passage.id, last) / most if most else 0.0
        assert 0 <= share < 1
        assert hit.score == pytest.approx(cosine + share)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))
    assert hits == found(question, index, candidates=candidates, hits=10)


def test_a_word_weighs_the_more_the_fewer_passages_have_it(index: Index) -> None:
    everywhere, twice, once, nowhere = map(index.rarity, stem_all(["the", "twins", "harbour", "zebra"]))
    assert 0 < everywhere < twice < once < nowhere
    assert index.rarity("zebra") == pytest.approx(math.log(1 + (index.count() + 0.5) / 0.5))


def test_passages_that_were_removed_make_no_word_weigh_less_than_nothing(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Words, "frequency", lambda *_: 1_000)  # tantivy counts them until it merges
    assert 0 < index.rarity("twin") < 0.001


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
