"""What a text speaks of by name or figure: people, places, countries, dates and numbers, as far as capitals show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .countries import LONGEST, country, may_begin
from .question import FUNCTION_WORDS
from .records import Span
from .stems import stem_all

# A word with what belongs to it ("U.S.", "O'Neill", "6,500"), its possessive ending apart.
_WORD = re.compile(
    r"(?P<word>(?:[A-Za-z]\.){2,}|[^\W_]+(?:[.,](?=\d)[^\W_]+|['’](?!s\b)[^\W_]+)*)(?P<own>['’]s\b|(?<=s)['’](?=\s))?"
)
_FULL = "january february march april may june july august september october november december".split()
_SHORT = [month[:3] for month in _FULL]
_MONTHS = frozenset([*_FULL, *_SHORT, "sept"])
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MODAL = frozenset({"may", "march", "mar"})  # names of a month only beside a number or after "in"
_BEFORE_MONTH = frozenset("in of since until till by last next this early late mid during on from to and".split())
_YEAR = re.compile(r"(?:1\d{3}|20\d\d)s?")
_LOWER_TOO = 5  # letters from which a country is known in a question typed without capitals: "us" is a pronoun
_COMMON_WORDS = frozenset("polish turkey guinea jordan georgia swede".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its place, the possessive ending in it; the word without that ending, and its stem."""

    span: Span
    text: str
    stem: str
    possessive: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or figure: words[first:last] of its text. Two mentions of one key mean the same thing.

    `kind` is country, name, year, month, day or number. The key of a country is its English name; that of a name its
    stems in order; else the word itself, in lower case.
    """

    kind: str
    key: tuple[str, ...]
    first: int
    last: int


def tokens(text: str) -> list[Word]:
    """The words of a text, in order."""
    matches = list(_WORD.finditer(text))
    stemmed = stem_all(match["word"] for match in matches)
    return [
        Word(Span(*match.span()), match["word"], stem, match["own"] is not None)
        for match, stem in zip(matches, stemmed, strict=True)
    ]


def mentions(words: Sequence[Word], *, typed: bool = False) -> list[Mention]:
    """The mentions among the words of a text, in order, none overlapping another.

    `typed`: the text is a question as people type it, where a country may lack its capital.
    """
    low = typed and not any(word.capital for word in words[1:])
    return list(_mentions(words, low))


def _mentions(words: Sequence[Word], low: bool) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        found = _country(words, at, low) or _figure(words, at) or _name(words, at)
        if found:
            yield found
        at = found.last if found else at + 1


def _country(words: Sequence[Word], at: int, low: bool) -> Mention | None:
    if not (words[at].capital or low) or not may_begin(words[at].text):
        return None
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        run = words[at : at + length]
        if any(word.possessive for word in run[:-1]):
            continue
        name = " ".join(word.text for word in run)
        known = country(name)
        if known and (run[0].capital or (low and len(name) >= _LOWER_TOO and name.lower() not in _COMMON_WORDS)):
            return Mention("country", (known,), at, at + length)
    return None


def _figure(words: Sequence[Word], at: int) -> Mention | None:
    text = words[at].text
    lower = text.lower()
    if text[0].isdigit():
        return Mention("year" if _YEAR.fullmatch(text) else "number", (lower.replace(",", ""),), at, at + 1)
    if lower in _MONTHS and (lower not in _MODAL or (text[0].isupper() and _beside_a_date(words, at))):
        return Mention("month", (lower[:3],), at, at + 1)
    if lower.removesuffix("s") in _DAYS:  # "on Mondays"
        return Mention("day", (lower.removesuffix("s"),), at, at + 1)
    return None


def _beside_a_date(words: Sequence[Word], at: int) -> bool:
    around = [words[n].text for n in (at - 1, at + 1) if 0 <= n < len(words)]
    return any(text[0].isdigit() for text in around) or (at > 0 and words[at - 1].text.lower() in _BEFORE_MONTH)


def _name(words: Sequence[Word], at: int) -> Mention | None:
    """A run of capitalised words, ended by a possessive; the first word of a text may be any word."""
    last = at
    while last < len(words) and words[last].capital and words[last].text.lower() not in FUNCTION_WORDS:
        apart = last > at and words[last].span.start - words[last - 1].span.end > 1
        if apart or (last > at and (_country(words, last, False) or _figure(words, last))):
            break
        last += 1
        if words[last - 1].possessive:
            break
    if last == at or (at == 0 and last == 1 and not _surely_a_name(words[0])):
        return None
    return Mention("name", tuple(word.stem for word in words[at:last] if word.stem), at, last)


def _surely_a_name(word: Word) -> bool:
    return word.possessive or (word.text.isupper() and len(word.text) > 1)


def with_article(mention: Mention, words: Sequence[Word]) -> int:
    """Where a mention begins with the "the" before it, if there is one: the number of the word."""
    article = mention.first > 0 and words[mention.first - 1].text.lower() == "the"
    return mention.first - article


def is_month(word: str) -> bool:
    """Whether a word, in lower case, may name a month."""
    return word in _MONTHS


def within(mention: Mention, first: Mention, last: Mention) -> bool:
    """Whether a day, month or year lies between two of its kind: Thursday from Tuesday to Sunday."""
    if mention.kind == "year":
        return first.key[0] <= mention.key[0] <= last.key[0]
    if mention.kind not in ("day", "month"):
        return False
    cycle = _DAYS if mention.kind == "day" else _SHORT
    start = cycle.index(first.key[0])
    after = [(cycle.index(other.key[0]) - start) % len(cycle) for other in (mention, last)]
    return after[0] <= after[1]
