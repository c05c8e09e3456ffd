"""Passages: whole sentences of one section, no longer than the model reads, and nothing of the evidence lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import EmbedWords
from hypothesis import given
from hypothesis import strategies as st

from rag.furniture import furniture
from rag.passages import retrieval_text, split
from rag.records import Document, Heading, Passage, Span
from rag.text import headings, sentences

EMBEDDER = EmbedWords()
ROOM = EMBEDDER.limit - 32  # what is left for evidence beside title and heading


def document(text: str, marks: tuple[Heading, ...] = (), name: str = "a.txt", title: str = "A title") -> Document:
    return Document(id=name, path=name, title=title, text=text, digest="", headings=marks)


def passages(text: str, size: int = 16, **given: str) -> list[Passage]:
    return list(split(document(text, **given), EMBEDDER, size))


def tokens(passage: Passage) -> int:
    offset = passage.span.start
    return sum(
        len(spans)
        for spans in EMBEDDER.tokens([passage.text[s.start - offset : s.end - offset] for s in passage.sentences])
    )


def evidence(text: str) -> list[Span]:
    marks = headings(text)
    spans = sentences(text, [mark.span for mark in marks])
    useless = furniture(text, spans, marks)
    return spans if all(useless) else [s for s, furniture in zip(spans, useless, strict=True) if not furniture]


PIECES = st.sampled_from(
    [
        "The court ruled in November 2018.",
        "Companies must pay the victims, it said, and they must do so at once.",
        "“Tokyo,” he said, “was furious.”",
        "東京で会談した。韓国は歓迎した。",
        "Overview",
        "Trade and Security",
        "## Marked",
        "- an item",
        "| a | b |",
        "(AP Photo/Lee Jin-man)",
        "READ MORE: another story",
        "Loading...",
        "key: value",
        "word " * 300,
        "a, b; c: " * 40,
        "🍵 cafe\u0301",
    ]
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TEXTS = st.lists(
    st.tuples(st.one_of(PIECES, PIECES, ANY), st.sampled_from([" ", "\n", "\n\n", "\r\n\r\n"])), max_size=14
).map(lambda parts: "".join(piece + gap for piece, gap in parts))
SIZES = st.sampled_from([16, 40, 100, 10_000])


@given(TEXTS, SIZES)
def test_a_passage_is_cut_from_its_document(text: str, size: int) -> None:
    for passage in passages(text, size):
        assert passage.text == passage.span.of(text)
        assert passage.text.strip() == passage.text != ""
        assert passage.sentences
        for span in passage.sentences:
            assert passage.span.start <= span.start < span.end <= passage.span.end
        assert list(passage.sentences) == sorted(passage.sentences)


@given(TEXTS, SIZES)
def test_no_evidence_is_lost(text: str, size: int) -> None:
    held = [span for passage in passages(text, size) for span in passage.sentences]
    for sentence in evidence(text):
        parts = [span for span in held if sentence.start <= span.start and span.end <= sentence.end]
        covered = {n for span in parts for n in range(span.start, span.end)}
        left = [n for n in range(sentence.start, sentence.end) if n not in covered and not text[n].isspace()]
        assert not left, "part of a sentence is in no passage"


@given(TEXTS, SIZES)
def test_no_passage_is_longer_than_the_model_reads(text: str, size: int) -> None:
    for passage in passages(text, size):
        most = max(size, max(len(EMBEDDER.tokens([span.of(text)])[0]) for span in passage.sentences))
        assert tokens(passage) <= min(most, ROOM)


@given(TEXTS, SIZES)
def test_no_passage_crosses_a_heading(text: str, size: int) -> None:
    marks = headings(text)
    for passage in passages(text, size):
        inside = [mark for mark in marks if passage.span.start < mark.span.start < passage.span.end]
        assert not inside
        above = [mark for mark in marks if mark.span.start <= passage.span.start]
        assert passage.heading == (" ".join(above[-1].span.of(text).split()) if above else "")


@given(TEXTS, SIZES)
def test_the_same_document_gives_the_same_ids_and_no_two_alike(text: str, size: int) -> None:
    ids = [passage.id for passage in passages(text, size)]
    assert ids == [passage.id for passage in passages(text, size)]
    assert len(set(ids)) == len(ids)
    assert all(len(identifier) == 32 for identifier in ids)


TWELVE = [f"Sentence number {n} says that {n} came next." for n in range(12)]


def test_neighbours_share_one_sentence() -> None:
    text = " ".join(TWELVE)
    found = passages(text, 30)
    assert len(found) > 2
    for one, other in pairwise(found):
        assert one.sentences[-1] == other.sentences[0]
        assert not set(one.sentences[:-1]) & set(other.sentences)


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        pytest.param("", 16, [], id="nothing"),
        pytest.param(" \n\t", 16, [], id="white space"),
        pytest.param("One word", 16, ["One word"], id="a few words"),
        pytest.param("One. Two. Three.", 16, ["One. Two. Three."], id="all in one"),
        pytest.param(
            "Tea\n\nTea is served at four in the harbour.\n\nCoffee\n\nCoffee is served in the town all day.",
            100,
            ["Tea is served at four in the harbour.", "Coffee is served in the town all day."],
            id="two sections",
        ),
        pytest.param(
            " ".join("abc"[n // 100] for n in range(300)),
            100,
            [" ".join("a" * 100), " ".join("b" * 100), " ".join("c" * 100)],
            id="a sentence longer than the model reads is cut between tokens",
        ),
    ],
)
def test_passages(text: str, size: int, expected: list[str]) -> None:
    assert [passage.text for passage in passages(text, size)] == expected


def test_marked_headings_come_before_guessed_ones() -> None:
    text = "tea\nTea is served at four. It is hot.\ncoffee\nCoffee is served all day. It is hot too."
    second = text.index("coffee")
    marks = (Heading(span=Span(0, 3), level=1), Heading(span=Span(second, second + 6), level=2))
    found = list(split(document(text, marks), EMBEDDER, 100))
    assert [passage.heading for passage in found] == ["tea", "coffee"]
    assert all("tea" not in span.of(text).split() for passage in found for span in passage.sentences)


@pytest.mark.parametrize("change", [{"name": "b.txt"}, {"title": "Another"}])
def test_another_file_or_title_gives_other_ids(change: dict[str, str]) -> None:
    assert passages("One. Two.")[0].id != passages("One. Two.", **change)[0].id


def test_what_is_embedded_has_labels_and_no_furniture_and_joins_hyphens() -> None:
    text = (
        "Trade\n\nThe minis-\nters met in Tokyo on Thursday.\n\n(AP Photo/Lee Jin-man)\n\n"
        "They agreed to resume the talks. They will meet again next year."
    )
    (passage,) = passages(text, 200)
    assert retrieval_text(passage) == (
        "A title. Trade\nThe ministers met in Tokyo on Thursday. They agreed to resume the talks. "
        "They will meet again next year."
    )
    assert "AP Photo" in passage.text and "minis-\nters" in passage.text


def test_title_heading_and_evidence_together_fit_the_model() -> None:
    title = "1 2 3 4 5 6 7 8 9 " * 5
    (passage,) = passages("w " * ROOM, 10_000, title=title)
    assert len(EMBEDDER.tokens([retrieval_text(passage)])[0]) <= EMBEDDER.limit
