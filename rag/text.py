"""Sentences, words and headings of a text, as spans: exact, in order, never searched for afterwards.

The rules for sentences are our own. Two sources shaped them: the golden rules of pySBD (Sadvilkar & Neumann,
"PySBD: Pragmatic Sentence Boundary Disambiguation", 2020), which are cases rather than theory, and Kiss &
Strunk, "Unsupervised Multilingual Sentence Boundary Detection" (2006), for what a period means after an
abbreviation, an initial or a number. The text is first cut into units by its layout (paragraphs, list items,
rows, headings), then each unit is cut at the punctuation that ends a sentence. All of it is linear in the
length of the text: every decision looks at a window of fixed size.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lines import Kind, ends_sentence, is_data, is_dateline, is_open, is_uncased, kind, starts_high, starts_low
from .punctuation import split
from .records import Heading, Span

SENTENCE_LIMIT = 1000  # characters: a longer sentence is cut
_SHORT_LINE = 60  # characters: only shorter lines make a block of lines that stand for themselves
_HEADING_WORDS = 12
_HEADING_CHARS = 160


# --- sentences -------------------------------------------------------------------------------------------


def sentences(text: str, headings: Sequence[Span] = ()) -> list[Span]:
    """The sentences of a text, in order.

    The spans do not overlap, have no white space at either end, are not empty, and together hold every
    character of `text` that is not white space. A heading of `headings` is one sentence of its own. Nothing
    longer than SENTENCE_LIMIT characters comes out.
    """
    found: list[Span] = []
    for unit in _units(text, headings):
        spans = [Span(unit.start, unit.end)] if unit.whole else split(text, unit.start, unit.end)
        for span in spans:
            if span.end - span.start > SENTENCE_LIMIT:
                found.extend(_cut(text, span))
            else:
                found.append(span)
    return found


def clean(text: str) -> str:
    """The text on one line: every run of white space, line breaks included, becomes one space."""
    return " ".join(text.split())


def spaced(text: str) -> str:
    """The text with a space for every white space character, line breaks included: as long as before."""
    return re.sub(r"\s", " ", text)


# --- layout: units ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of text that no sentence crosses; a `whole` one is a single sentence."""

    start: int
    end: int
    whole: bool


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    body: str  # without white space around it
    indent: int
    kind: Kind
    alone: bool = False  # a unit of its own


_PAGE_BREAKS = "\f\x1c\x1d\x1e\u2029"


def _units(text: str, headings: Sequence[Span]) -> Iterator[_Unit]:
    position = 0
    for heading in sorted(headings):
        start, end = max(heading.start, position), min(heading.end, len(text))
        if start >= end:
            continue
        yield from _region(text, position, start)
        for block in _blocks(text, start, end):
            yield _Unit(block[0].start, block[-1].end, True)
        position = end
    yield from _region(text, position, len(text))


def _region(text: str, start: int, end: int) -> Iterator[_Unit]:
    blocks = list(_blocks(text, start, end))
    _mark_code(blocks)
    for block in blocks:
        yield from _block_units(block)


def _blocks(text: str, start: int, end: int) -> Iterator[list[_Line]]:
    """The lines between blank lines and page breaks."""
    block: list[_Line] = []
    position = start
    for raw in text[start:end].splitlines(keepends=True):
        body = raw.strip()
        if body:
            indent = len(raw) - len(raw.lstrip())
            first = position + indent
            block.append(_Line(first, first + len(body), body, indent, kind(body)))
        position += len(raw)
        if block and (not body or raw[-1] in _PAGE_BREAKS):
            yield block
            block = []
    if block:
        yield block


def _mark_code(blocks: list[list[_Line]]) -> None:
    """Lines between two fences stand for themselves. A fence that is never closed opens nothing."""
    lines = [line for block in blocks for line in block]
    fences = [number for number, line in enumerate(lines) if line.kind is Kind.FENCE]
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        for line in lines[opening + 1 : closing]:
            line.kind = Kind.FENCE


_ALONE = {Kind.ROW, Kind.RECORD, Kind.MARK, Kind.FENCE, Kind.RULE, Kind.CREDIT}


def _block_units(block: list[_Line]) -> Iterator[_Unit]:
    if len(block) == 1:
        line = block[0]
        yield _Unit(line.start, line.end, line.kind in _ALONE)
        return
    _settle(block)
    _mark_short_runs(block)
    first = 0
    for number in range(1, len(block) + 1):
        if number == len(block) or _parted(block[number - 1], block[number]):
            yield _Unit(block[first].start, block[number - 1].end, block[first].kind in _ALONE)
            first = number


def _settle(block: list[_Line]) -> None:
    """Let neighbours overrule the look of a line: prose may wrap before a dash, a number or a colon."""
    kinds = [line.kind for line in block]
    for number, line in enumerate(block):
        before = block[number - 1].body if number else ""
        near = kinds[max(0, number - 1) : number] + kinds[number + 1 : number + 2]
        if line.kind is Kind.ITEM and before and Kind.ITEM not in near:
            if (
                not ends_sentence(before)
                and before[-1] not in ":："
                and (is_open(before) or len(before) >= _SHORT_LINE or not starts_high(line.body.split(None, 1)[-1]))
            ):
                line.kind = Kind.PLAIN
        elif (line.kind in (Kind.KEY, Kind.RECORD) and line.kind not in near) or (
            line.kind in (Kind.KEY, Kind.CREDIT) and before and is_open(before)
        ):
            line.kind = Kind.PLAIN


def _parted(above: _Line, below: _Line) -> bool:
    """Whether a line break inside a block parts two units."""
    if below.kind is not Kind.PLAIN or above.kind in _ALONE or above.alone or below.alone:
        return not (above.kind is Kind.PLAIN and not above.alone and below.kind is Kind.PLAIN and not below.alone)
    if above.kind is Kind.PLAIN:
        return False
    # An item, or "key: value", may go on in the next line.
    if below.indent > above.indent or starts_low(below.body) or is_open(above.body):
        return False
    return ends_sentence(above.body) or len(above.body) < _SHORT_LINE


def _mark_short_runs(block: list[_Line]) -> None:
    """Mark lines that stand for themselves: three or more short ones that look like names or titles."""
    if len(block) > 2 and all(_is_note(line) for line in block):
        for line in block:
            line.alone = True
        return
    number = 0
    while number < len(block):
        run = number
        while run < len(block) and _is_short(block[run]):
            run += 1
        before = block[number - 1] if number else None
        anchored = (
            before is None or before.kind is not Kind.PLAIN or before.body[-1] in ":：" or ends_sentence(before.body)
        )
        closed = run == len(block) or block[run].kind is not Kind.PLAIN or not starts_low(block[run].body)
        if run - number > 2 and anchored and closed:
            for line in block[number:run]:
                line.alone = True
        number = max(run, number + 1)


def _is_short(line: _Line) -> bool:
    return (
        line.kind is Kind.PLAIN
        and len(line.body) < _SHORT_LINE
        and (starts_high(line.body) or (len(line.body) < 20 and is_uncased(line.body[0])))
        and line.body[-1] not in ",;:、，；："
        and not ends_sentence(line.body)
        and not is_open(line.body)
    )


def _is_note(line: _Line) -> bool:
    """Whether a line is one of a bare list: "milk", "two lemons"."""
    return (
        line.kind is Kind.PLAIN
        and len(line.body) < 30
        and line.body.count(" ") < 3
        and not ends_sentence(line.body)
        and not is_open(line.body)
        and line.body[-1] not in ";:；："
    )


# --- sentences without an end ----------------------------------------------------------------------------

_BREAKS = (re.compile(r"[\n\r\x0b\x85\u2028]"), re.compile(r"[;:,](?=\s)|[；：、，،]"), re.compile(r"\s"))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """A sentence that is too long, in pieces: at line breaks, then at ; : , then at spaces, else anywhere."""
    start = span.start
    while start < span.end:
        end = _cut_place(text, start, start + SENTENCE_LIMIT) if span.end - start > SENTENCE_LIMIT else span.end
        piece = text[start:end]
        if piece.strip():
            yield Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        start = end


def _cut_place(text: str, start: int, stop: int) -> int:
    for pattern in _BREAKS:
        places = [found.end() for found in pattern.finditer(text, start + SENTENCE_LIMIT // 4, stop)]
        if places:
            return places[-1]
    for back in range(stop, stop - 16, -1):
        if not _joins(text[back - 1], text[back]):
            return back
    return stop


def _joins(left: str, right: str) -> bool:
    """Whether two characters are parts of one on the screen: an accent, a joined emoji, half of a pair."""
    return (
        unicodedata.category(right) in ("Mn", "Mc", "Me")
        or right == "\u200d"
        or left == "\u200d"
        or "\udc00" <= right <= "\udfff"
        or "\U0001f3fb" <= right <= "\U0001f3ff"
    )


def trimmed(span: Span, text: str) -> Span:
    """A span of `text` without the white space at its ends; empty, at its end, where there is nothing else."""
    inside = span.of(text)
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.start + len(inside.rstrip())))


def stretches(text: str, separator: re.Pattern[str], within: Span) -> list[Span]:
    """The stretches of text[within] between the matches of a separator, in order, empty ones too; spans of `text`.

    The pattern sees text[within] alone.
    """
    matches = separator.finditer(within.of(text))
    bounds = [within.start, *(within.start + at for match in matches for at in match.span()), within.end]
    return [Span(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]


# --- words -----------------------------------------------------------------------------------------------

# Scripts written without spaces, where each character counts as a word: kana and ideographs. Not Hangul.
_IDEOGRAPH = (
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Vowel signs and accents, which the class \w leaves out.
_SIGNS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0dca-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_LETTERS = rf"[^\W_{_IDEOGRAPH}]++(?:[{_SIGNS}]++[^\W_{_IDEOGRAPH}]*+)*+"
_WORDS = re.compile(
    rf"""
      [{_IDEOGRAPH}][\u3099\u309a]?
    | (?<![^\W_])(?:[A-Za-z]\.){{2,}}+(?:[A-Za-z](?![\w]))?        # U.S., p.m., J.K.
    | (?<![^\W_])[A-Za-z]\.[A-Za-z](?![\w.])                       # U.S
    | (?<![^\W_])Ph\.D\.?
    | (?<![^\W_])(?:[A-Z]{{1,8}}|Covid)-\d{{1,4}}[A-Za-z]?(?![\w-]) # COVID-19, F-16
    | (?<![^\W_])[A-Z]{{1,3}}&[A-Z]{{1,3}}(?![\w])                 # AT&T, R&D
    | {_LETTERS}(?:['’ʼ](?=[^\W\d_]){_LETTERS}|(?<=\d)(?:[.:]|,(?=\d{{3}}(?!\d)))(?=\d){_LETTERS})*+
    """,
    re.VERBOSE,
)


def words(text: str) -> list[Span]:
    """The words of a text, in order: runs of letters and digits, without the punctuation around them.

    An apostrophe inside a word belongs to it ("Yoon's"), a hyphen parts two ("tit-for-tat", "1910-1945"),
    save between capitals and a number ("COVID-19", "F-16"). Abbreviations keep their periods ("U.S."),
    numbers theirs and their commas and colons ("3.5", "1,000", "10:30"), but no sign ("5.2%" gives 5.2). Each
    ideograph and each kana is a word; Korean, Thai and Hindi come as they are spaced.
    """
    return [Span(*found.span()) for found in _WORDS.finditer(text)]


# --- headings --------------------------------------------------------------------------------------------


def headings(text: str) -> list[Heading]:
    """The headings of a plain text, in order: short lines that stand alone above a paragraph of prose.

    A heading has at most twelve words, begins with a capital, a digit or a quote, and has no punctuation at
    its end. The first, if no prose stands above it, is the title, level 1; the others are level 2. Three and more
    such lines in a row are a list, or the menu of a page. Formats that mark their headings need none of this.
    """
    found: list[Heading] = []
    waiting: list[_Line] = []
    level = 1
    for number, block in enumerate(_blocks(text, 0, len(text))):
        line = block[0]
        if len(block) == 1 and _could_be_heading(text, line, first=number == 0):
            waiting.append(line)
        elif _is_prose(text, block):
            for heading in _headings_among(waiting):
                found.append(Heading(span=Span(heading.start, heading.end), level=level))
                level = 2
            waiting, level = [], 2
        elif line.kind is not Kind.CREDIT and not is_dateline(line.body):
            waiting = []
    return found


def _headings_among(lines: list[_Line]) -> list[_Line]:
    """Of the lines above a paragraph: one or two are headings; of more, the long ones, if those are one or two."""
    if len(lines) > 2:
        lines = [line for line in lines if line.body.count(" ") > 2]
    return lines if len(lines) < 3 else []


def _could_be_heading(text: str, line: _Line, *, first: bool) -> bool:
    body, count = line.body, len(line.body[:_HEADING_CHARS].split())
    return (
        (
            line.kind is Kind.PLAIN
            or (line.kind is Kind.ITEM and body[0].isalnum())  # "2. Trade"
            or (line.kind is Kind.KEY and first and count > 5)  # "Tokyo summit: what the leaders agreed"
        )
        and len(body) <= _HEADING_CHARS
        and count <= _HEADING_WORDS
        and (starts_high(body) or (is_uncased(body[0]) and len(body) < _SHORT_LINE))
        and not ends_sentence(body)
        and body[-1] not in ",;:，；："
        and not is_data(body)
        and next(split(text, line.start, line.end)).end == line.end  # not "They met. (AP)"
    )


def _is_prose(text: str, block: list[_Line]) -> bool:
    """Whether a block is a paragraph: plain lines, eight words or more, at least one ending a sentence."""
    return (
        block[0].kind is Kind.PLAIN
        and any(ends_sentence(line.body) for line in block)
        and (sum(line.body.count(" ") + 1 for line in block) >= 8 or is_uncased(text[block[0].start]))
    )
