"""Spelling: a misspelt word is read as the word of the documents that was meant, and a real word never is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EmbedWords
from hypothesis import given
from hypothesis import strategies as st

from rag.index import Index
from rag.indexing import Source
from rag.question import analyse
from rag.records import Document, Span
from rag.spelling import prefix_distance, respell, told, with_question_word

TEXT = (
    "President Yoon Suk Yeol met Prime Minister Fumio Kishida in Tokyo. They revived shuttle diplomacy. The "
    "restrictions on exports of semiconductors will end. Mitsubishi Heavy Industries must compensate the victims. "
    "Matsuno spoke via radio."
)
REAL = frozenset("moon experts expert export kishi tokio missile president rules sandwich court vectors".split())


class KnowsWords(EmbedWords):
    """A vocabulary of whole words, as a real model has; any other word is read in pieces."""

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        return [[Span(0, len(text))] if text in REAL else [Span(0, 1), Span(1, len(text))] for text in texts]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index(tmp_path_factory.mktemp("spelling") / "index", EmbedWords(), 100)
    document = Document(id="a", path="a", title="a", text=TEXT, digest="1")
    index.sync([Source(id="a", digest="1", load=lambda: document)])
    yield index
    index.close()


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What did Kishda say?", "What did Kishida say?"),
        ("What did Kishdia say?", "What did Kishida say?"),  # neighbours swapped
        ("what did kishiida say", "what did Kishida say"),
        ("Who is Matsuuno?", "Who is Matsuno?"),
        ("Must Mitsubshi pay?", "Must Mitsubishi pay?"),
        ("Kishda's diplomcy", "Kishida diplomacy"),
        ("the restrictons on semiconducters", "the restrictions on semiconductors"),
        ("Who must be compensatd?", "Who must be compensate?"),
        ("Who is mentiond?", "Who is mentioned?"),  # a word that speaks of the documents
        ("the vicims", "the victims"),  # and not "via", which is as near and shorter
    ],
)
def test_a_misspelt_word_is_replaced(index: Index, question: str, meant: str) -> None:
    query = respell(analyse(question), index, KnowsWords())
    assert replace(query, respelt=()) == analyse(meant)
    assert query.respelt


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("wen did Kishida meet Yoon", "when did Kishida meet Yoon"),
        ("Wich Japanese exports end?", "Which Japanese exports end?"),
        ("WICH EXPORTS END?", "WHICH EXPORTS END?"),
        ("and wat did they revive", "and what did they revive"),
        ("ok, waht  time is it", "ok, what  time is it"),
        ("hwo must pay", "who must pay"),
        ("hwo do I pay", "how do I pay"),
        ("hwo many exports end", "how many exports end"),
        ("were did they meet", "where did they meet"),
        ("were the victims paid", "were the victims paid"),
        ("Wen Jiabao met Yoon", "Wen Jiabao met Yoon"),
        ("wen treatment options", "wen treatment options"),
        ("wat zei premier Kishida", "wat zei premier Kishida"),
        ("WHT rules", "WHT rules"),
        ("wht rules", "wht rules"),  # the documents have it
        ("what did they revive", "what did they revive"),
        ("wich", "wich"),
        ("", ""),
    ],
)
def test_a_slip_of_the_question_word_is_mended(question: str, meant: str) -> None:
    assert with_question_word(question, {"wht"}.__contains__) == meant


def test_of_several_forms_the_nearest_is_meant(tmp_path: Path) -> None:
    index = Index(tmp_path, EmbedWords(), 20)
    text = "Semiconductors sell. A semiconductor is small. The Summit's hosts left. " + (
        "They were visiting. A summit was their last visit. Visits are rare, and visited."
    )
    document = Document(id="a", path="a", title="a", text=text, digest="1")
    index.sync([Source(id="a", digest="1", load=lambda: document)])
    assert respell(analyse("where was the sumit"), index, KnowsWords()).text == "where was the summit"
    assert respell(analyse("the semicondcutros"), index, KnowsWords()).text == "the semiconductors"
    assert respell(analyse("when was the vissit"), index, KnowsWords()).text == "when was the visit"
    index.close()


def test_a_form_of_a_real_word_is_a_real_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(tmp_path, EmbedWords(), 20)
    document = Document(id="a", path="a", title="a", text="Others came.", digest="1")
    index.sync([Source(id="a", digest="1", load=lambda: document)])
    assert respell(analyse("where were the otters"), index, KnowsWords()).text == "where were the others"
    monkeypatch.setattr(f"{__name__}.REAL", REAL | {"otter"})
    assert respell(analyse("where were the otters"), index, KnowsWords()).respelt == ()
    index.close()


def test_the_topic_stays_one_when_a_word_of_it_is_misspelt(index: Index) -> None:
    query = respell(analyse("the restrictons", topic=True), index, KnowsWords())
    assert (query.text, query.topic, query.summary) == ("the restrictions", True, True)


def test_what_was_replaced_is_told(index: Index) -> None:
    query = respell(analyse("Did Kishda's restrictons end for Kishda?"), index, KnowsWords())
    assert query.respelt == (("Kishda", "Kishida"), ("restrictons", "restrictions"))
    assert told(query) == "“Kishda” was read as “Kishida” and “restrictons” was read as “restrictions”."
    assert told(analyse("Did Kishida’s restrictions end?")) == ""


def test_a_question_of_unknown_words_is_not_respelt(index: Index) -> None:
    """Looking each of them up would take seconds, and what came out would be another question."""
    query = analyse("restrictons " * 9)
    assert respell(query, index, KnowsWords()) is query
    assert respell(analyse("restrictons " * 8), index, KnowsWords()).text == "restrictions " * 8


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("When did Moon take office?", id="another person, whose name is a word"),
        pytest.param("What do experts say?", id="experts are no exports"),
        pytest.param("What did Kishida say?", id="spelt right"),
        pytest.param("compensating victims", id="another form of a word"),
        pytest.param("What did Matsumoto say?", id="another name, beginning alike"),
        pytest.param("What did Kishimoto announce?", id="another name with that beginning"),
        pytest.param("Who is Kishidov?", id="another ending, another person"),
        pytest.param("Who is Kishidas?", id="one letter more at the end"),
        pytest.param("what did hirokawa say", id="another name in small letters"),
        pytest.param("What did Abe say?", id="too short to guess"),
        pytest.param("Yun", id="too short to guess, and near"),
        pytest.param("in 2081", id="numbers"),
        pytest.param("COVID-19", id="letters and numbers"),
        pytest.param("Zelenskyy", id="like nothing there"),
        pytest.param("Tikyo", id="another beginning: two letters must be right"),
        pytest.param("Mitterrand", id="a beginning alone is not enough"),
        pytest.param("", id="nothing"),
        pytest.param("東京での会談", id="ideographs"),
    ],
)
def test_anything_else_is_left_alone(index: Index, question: str) -> None:
    query = analyse(question)
    assert respell(query, index, KnowsWords()) is query


def distance(one: str, other: str) -> int:
    """Optimal string alignment, as the textbook has it: recursive, over whole strings."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
                *([table[i - 2, j - 2] + 1] if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1] else []),
            )
    return table[len(one), len(other)]


LETTERS = st.text("abc", min_size=1, max_size=9)


@given(LETTERS, LETTERS, st.integers(1, 2))
def test_prefix_distance_is_that_of_the_nearest_beginning(word: str, stem: str, limit: int) -> None:
    beginnings = [word[:end] for end in range(max(1, len(word) - 4), len(word) + 1)]
    assert prefix_distance(word, stem, limit) == min(limit + 1, *(distance(part, stem) for part in beginnings))


@pytest.mark.parametrize(
    ("word", "stem", "limit", "expected"),
    [
        ("kishida", "kishida", 2, 0),
        ("restrictons", "restrict", 2, 0),  # the ending is left over
        ("restrctions", "restrict", 2, 1),
        ("kihsida", "kishida", 2, 1),  # neighbours swapped
        ("kisda", "kishida", 2, 2),
        ("tokyo", "kyoto", 2, 3),
        ("a", "abcdefghijkl", 2, 3),
        ("abcdefghijkl", "a", 2, 3),  # more than an ending is left over
    ],
)
def test_prefix_distance(word: str, stem: str, limit: int, expected: int) -> None:
    assert prefix_distance(word, stem, limit) == expected
