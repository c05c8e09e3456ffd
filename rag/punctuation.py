"""Where punctuation ends a sentence, and where it only abbreviates, quotes or numbers.

A run of marks is a candidate. What decides is the word before it, what closes after it (quotes, brackets,
footnote marks) and the word that follows; each is looked for in a window of fixed size, so that any text takes
time linear in its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from . import abbreviations as table
from .records import Span

_WINDOW = 80  # characters looked at on either side of a mark

_HARD = "。｡！？．؟۔।॥։።፧፨။។៕⸮"  # marks that need no space after them
_STOP = re.compile(rf"[.!?…‼‽⁇⁈⁉{_HARD}]++(?:[ \u00a0]\.++(?!\w))*+")
# Closing quotes and brackets, footnote marks like [3]; an opening quote only where a space follows it.
_TAIL = re.compile(
    r"""(?:["'”’›)\]}」』】）〉》〕］｝]|[“‘](?=\s|$)|[*_]{1,3}(?=\s|$)|[ \u00a0\u202f]?»
    |\[(?:\d{1,3}|[a-z]|note\ \d{1,3}|citation\ needed)\]|[⁰¹²³⁴-⁹]{1,3})*+""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*+")
_GAP = re.compile(r"[\s\u200b\ufeff]*+")  # what may stand between two sentences, no width included
_OPENERS = re.compile(r"(?:[\s\"'“”‘’«»‹›„‚(\[{「『（【《〈¿¡*_~#>•·–—\-\u200b-\u200f\u2060\ufeff])*+")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BRAND = re.compile(r"[a-z]{1,3}[A-Z]")
_NO_START = frozenset(",;:%=+/\\|)]}&،؛、，；：")
_WRAP = "\"'“”‘’«»‹›„‚()[]{}「」『』*_#>"
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})\)?")
_QUOTED = re.compile(r"[\"'”’»」』]")
_SAID = re.compile(rf"(?:[A-Z][\w.'’-]*\s+){{1,4}}(?:{'|'.join(sorted(table.SPEECH))})\b")


def split(text: str, start: int, stop: int) -> Iterator[Span]:
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
        begin = _past(_SPACE, text, end, stop)
        first = _first_letter(text, begin, stop)
    if first < stop or last is None or _has_symbol(text, begin, stop):
        if last:
            yield last
        yield Span(begin, stop)
    else:  # only a stray quote or bracket is left
        yield Span(last.start, stop)


def _past(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int:
    """Where a match of `pattern` at `start` ends; `start` if there is none."""
    found = pattern.match(text, start, stop)
    return found.end() if found else start


def _first_letter(text: str, start: int, stop: int) -> int:
    found = _LETTER.search(text, start, stop)
    return found.start() if found else stop


def _has_symbol(text: str, start: int, stop: int) -> bool:
    """Whether the little that is left says something without letters, as an emoji does."""
    return any(unicodedata.category(char) == "So" for char in text[start : min(stop, start + _WINDOW)])


def _end(text: str, begin: int, first: int, mark: tuple[int, int], stop: int) -> int | None:
    """Where the sentence ends that began at `begin`, if the mark ends it; None if it goes on.

    `first` is where its first letter or digit stands, `mark` the run of marks in question.
    """
    end = _past(_TAIL, text, mark[1], stop)
    after = _past(_GAP, text, end, stop)
    if after >= stop:
        return None
    if after == end:
        return _glued(text, begin, mark, end, stop)
    run = text[mark[0] : mark[1]]
    ahead = text[after : min(stop, after + _WINDOW)]
    if ahead[0] in "\"'" and (len(ahead) == 1 or ahead[1].isspace()) and _is_inside(text, begin, mark[0], ahead[0]):
        end, ahead = after + 1, ahead[1:].lstrip()  # a closing quote that stands apart
    head = ahead[_past(_OPENERS, ahead, 0, len(ahead)) :]
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
            named = "".join(left.split()[-1:]) + run in table.MARKED_NAMES  # "Yahoo! Japan"
            return not named or _is_starter(head)
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
        return not (
            digit or _goes_on_after_clock(head, word) or _only_tells_time(text[begin : min(period, begin + _WINDOW)])
        )
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


_ABBREVIATIONS = (
    *(table.TITLES, table.STREETS, table.INNER, table.NUMBERED, table.MONTHS, table.DAYS),
    *(table.ENDING, table.UNITS, table.CLOSING, table.CLOCK),
)


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
        and not any(word in words for words in _ABBREVIATIONS)
    )


def _is_inside(text: str, begin: int, position: int, quote: str) -> bool:
    """Whether a straight quote is open at `position`, as far as the last 2,000 characters tell."""
    return text.count(quote, max(begin, position - 2000), position) % 2 == 1


# --- marks with no space after them ----------------------------------------------------------------------

_SPEAKING = re.compile(r"(?:と|って|っ)|.{1,4}[说說道问問]")
_LOW_NOTE = re.compile(r"\d{1,2}(?=\s+[\"“‘(]?[A-Z])")
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
        note = _LOW_NOTE.match(text, end, stop)
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
    if not left or len(left[1]) < 3 or any(left[1] in words for words in _ABBREVIATIONS):
        return False
    if len(right) == 1 and right not in "IA":
        return False
    return left[1].islower() or right.split("'")[0] in table.STARTERS or right in table.TITLES


def _is_ideograph(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"
