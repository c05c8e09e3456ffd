"""Readings to claims: a sentence of a document, what is marked in it, and its citations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .bullets import without_marker
from .exact import whole
from .question import Query
from .records import Citation, Claim, Passage, Reading, Span
from .short import Exact
from .text import clean

Cite = Callable[[Passage, Span], Citation]  # (passage, span inside it) -> citation


def claim(group: Sequence[Reading], found: Sequence[Exact], cite: Cite) -> Claim:
    """The claim of readings that tell the same, first the one to quote, with what was `found` in each sentence."""
    citations = []
    for reading, marked in zip(group, found, strict=True):
        body = _body(reading)
        marks = tuple(Span(mark.start + body.start, mark.end + body.start) for mark in marked.marks)
        citations.append(replace(cite(reading.hit.passage, body), marks=marks))
    sentence = sentence_of(group[0])
    marks = tuple(_on_one_line(sentence, mark) for mark in found[0].marks)
    return Claim(text=clean(sentence), citations=tuple(citations), marks=marks)


def _on_one_line(sentence: str, span: Span) -> Span:
    """Where a span of the sentence lies in clean(sentence); it begins and ends with no white space."""
    before, words = clean(sentence[: span.start]), clean(span.of(sentence))
    start = len(before) + (bool(before) and sentence[span.start - 1].isspace())
    return Span(start, start + len(words))


def _body(reading: Reading) -> Span:
    """The sentence in its document, without the bullet or number of a list before it."""
    skipped = without_marker(reading.text, Span(0, len(reading.text))).start
    return Span(reading.span.start + skipped, reading.span.end)


def sentence_of(reading: Reading) -> str:
    """The words of a reading, without the bullet or number of a list before them."""
    return reading.text[_body(reading).start - reading.span.start :]


def answer_in(reading: Reading) -> Span | None:
    """What the reader takes for the answer, as a span of the sentence."""
    body = _body(reading)
    if reading.answer is None:
        return None
    start, end = max(reading.answer.start, body.start), min(reading.answer.end, body.end)
    return Span(start - body.start, end - body.start) if start < end else None


def with_whole_answer(query: Query, reading: Reading) -> Reading:
    """The reading, its exact answer grown to what belongs to it."""
    if (found := answer_in(reading)) is None:
        return reading
    start = _body(reading).start
    answer = whole(sentence_of(reading), found, query)
    return replace(reading, answer=Span(answer.start + start, answer.end + start))
