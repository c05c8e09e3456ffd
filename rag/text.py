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

from . import abbreviations as table
from .lines import (
    Kind,
    ends_sentence,
    is_data,
    is_open,
    kind,
    starts_high,
    starts_low,
)
from .records import Heading, Span

SENTENCE_LIMIT = 1000  # characters: a longer sentence is cut
_WINDOW = 80  # characters looked at on either side of a mark
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
        spans = [Span(unit.start, unit.end)] if unit.whole else _split(text, unit.start, unit.end)
        for span in spans:
            if span.end - span.start > SENTENCE_LIMIT:
                found.extend(_cut(text, span))
            else:
                found.append(span)
    return found


def clean(text: str) -> str:
    """The text on one line: every run of white space, line breaks included, becomes one space."""
    return " ".join(text.split())


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


_ALONE = {Kind.ROW, Kind.MARK, Kind.FENCE, Kind.RULE, Kind.CREDIT}


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
        elif (line.kind is Kind.KEY and Kind.KEY not in near) or (
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
        and (starts_high(line.body) or (len(line.body) < 20 and _is_uncased(line.body[0])))
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


# --- punctuation: sentences of one unit ------------------------------------------------------------------

_HARD = "。｡！？．؟۔।॥։።፧፨။។៕⸮"  # marks that need no space after them
_STOP = re.compile(rf"[.!?…‼‽⁇⁈⁉{_HARD}]++(?:[ \u00a0]\.++(?!\w))*+")
# Closing quotes and brackets, footnote marks like [3]; an opening quote only where a space follows it.
_TAIL = re.compile(
    r"""(?:["'”’›)\]}」』】）〉》〕］｝]|[“‘](?=\s|$)|[*_]{1,3}(?=\s|$)|[ \u00a0\u202f]?»
    |\[(?:\d{1,3}|[a-z]|note\ \d{1,3}|citation\ needed)\]|[⁰¹²³⁴-⁹]{1,3})*+""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[\s\u200b\ufeff]*+")
_OPENERS = re.compile(r"(?:[\s\"'“”‘’«»‹›„‚(\[{「『（【《〈¿¡*_~#>•·–—\-\u200b-\u200f\u2060\ufeff])*+")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BRAND = re.compile(r"[a-z]{1,3}[A-Z]")
_NO_START = frozenset(",;:%=+/\\|)]}&،؛、，；：")
_WRAP = "\"'“”‘’«»‹›„‚()[]{}「」『』*_#>"
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})\)?")
_QUOTED = re.compile(r"[\"'”’»」』]")
_SAID = re.compile(rf"(?:[A-Z][\w.'’-]*\s+){{1,4}}(?:{'|'.join(sorted(table.SPEECH))})\b")


def _split(text: str, start: int, stop: int) -> Iterator[Span]:
    """The sentences of text[start:stop], which has no white space at its ends."""
    begin, first = start, _first_letter(text, start, stop)
    last: Span | None = None
    for mark in _STOP.finditer(text, start, stop):
        if first > mark.start():  # nothing said yet: "... and", "?!"
            continue
        end = _end(text, begin, first, mark.span(), stop)
        if end is None or end >= stop:
            continue
        if last:
            yield last
        last = Span(begin, end)
        begin = _skip(text, end, stop)
        first = _first_letter(text, begin, stop)
    if first < stop or last is None or _has_symbol(text, begin, stop):
        if last:
            yield last
        yield Span(begin, stop)
    else:  # only a stray quote or bracket is left
        yield Span(last.start, stop)


def _first_letter(text: str, start: int, stop: int) -> int:
    found = _LETTER.search(text, start, stop)
    return found.start() if found else stop


def _has_symbol(text: str, start: int, stop: int) -> bool:
    """Whether the little that is left says something without letters, as an emoji does."""
    return any(unicodedata.category(char) == "So" for char in text[start : min(stop, start + _WINDOW)])


def _skip(text: str, start: int, stop: int) -> int:
    """The first position from `start` on that is not white space."""
    while start < stop and text[start].isspace():
        start += 1
    return start


def _end(text: str, begin: int, first: int, mark: tuple[int, int], stop: int) -> int | None:
    """Where the sentence ends that began at `begin`, if the mark ends it; None if it goes on.

    `first` is where its first letter or digit stands, `mark` the run of marks in question.
    """
    tail = _TAIL.match(text, mark[1], stop)
    end = tail.end() if tail else mark[1]
    if end >= stop:
        return None
    spaced = _SPACE.match(text, end, stop)
    after = spaced.end() if spaced else end
    if after >= stop:
        return None
    if after == end:
        return _glued(text, begin, mark, end, stop)
    run = text[mark[0] : mark[1]]
    ahead = text[after : min(stop, after + _WINDOW)]
    if ahead[0] in "\"'" and (len(ahead) == 1 or ahead[1].isspace()) and _is_inside(text, begin, mark[0], ahead[0]):
        end, ahead = after + 1, ahead[1:].lstrip()  # a closing quote that stands apart
    opened = _OPENERS.match(ahead)
    head = ahead[opened.end() :] if opened else ahead
    if not head:
        # Only quotes and dashes follow within the window: no reason to go on, none to end.
        return None
    if not _HARD_SET.isdisjoint(run):
        return None if head[0] in _NO_START else end
    if head[0] in _NO_START or (head[0] in "?!." and head[:1] == ahead[:1]):
        return None
    if head[0].islower() and not _BRAND.match(head):
        return end if end == mark[1] and _writes_low(text, first, mark[0], head) else None
    if run == "." and text[mark[0] - 1].isdigit():
        item = _next_item(text, begin, mark[0])
        if item:
            return item
    return end if _allows_end(text, begin, mark, end, run, ahead, head) else None


_NUMBER = re.compile(r"\s(\d{1,3})$")
_FIRST_NUMBER = re.compile(r"\(?(\d{1,3})[.)]{1,2}\s")


def _next_item(text: str, begin: int, period: int) -> int | None:
    """Where an item of a list inside a line ends, if the next number stands here: "1. Tea 2. Milk"."""
    number = _NUMBER.search(text[max(begin, period - 5) : period])
    first = _FIRST_NUMBER.match(text, begin, min(begin + 8, period))
    if not number or not first or int(number[1]) != int(first[1]) + 1:
        return None
    end = period - len(number[0])
    while text[end - 1].isspace():
        end -= 1
    return end if end > first.end() else None


_HARD_SET = frozenset(_HARD)
_BANGS = frozenset("!?‼‽⁇⁈⁉")


def _allows_end(text: str, begin: int, mark: tuple[int, int], end: int, run: str, ahead: str, head: str) -> bool:
    """Whether a sentence may end here, given that what follows can begin one."""
    quoted = bool(_QUOTED.search(text, mark[1], end))
    left = text[max(begin, mark[0] - _WINDOW) : mark[0]]
    dots = run.count(".") + 2 * run.count("…")
    if not _BANGS.isdisjoint(run) or dots > 1:
        if quoted and _is_attribution(ahead):
            return False
        if not _BANGS.isdisjoint(run):
            return not (left.rsplit(None, 1)[-1:] and left.rsplit(None, 1)[-1] + run in table.MARKED_NAMES) or (
                _is_starter(head)
            )
        return quoted or _after_ellipsis(left, run, head)
    return _after_period(text, begin, mark[0], left, ahead, head)


def _is_attribution(ahead: str) -> bool:
    """Whether a quotation goes on with its speaker: "Kishida asked", "I said"."""
    said = _SAID.match(ahead)
    return bool(said) and (ahead.startswith("I ") or not _is_starter(ahead))


def _is_starter(head: str) -> bool:
    """Whether what follows begins with a word that seldom has a capital in mid-sentence."""
    word = _WORD.match(head)
    if not word or head[word.end() : word.end() + 1] == ".":  # "A." is an initial
        return False
    return re.split("['’]", word[0], maxsplit=1)[0] in table.STARTERS


def _after_ellipsis(left: str, run: str, head: str) -> bool:
    before, after = left.split()[-1:], _WORD.match(head)
    if before and after and before[0].strip(_WRAP) == after[0]:
        return False  # "I... I do not know"
    if run.count(".") > 3:
        return True
    apart = left[-1:] in _BEFORE_ELLIPSIS or " " in run or "\u00a0" in run  # "the talks ... Tokyo said"
    return _is_starter(head) if apart else True


_BEFORE_ELLIPSIS = frozenset(["", " ", "\t", "\n", "\r", "\u00a0", "[", "("])


def _after_period(text: str, begin: int, period: int, left: str, ahead: str, head: str) -> bool:
    """Whether one period ends a sentence, by the word before it and the one after it."""
    pieces = left.split()
    if not pieces or left[-1].isspace() or left[-1] in _CLOSED:
        return True
    if period - begin <= 12 and _MARKER.fullmatch(text, begin, period):
        return False  # "1. The talks"
    token = _token(pieces[-1])
    before = pieces[-2].strip(_WRAP) if len(pieces) > 1 else ""
    found = _WORD.match(head)
    word = found[0] if found else ""
    starter, digit = _is_starter(head), head[0].isdigit()
    if token in table.TITLES or token in table.INNER:
        return False
    if token in table.STREETS:
        named = before[:1].isupper() or before[:1].isdigit()  # "Main St.", "5th St."
        return starter and named and word not in table.NAME_STARTERS
    if token in table.NUMBERED and (digit or (token.lower() != "no" and _NUMERAL.fullmatch(word))):
        return False
    if token in table.UNITS and before[-1:].isdigit():
        return not digit  # "6 ft. 2"
    if token in table.MONTHS:
        return starter or not (digit or ahead[0] in "'’")
    if token in table.DAYS:
        return starter or not (digit or word in table.MONTHS)
    if token in table.CLOCK:
        return not (digit or _goes_on_after_clock(head, word) or _only_tells_time(text[begin:period][:_WINDOW]))
    if token in table.CLOSING:
        return not digit
    if len(token) == 1 and token.isalpha():
        return _after_letter(token, pieces[-2:], starter, digit or len(word) < 2)
    if token in table.ENDING or _is_dotted(token) or _VOWELLESS.fullmatch(token):
        return starter
    return not (token.isdigit() and len(token) < 3 and word in table.FOREIGN_MONTHS and before.islower())


_CLOSED = frozenset("\"'”’»)]}")
_NUMERAL = re.compile(r"[IVXLC]+|[A-Z]\d*")
_VOWELLESS = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-rtv-xz]{1,4}")  # "Bldg", an abbreviation of no table


def _token(piece: str) -> str:
    """The last part of the word before a period, as the tables have it: "Tokyo-U.S" gives "U.S"."""
    token = piece.strip(_WRAP)
    token = token[max(token.rfind(char) for char in "-–—/") + 1 :].strip(_WRAP)
    return token.capitalize() if token in table.SHOUTED else token


def _after_letter(token: str, pieces: Sequence[str], starter: bool, bare: bool) -> bool:
    """Whether a sentence ends after one letter: not "George W. Bush", "D. 944", but "Plan B. Tokyo".

    `bare` is for a number or a single letter that follows.
    """
    before = pieces[0].strip(_WRAP).lower() if len(pieces) > 1 else ""
    if starter or before in table.LETTERED or (token == "I" and before in ("and", "than", "as", "or")):
        return True
    if token.isupper():
        return False
    return not bare and pieces[0][-1] not in ",;:"  # a variable, a unit, or a letter of a script without case


def _only_tells_time(said: str) -> bool:
    """Whether nothing but a time has been said yet: "At 5 a.m", before "Mr. Smith left"."""
    pieces = said.split()
    return len(pieces) < 4 and pieces[0].strip(_WRAP) in table.BEFORE_CLOCK


def _goes_on_after_clock(head: str, word: str) -> bool:
    """Whether "5 p.m." goes on: with a time zone, a day, a month, or "Tokyo time"."""
    if word in table.AFTER_CLOCK or word in table.MONTHS or word in table.DAYS:
        return True
    return bool(re.match(r"(?:[^\W\d_]+ ){1,2}[Tt]ime\b", head))


def _is_dotted(token: str) -> bool:
    """Whether a token is letters with periods between: "U.S", "a.k.a", "Ph.D"."""
    return "." in token and all(part.isalpha() and len(part) < 3 for part in token.split("."))


_LOW_ABBREVIATIONS = (table.ENDING, table.INNER, table.NUMBERED, table.CLOSING, table.UNITS)


def _writes_low(text: str, first: int, period: int, head: str) -> bool:
    """Whether the writer uses no capitals: the sentence began low, and a plain word ends it."""
    if not text[first].islower() or not head[0].isalpha():
        return False
    token = text[max(first, period - _WINDOW) : period].split()[-1:]
    if not token:
        return False
    word = token[0].strip(_WRAP)
    return (
        (len(word) > 2 or text[period] in _BANGS)
        and word.isalpha()
        and word.islower()
        and not any(word in words for words in _LOW_ABBREVIATIONS)
    )


def _is_inside(text: str, begin: int, position: int, quote: str) -> bool:
    """Whether a straight quote is open at `position`, as far as the last 2,000 characters tell."""
    return text.count(quote, max(begin, position - 2000), position) % 2 == 1


# --- marks with no space after them ----------------------------------------------------------------------

_SPEAKING = re.compile(r"(?:と|って|っ)|.{1,4}[说說道问問]")
_GLUED_RIGHT = re.compile(r"([A-Z][^\W\d_]*+(?:['’][^\W\d_]++)?)(?=[\s,;:!?\"”'’)\-–—]|\.(?!\w)|$)")
_GLUED_LEFT = re.compile(r"(?:^|[\s\"'“‘(\[\-–—’])([^\W\d_]+|\d[\d,]*\d)[\"'”’)\]%]*$")


def _glued(text: str, begin: int, mark: tuple[int, int], end: int, stop: int) -> int | None:
    """Where the sentence ends if no space follows the mark: scripts without spaces, and scraped text."""
    run, after = text[mark[0] : mark[1]], text[end]
    if not _HARD_SET.isdisjoint(run):
        if run == "．" and after.isdigit():
            return None
        if after in _NO_START or (end > mark[1] and _SPEAKING.match(text, end, min(stop, end + 5))):
            return None
        return end
    if run[0] in "!?" and _is_ideograph(text[mark[0] - 1]) and _is_ideograph(after):
        return end
    opened = end
    if after in "“‘(«":  # 'said.“We'
        opened = end + 1
    elif (
        text[end - 1] in '"“' and end > mark[1] and not (text[end - 1] == '"' and _is_inside(text, begin, mark[0], '"'))
    ):
        end -= 1  # the quote opens the next sentence
    if after.isdigit() and run == ".":
        note = re.compile(r"\d{1,2}(?=\s+[\"“‘(]?[A-Z])").match(text, end, stop)
        if note and _is_scraped(text, begin, mark[0], "The"):
            return note.end()  # "in Tokyo.3 The": a footnote mark that lost its height
        return None
    right = _GLUED_RIGHT.match(text, opened, min(stop, opened + 40))
    if right and right[1].lower() not in table.SUFFIXES and _is_scraped(text, begin, mark[0], right[1]):
        return end
    return None


def _is_scraped(text: str, begin: int, period: int, right: str) -> bool:
    """Whether "left.Right" is two sentences that lost their space, not the name of a file or a site."""
    around = text[max(begin, period - _WINDOW) : period]
    piece = around.split()[-1:]
    if not piece or "://" in piece[0] or "@" in piece[0] or piece[0].lower().startswith("www."):
        return False
    left = _GLUED_LEFT.search(around[-40:])
    if not left or left[1] in table.TITLES or left[1] in table.ENDING:
        return False
    word = left[1]
    if len(right) == 1 and right not in "IA":
        return False
    if word.islower() and len(word) > 2:
        return True
    return (right.split("'")[0] in table.STARTERS or right in table.TITLES) and len(word) > 2


def _is_ideograph(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"


def _is_uncased(char: str) -> bool:
    return char.isalpha() and not char.islower() and not char.isupper()


# --- sentences without an end ----------------------------------------------------------------------------

_BREAKS = (re.compile(r"[\n\r\x0b\x85\u2028]"), re.compile(r"[;:,](?=\s)|[；：、，،]"), re.compile(r"\s"))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """A sentence that is too long, in pieces: at line breaks, then at ; : , then at spaces, else anywhere."""
    start = span.start
    while span.end - start > SENTENCE_LIMIT:
        stop = _cut_place(text, start, start + SENTENCE_LIMIT)
        end = stop
        while end > start and text[end - 1].isspace():
            end -= 1
        yield Span(start, end)
        start = _skip(text, stop, span.end)
    if start < span.end:
        yield Span(start, span.end)


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
    its end. A first line is the title, level 1; the others are level 2. Of three and more such lines in a row
    none but the title is a heading: they are a list. Formats that mark their headings need none of this.
    """
    found: list[Heading] = []
    waiting: list[Heading] = []
    for number, block in enumerate(_blocks(text, 0, len(text))):
        line = block[0]
        if len(block) == 1 and _could_be_heading(text, line, first=number == 0):
            waiting.append(Heading(span=Span(line.start, line.end), level=2 if number else 1))
        elif _is_prose(text, block):
            found += waiting if len(waiting) < 3 else [heading for heading in waiting if heading.level == 1]
            waiting = []
        elif line.kind is not Kind.CREDIT:
            waiting = []
    return found


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
        and (starts_high(body) or (_is_uncased(body[0]) and len(body) < _SHORT_LINE))
        and not ends_sentence(body)
        and body[-1] not in ",;:，；："
        and not is_data(body)
        and next(_split(text, line.start, line.end)).end == line.end  # not "They met. (AP)"
    )


def _is_prose(text: str, block: list[_Line]) -> bool:
    """Whether a block is a paragraph: plain lines, eight words or more, at least one ending a sentence."""
    return (
        block[0].kind is Kind.PLAIN
        and any(ends_sentence(line.body) for line in block)
        and (sum(line.body.count(" ") + 1 for line in block) >= 8 or _is_uncased(text[block[0].start]))
    )
