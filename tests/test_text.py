"""rag/text.py and rag/furniture.py against their tables, and what holds for any text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import sentence_cases as cases
from hypothesis import given
from hypothesis import strategies as st

from rag.furniture import furniture
from rag.records import Span
from rag.text import SENTENCE_LIMIT, clean, headings, sentences, words

TABLES = [cases.SENTENCES, cases.HEADED, cases.WORDS, cases.HEADINGS, cases.FURNITURE]


def _rows(table: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [pytest.param(*row, id=name) for name, *row in table]


def _said(text: str, spans: Sequence[Span]) -> list[str]:
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(("text", "expected"), _rows(cases.SENTENCES))
def test_sentences(text: str, expected: list[str]) -> None:
    assert _said(text, sentences(text)) == expected


@pytest.mark.parametrize(("text", "marks", "expected"), _rows(cases.HEADED))
def test_sentences_with_headings(text: str, marks: list[str], expected: list[str]) -> None:
    spans = [Span(text.index(mark), text.index(mark) + len(mark)) for mark in marks]
    assert _said(text, sentences(text, spans)) == expected


@pytest.mark.parametrize(("text", "expected"), _rows(cases.WORDS))
def test_words(text: str, expected: str) -> None:
    assert _said(text, words(text)) == expected.split()


@pytest.mark.parametrize(("text", "expected"), _rows(cases.HEADINGS))
def test_headings(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(heading.span.of(text), heading.level) for heading in headings(text)] == expected


@pytest.mark.parametrize(("text", "expected"), _rows(cases.FURNITURE))
def test_furniture(text: str, expected: list[str]) -> None:
    marks = headings(text)
    spans = sentences(text, [mark.span for mark in marks])
    found = furniture(text, spans, marks)
    assert [span.of(text) for span, useless in zip(spans, found, strict=True) if useless] == expected


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_name_of_its_own(table: list[tuple[Any, ...]]) -> None:
    names = [row[0] for row in table]
    assert len(names) == len(set(names))


def test_clean() -> None:
    assert clean(" The talks\r\n\tended.\u00a0 \u2028Tokyo ") == "The talks ended. Tokyo"
    assert clean(" \n ") == ""


# --- sentences without an end ---


def test_a_long_sentence_is_cut_at_line_breaks() -> None:
    text = "\n".join(["the talks went on and on and" * 10] * 12)
    pieces = _said(text, sentences(text))
    assert "\n".join(pieces) == text
    assert all(len(piece) <= SENTENCE_LIMIT for piece in pieces)


def test_a_long_sentence_is_cut_at_commas() -> None:
    text = ", ".join(["the talks went on"] * 150)
    pieces = _said(text, sentences(text))
    assert " ".join(pieces) == text
    assert all(piece.endswith(",") for piece in pieces[:-1])


def test_a_long_sentence_is_cut_at_spaces() -> None:
    text = " ".join(["talks"] * 500)
    assert " ".join(_said(text, sentences(text))) == text


def test_a_long_word_is_cut_between_characters() -> None:
    text = "e\u0301" * 600 + "👩\u200d🚀" * 400
    pieces = _said(text, sentences(text))
    assert "".join(pieces) == text
    assert not any(piece[0] in "\u0301\u200d🚀" for piece in pieces)


def test_a_heading_that_is_too_long_is_cut_too() -> None:
    text = " ".join(["Talks"] * 500)
    assert " ".join(_said(text, sentences(text, [Span(0, len(text))]))) == text


# --- what holds for any text ---

MARKS = [*".!?…。؟।,;:\"'“”‘’()[]{}*_#|`~-–—•/@%$&+=<>\\", "...", ". . .", "[3]", "```", "---", "\u00ad", "\ud800"]
BREAKS = [" ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\f", "\t", "\u00a0", "\u2028", "\u200b", "\x1f"]
PIECES = [
    *"aAIxX15é東あ한ना",
    "U.S",
    "Mr",
    "p.m",
    "No",
    "said",
    "The",
    "Tokyo",
    "2018",
    "1.",
    "a)",
    "Reuters",
    "READ MORE:",
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(MARKS + BREAKS + PIECES + ["Door code: 4711", "a | b", "\u0301"]), max_size=60).map(
        "".join
    ),
    st.lists(st.sampled_from([row[1] for row in cases.SENTENCES[2:]] + BREAKS), max_size=8).map("".join),
)


def _assert_spans(text: str, spans: list[Span]) -> None:
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        end = span.end


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=3))
def test_sentences_cover_any_text(text: str, marks: list[tuple[int, int]]) -> None:
    for spans in (sentences(text), sentences(text, [Span(start, start + length) for start, length in marks])):
        _assert_spans(text, spans)
        assert "".join("".join(_said(text, spans)).split()) == "".join(text.split())
        assert all(span.end - span.start <= SENTENCE_LIMIT for span in spans)


@given(TEXTS)
def test_a_blank_line_ends_any_sentence(text: str) -> None:
    for span in sentences(text):
        assert all(line.strip() for line in span.of(text).splitlines())


@given(TEXTS)
def test_words_of_any_text(text: str) -> None:
    spans = words(text)
    _assert_spans(text, spans)
    assert not any(char.isspace() for char in "".join(_said(text, spans)))
    assert sum(char.isalnum() for char in "".join(_said(text, spans))) == sum(char.isalnum() for char in text)


@given(TEXTS)
def test_headings_and_furniture_of_any_text(text: str) -> None:
    marks = headings(text)
    _assert_spans(text, [mark.span for mark in marks])
    spans = sentences(text, [mark.span for mark in marks])
    assert {mark.span for mark in marks} <= set(spans)
    assert len(furniture(text, spans, marks)) == len(spans)


LONG = [
    ".",
    "A.",
    "A. ",
    '"',
    '. "',
    "x. x",
    "said.The",
    "(",
    "。あ",
    "… ",
    "a.[1]",
    "! ",
    "1. ",
    "1,",
    "X/",
    "a'",
    "A&",
    "A-1",
]
LINES = [
    "\n",
    "a\n",
    "a | b\n",
    "k: v\n",
    "- x\n",
    "```\n",
    "***\n",
    "\t",
    "|",
    "#",
    " ",
    "x",
    "e\u0301",
    "Ab ",
    "photo by ",
]


@pytest.mark.parametrize("piece", LONG + LINES)
def test_long_inputs_finish(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    marks = headings(text)
    spans = sentences(text, [mark.span for mark in marks])
    assert len(furniture(text, spans, marks)) == len(spans)
    assert len(words(text)) <= len(text)
