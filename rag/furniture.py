"""Furniture: what stands in a text without saying anything of its own, and so is shown but never evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from .lines import (
    LINE_LIMIT,
    ends_sentence,
    is_ambiguous,
    is_boilerplate,
    is_credit,
    is_data,
    is_item,
    is_key,
    is_record,
    is_row,
)
from .records import Heading, Span
from .text import clean

_REPEAT_WORDS = 4  # a shorter sentence may well be said twice
_STRAY_WORDS = 3
_STRAY_CHARS = 40
_PROSE_SENTENCES = 3  # a text with fewer full sentences is notes, where a short line is data
_FULL_WORDS = 5
_KEY_CHARS = 60  # a longer line with a colon may be a sentence like others
_ALNUM = re.compile(r"[^\W_]")
_PAGE_BREAK = re.compile("[\f\x1c-\x1e\u2029]")


def furniture(text: str, sentences: Sequence[Span], headings: Sequence[Heading] = ()) -> list[bool]:
    """For each of a text's sentences, whether it is furniture.

    Furniture is: headings, which label; credits, link lines and other boilerplate that makes up a whole line;
    a sentence of four words or more that stood before (the first stays evidence); rules and ornaments; and,
    on a page of prose, a short line alone between blank lines. Items of lists, rows of tables and lines of
    "key: value" are never taken for strays or for repeats, so that a file of notes keeps its data.
    """
    shown = [clean(span.of(text)) for span in sentences]
    prose = _is_prose(shown)
    lines = [_line(text, span) for span in sentences]
    structured = [_is_structured(line) for line in lines]
    labels = _are_labels(sentences, headings)
    strays = _strays(text, sentences, shown, [a or b for a, b in zip(structured, labels, strict=True)])
    seen: set[str] = set()
    verdicts = []
    for number, said in enumerate(shown):
        verdict = labels[number] or not _ALNUM.search(said) or (prose and strays[number])
        if not verdict and _is_noise(text, sentences[number], said, lines[number]):
            verdict = prose or not is_ambiguous(lines[number])
        if not structured[number] and said.count(" ") >= _REPEAT_WORDS - 1:
            verdict = verdict or said.casefold() in seen
            seen.add(said.casefold())
        verdicts.append(verdict)
    return verdicts


def _is_prose(shown: Sequence[str]) -> bool:
    """Whether a text is mostly prose: three full sentences or more, which hold half of its characters."""
    full = [
        said for said in shown if ends_sentence(said) and (said.count(" ") >= _FULL_WORDS - 1 or said[0] > "\u2e80")
    ]
    return len(full) >= _PROSE_SENTENCES and 2 * sum(map(len, full)) >= sum(map(len, shown))


def _line(text: str, span: Span) -> str:
    """The line that a sentence begins on, without white space around it; "" if it is a long one."""
    before = (text[max(0, span.start - LINE_LIMIT) : span.start] + "|").splitlines()
    after = text[span.start : span.start + LINE_LIMIT + 1].splitlines()[0]
    if (len(before) == 1 and span.start > LINE_LIMIT) or len(after) > LINE_LIMIT:
        return ""
    return (before[-1][:-1] + after).strip()


def _is_structured(line: str) -> bool:
    """Whether a line is an item, a row, a record, or a short "key: value"."""
    return bool(line) and (
        is_item(line) or is_row(line) or is_record(line) or (len(line) < _KEY_CHARS and is_key(line))
    )


def _are_labels(sentences: Sequence[Span], headings: Sequence[Heading]) -> list[bool]:
    """Whether each sentence lies in a heading."""
    marks = sorted(heading.span for heading in headings)
    starts = [mark.start for mark in marks]
    found = []
    for span in sentences:
        place = bisect_right(starts, span.start) - 1
        found.append(place >= 0 and span.end <= marks[place].end)
    return found


def _is_noise(text: str, span: Span, said: str, line: str) -> bool:
    """Whether a sentence is boilerplate: its whole line is, or it is a credit that ends the line."""
    if line and is_boilerplate(line):
        return not (is_key(line) and _is_listed(text, span))
    return len(said) <= LINE_LIMIT and is_credit(said) and line.endswith(said) and (":" in said or said[0] in "([©")


def _is_listed(text: str, span: Span) -> bool:
    """Whether the line above or below is "key: value" data, so that "Image: nginx" is data too."""
    above = text[max(0, span.start - LINE_LIMIT) : span.start].splitlines()
    below = text[span.start : span.start + 2 * LINE_LIMIT].splitlines()
    near = [line.strip() for line in (*above[-2:], *below[1:2])]
    return any(line and is_key(line) and not is_boilerplate(line) for line in near)


def _strays(text: str, sentences: Sequence[Span], shown: Sequence[str], exempt: Sequence[bool]) -> list[bool]:
    """Whether each sentence is one to three words alone between blank lines; not three such in a row."""
    gaps = [_is_blank(text[left.end : right.start]) for left, right in pairwise(sentences)]
    edges = [True, *gaps, True]
    found = [
        edges[number]
        and edges[number + 1]
        and not exempt[number]
        and said.count(" ") < _STRAY_WORDS
        and len(said) <= (_STRAY_CHARS if said[0] < "\u2e80" else _STRAY_CHARS // 5)
        and not ends_sentence(said)
        and ":" not in said
        and not is_data(said)
        for number, said in enumerate(shown)
    ]
    start = 0
    for number in range(len(found) + 1):
        if number == len(found) or not found[number]:
            if number - start > 2:  # a list with blank lines between
                found[start:number] = [False] * (number - start)
            start = number + 1
    return found


def _is_blank(gap: str) -> bool:
    """Whether white space holds a blank line or a page break."""
    return len((gap + "|").splitlines()) > 2 or bool(_PAGE_BREAK.search(gap))
