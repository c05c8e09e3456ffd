"""Summaries: the central sentences of documents, by their words and their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question import analyse
from rag.records import Hit, Passage, Span
from rag.summary import central, named_documents, named_section


def passages(*sentences: str, document: str = "a") -> list[Passage]:
    """A document of these sentences, two to a passage, each passage beginning with the last of the one before."""
    text, spans = "", list[Span]()
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    found = []
    for at in range(0, max(1, len(spans) - 1)):
        own = spans[at : at + 2]
        whole = Span(own[0].start, own[-1].end)
        found.append(
            Passage(id=f"{at}", document=document, title="", span=whole, text=whole.of(text), sentences=tuple(own))
        )
    return found


SUMMIT = (
    "Japan and Korea held a summit in Tokyo.",
    "The summit of Japan and Korea ended a trade dispute.",
    "A dog barked at the old gate.",
    "Japan and Korea will hold another summit on trade.",
    "Yes.",
)


def test_the_sentence_that_the_rest_speaks_of_comes_first() -> None:
    found = [reading.text for reading in central([passages(*SUMMIT)], 3)]
    assert found[0] == SUMMIT[0]
    assert "Yes." not in found  # too short to say anything, while there are others


def test_of_like_sentences_the_first_leads() -> None:
    same = "The summit ended the trade dispute."
    (reading,) = central([passages(same, "Nothing else mattered much there today.", same)], 1)
    assert reading.span.start == 0


def test_words_once_said_count_less() -> None:
    text = ("The trade summit began in Tokyo.", "The trade summit began in Tokyo.", "Rain spoiled every garden party.")
    assert {reading.text for reading in central([passages(*text)], 2)} == {text[0], text[2]}


def test_sentences_are_shared_out_between_documents() -> None:
    documents = [passages(*SUMMIT, document=name) for name in "abc"]
    found = [reading.hit.passage.document for reading in central(documents, 6)]
    assert found == ["a", "a", "b", "b", "c", "c"]
    assert len(central(documents, 1)) == 3  # at least one a document


def test_nothing_gives_nothing() -> None:
    assert central([], 6) == []
    assert central([[]], 6) == []


def test_a_document_of_short_lines_is_summed_up_by_them() -> None:
    assert [reading.text for reading in central([passages("Tea.", "Milk.")], 6)] == ["Tea.", "Milk."]


TITLES = {
    "2023/japan-south-korea-summit.txt": "Seoul and Tokyo agree",
    "shuttle-diplomacy.md": "Shuttle diplomacy renewed",
    "handbook.pdf": "Larkfield: employee handbook",
}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Summarise the shuttle diplomacy article", ["shuttle-diplomacy.md"]),
        ("Summarise the article on the Korea summit, please", ["2023/japan-south-korea-summit.txt"]),
        ("What is the handbook about?", ["handbook.pdf"]),
        ("Give me an overview of the Larkfield handbook", ["handbook.pdf"]),
        ("Summarise the note on the summit", ["2023/japan-south-korea-summit.txt"]),
        ("Summarise the rules on expenses", []),
        ("What is the quarrel between the countries about?", []),
        ("What is shuttle diplomacy?", []),
        ("Summarise the articles", []),
    ],
)
def test_documents_named_by_title_or_file_name(question: str, documents: list[str]) -> None:
    assert list(named_documents(analyse(question), lambda: TITLES)) == documents


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Summarise the employee handbook", ["handbook.pdf"]),
        ("Summarise the Korea", []),  # a third of a title may be one of the things told
        ("Summarise the diplomacy", ["shuttle-diplomacy.md"]),  # half of a file name
        ("Summarise the Larkfield employees", ["handbook.pdf"]),
        ("Summarise the summit", []),
        ("Summarise the handbook", ["handbook.pdf"]),  # ".pdf" is no word of its name
    ],
)
def test_documents_well_named(question: str, documents: list[str]) -> None:
    named = named_documents(analyse(question), lambda: TITLES)
    assert [document for document, share in named.items() if share >= 0.5] == documents


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Summarise the rules on expenses", "Travel expenses"),
        ("Summarise the travel expenses section", "Travel expenses"),
        ("Summarise the rules on parental leave", None),
        ("What are the rules on expenses?", "Travel expenses"),
        ("Which expenses are refunded?", None),
        ("Summarise the rules", None),
    ],
)
def test_a_section_named_by_its_heading(question: str, heading: str | None) -> None:
    hits = [
        Hit(passage=Passage(id=name, document="d", title="", span=Span(0, 1), text="x", heading=name), score=0.0)
        for name in ("Leave", "Travel expenses", "")
    ]
    assert named_section(analyse(question), hits) == (("d", heading) if heading else None)


SENTENCE = st.one_of(st.sampled_from(SUMMIT), st.text(min_size=1, max_size=30).filter(str.strip))


@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=6), max_size=3), st.integers(0, 8))
def test_any_documents(texts: list[list[str]], sentences: int) -> None:
    documents = [passages(*text, document=str(n)) for n, text in enumerate(texts)]
    found = central(documents, sentences)
    assert found == central(documents, sentences)
    assert len({(r.hit.passage.document, r.span) for r in found}) == len(found)
    assert len(found) <= max(sentences, len(documents))
    for reading in found:
        assert reading.span in reading.hit.passage.sentences
        assert reading.text in texts[int(reading.hit.passage.document)]
