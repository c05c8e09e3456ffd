"""Enumerations inside a sentence: "Japan, South Korea and the United States", "such as tea, rice and salt".

There is no parser here, only commas, conjunctions, capitals and small words. So an enumeration is given only where
they leave no doubt about where each of its items begins and ends; a sentence that stands whole is no loss.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .question import FUNCTION_WORDS, Query
from .records import Span
from .stems import stem_all

_TOKEN = re.compile(r"\w+(?:[.’'&/–-]\w+)*")
_CONJUNCTIONS = frozenset({"and", "or", "&"})
_DETERMINERS = frozenset(
    """
    the a an its his her their our your my some any every each one two three four five six seven eight nine ten
    """.split()
)
_SMALL = FUNCTION_WORDS | _DETERMINERS
_INSIDE_NAMES = frozenset("of for on de der van von da di".split())  # "Ministry of Health", "Bank for the Coast"
# Before an item, these leave no doubt that it begins there.
_BEFORE_ITEMS = frozenset(
    "of on for between among both either with without from to in at by into about than as like namely including "
    "include includes included are were is was".split()
)
_BEFORE_A_LIST = re.compile(
    r"\s*,?\s*(?:such as|including|namely|for example,?|for instance,?|among them|e\.g\.,?|i\.e\.,?)\s+"
    r"|\s*:\s+|\s+[–—]\s+",
    re.IGNORECASE,
)
_WORDS = 4  # in an item of small letters, at most
_BREAK = re.compile(r"[^\s,]")  # between two items there is nothing but a comma


def enumerated(sentence: str, found: Span | None, query: Query) -> tuple[Span, ...]:
    """The items of the enumeration that the answer `found` is part of, or that follows it: spans of the sentence.

    Without an answer, those that follow the thing asked for ("companies, including …"). Empty when there are less
    than two, when it is not certain where one begins or ends, or when the question asks for another number of them.
    """
    tokens = _tokens(sentence)
    items: tuple[Span, ...] = ()
    if found is not None:
        items = _after(sentence, tokens, found.end) or _around(sentence, tokens, found)
    elif query.noun:
        for token in tokens:
            if stem_all([token.word])[0] == query.noun and not items:
                items = _after(sentence, tokens, token.span.end)
    if len(items) < 2 or (query.count and len(items) != query.count):
        return ()
    return items


@dataclass(frozen=True, slots=True)
class _Token:
    span: Span
    word: str
    small: bool  # a function word, of which no item consists

    @property
    def lower(self) -> str:
        return self.word.lower()

    @property
    def capital(self) -> bool:
        return (self.word[0].isupper() or self.word[0].isdigit()) and not self.small


def _tokens(sentence: str) -> list[_Token]:
    return [
        _Token(Span(*match.span()), match[0], _is_small(match[0], first=n == 0))
        for n, match in enumerate(_TOKEN.finditer(sentence))
    ]


def _is_small(word: str, *, first: bool) -> bool:
    if re.match(r"I(?:['’]|$)", word):
        return True
    # A capital makes a name of "May" or "US", but not of a sentence's first word.
    return word.lower() in _SMALL and (first or word.islower())


# --- which tokens -------------------------------------------------------------------------------------------

_Item = tuple[int, int]  # the first token of an item, and the one behind its last


def _after(text: str, tokens: Sequence[_Token], end: int) -> tuple[Span, ...]:
    """The list that "such as", "including" or a colon opens at `end`."""
    opened = _BEFORE_A_LIST.match(text, end)
    if not opened:
        return ()
    first = next((n for n, token in enumerate(tokens) if token.span.start >= opened.end()), len(tokens))
    item = _item_from(text, tokens, first)
    if item is None:
        return ()
    items = _to_the_right(text, tokens, [item])
    return _spans(tokens, items) if items and _certain(text, tokens, items) else ()


def _around(text: str, tokens: Sequence[_Token], found: Span) -> tuple[Span, ...]:
    """The list that the answer is an item of, or several, or that it holds behind "such as" or a colon."""
    if opened := _BEFORE_A_LIST.search(found.of(text)):
        found = Span(found.start + opened.end(), found.end)
    inside = [n for n, token in enumerate(tokens) if token.span.overlaps(found)]
    if not inside:
        return ()
    items = _split(text, tokens, inside[0], inside[-1] + 1)
    given, items[0] = items[0], (_with_determiners(text, tokens, items[0][0]), items[0][1])
    left = _to_the_left(text, tokens, items)
    right = _to_the_right(text, tokens, left) if left else None
    if not right or (len(right) > len(items) and not _certain(text, tokens, right)):
        return ()
    if right[0] == items[0] and not any(tokens[first].lower in _DETERMINERS for first, _ in right[1:]):
        right[0] = given  # "a ThinkPad or a MacBook", but "the [Midtown and Harbour] district"
    return _spans(tokens, right)


def _split(text: str, tokens: Sequence[_Token], start: int, end: int) -> list[_Item]:
    items, first = list[_Item](), start
    for n in range(start, end):
        comma = n > first and "," in _gap(text, tokens, n)
        if tokens[n].lower in _CONJUNCTIONS and n > start:
            if n > first:
                items.append((first, n))
            first = n + 1
        elif comma:
            items.append((first, n))
            first = n
    return [*items, (first, end)] if first < end else items


def _to_the_right(text: str, tokens: Sequence[_Token], items: Sequence[_Item]) -> list[_Item] | None:
    """With the items that follow; None when the last one cannot be told."""
    items = list(items)
    while True:
        at = items[-1][1]
        if at >= len(tokens) or not _separates(text, tokens, at):
            return items
        joined = tokens[at].lower in _CONJUNCTIONS
        item = _item_from(text, tokens, at + joined)
        if item is None or _shape(tokens, item) != _shape(tokens, items[0]):
            # After "and" something must follow, and it is no item of this kind; after a comma the list is over.
            return None if joined else items
        if not joined and _shape(tokens, item) == "plain" and not _goes_on(text, tokens, item[1]):
            return items
        items.append(item)
        if joined:
            return items


def _to_the_left(text: str, tokens: Sequence[_Token], items: Sequence[_Item]) -> list[_Item] | None:
    """With the items that come before; None when the first one cannot be told."""
    items = list(items)
    while True:
        first = items[0][0]
        joined = first > 0 and tokens[first - 1].lower in _CONJUNCTIONS
        last = first - 1 if joined else first
        if last <= 0 or not (joined or "," in _gap(text, tokens, first)) or _broken(text, tokens, first):
            return items
        item = _item_to(text, tokens, last)
        if item is None or _shape(tokens, item) != _shape(tokens, items[0]):
            return None if joined else items
        if not joined and item[0] == 1 and tokens[0].lower in _BEFORE_ITEMS:
            return items  # "On Monday, Japan and Korea …": what stands before the sentence is no item
        items.insert(0, item)


def _item_from(text: str, tokens: Sequence[_Token], start: int) -> _Item | None:
    """The item that begins at a token."""
    end = start
    while end < len(tokens) and tokens[end].lower in _DETERMINERS and (end == start or _close(text, tokens, end)):
        end += 1
    begin = end
    while end < len(tokens) and (end == start or _close(text, tokens, end)):
        if tokens[end].small and not _inside_a_name(text, tokens, begin, end):
            break
        if tokens[end].lower in _CONJUNCTIONS:
            break
        if end > begin and tokens[begin].capital and not tokens[end].capital and not tokens[end].small:
            break  # "Japan agreed": the name ends where small letters begin
        end += 1
    if end == begin or (not tokens[begin].capital and end - begin > _WORDS):
        return None
    return start, end


def _item_to(text: str, tokens: Sequence[_Token], end: int) -> _Item | None:
    """The item that ends before a token."""
    start = end
    capital = tokens[end - 1].capital
    while start > 0 and (start == end or _close(text, tokens, start)):
        token = tokens[start - 1]
        if token.lower in _CONJUNCTIONS:
            break
        if token.small and not (capital and start < end and _inside_a_name(text, tokens, start - 2, start - 1)):
            break
        if capital and not token.capital and not token.small:
            break
        start -= 1
    if start == end or (not capital and end - start > _WORDS):
        return None
    return _with_determiners(text, tokens, start), end


def _with_determiners(text: str, tokens: Sequence[_Token], start: int) -> int:
    while start > 0 and tokens[start - 1].lower in _DETERMINERS and _close(text, tokens, start):
        start -= 1
    return start


def _inside_a_name(text: str, tokens: Sequence[_Token], begin: int, at: int) -> bool:
    """Whether a small word joins the parts of one name: "Bank of England"."""
    follows = at + 1 < len(tokens) and tokens[at + 1].capital and _close(text, tokens, at + 1)
    return (
        0 <= begin < at
        and tokens[begin].capital
        and tokens[at - 1].capital
        and tokens[at].word in _INSIDE_NAMES
        and follows
    )


# --- how certain --------------------------------------------------------------------------------------------


def _certain(text: str, tokens: Sequence[_Token], items: Sequence[_Item]) -> bool:
    """Whether commas and conjunctions show beyond doubt where the items begin and end."""
    if len(items) < 2:
        return False
    commas = sum("," in _gap(text, tokens, item[0]) for item in items[1:])
    joined = tokens[items[-1][0] - 1].lower in _CONJUNCTIONS
    opened = re.search(r":\s*$", text[: tokens[items[0][0]].span.start]) is not None
    if not joined and not (opened and len(items) > 2):
        return False
    first = items[0][0]
    before = tokens[first - 1].lower if first and _close(text, tokens, first) else ""
    if _shape(tokens, items[0]) == "plain":
        # "Dolphins and beaked whales visit the bay": before an article, the last word may be a verb.
        last = items[-1][1]
        ends = last >= len(tokens) or _broken(text, tokens, last) or tokens[last].lower not in _DETERMINERS
        return commas > 0 and ends and (opened or before in _BEFORE_ITEMS)
    # "He visited Tokyo and Seoul protested": what follows an object and a name may be another clause.
    object_ = bool(before) and (before in _BEFORE_ITEMS or before not in FUNCTION_WORDS)
    return not (object_ and joined and _says_more(text, tokens, items[-1][1]))


def _says_more(text: str, tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word that may be a verb follows, without a comma or the like between."""
    return at < len(tokens) and _close(text, tokens, at) and not tokens[at].small


def _shape(tokens: Sequence[_Token], item: _Item) -> str:
    """What marks where an item begins: a capital, a determiner, or nothing."""
    words = tokens[item[0] : item[1]]
    if any(token.capital for token in words):
        return "name"
    return "determined" if words[0].lower in _DETERMINERS else "plain"


def _goes_on(text: str, tokens: Sequence[_Token], at: int) -> bool:
    return at < len(tokens) and _separates(text, tokens, at)


def _separates(text: str, tokens: Sequence[_Token], at: int) -> bool:
    """Whether a comma or a conjunction, and nothing else, stands between a token and the one before."""
    if _broken(text, tokens, at):
        return False
    return "," in _gap(text, tokens, at) or tokens[at].lower in _CONJUNCTIONS


def _broken(text: str, tokens: Sequence[_Token], at: int) -> bool:
    return bool(_BREAK.search(_gap(text, tokens, at)))


def _close(text: str, tokens: Sequence[_Token], at: int) -> bool:
    return not _gap(text, tokens, at).strip()


def _gap(text: str, tokens: Sequence[_Token], at: int) -> str:
    return text[tokens[at - 1].span.end : tokens[at].span.start] if 0 < at < len(tokens) else ""


def _spans(tokens: Sequence[_Token], items: Sequence[_Item]) -> tuple[Span, ...]:
    return tuple(Span(tokens[first].span.start, tokens[last - 1].span.end) for first, last in items)
