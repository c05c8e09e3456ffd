"""The question in the names that its evidence uses: "the Japanese prime minister" for "Kishida", "WTO" spelt out.

A text calls one thing by several names and a question by one of them, and who reads a passage by itself takes another
name for another thing. Which names are equal, the passages found say themselves ("Japanese Prime Minister Fumio
Kishida"; initials), and of governments a table (countries.py). Only equals are exchanged: a near miss stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .countries import country, governments, is_adjective
from .mentions import Mention, Word, mentions, tokens, with_article
from .offices import OFFICE, Holder, parts_of
from .question import FUNCTION_WORDS
from .stems import initials, stems

_DOING = frozenset("did does do has have had will would can could should may might must".split())
# What governments do, and towns and seasons hardly: "When was Rome founded?" is not about Italy.
_GOVERNING = (
    "do say announce agree plan promise propose want demand withdraw lift impose end restrict ban sign accept "
    "reject offer send launch call pay join leave restore suspend recall expel warn accuse threaten stop resume "
    "support oppose approve file complain drop give invite take raise cut react respond decide order allow export "
    "import buy sell protest condemn welcome refuse deny apologise apologize negotiate back ask expect hope need "
    "seek"
)
_WHO_IS = re.compile(r"\W*who(?:['’]s| is| was)\b|.*\bname of\b", re.IGNORECASE)
_ALSO_CALLED = {
    "prime minister": ("premier", "leader"),
    "premier": ("prime minister", "leader"),
    "president": ("leader",),
    "chancellor": ("leader",),
}
_SHORTEST = 3  # letters: two are the initials of anybody
_Change = tuple[int, int, str]  # words[first:last] of the question, and what else to call them


def as_written(question: str, texts: str) -> str:
    """A question typed without capitals with those of the words that `texts` have with a capital only."""
    if any(word.capital for word in tokens(question)[1:]):
        return question

    def written(match: re.Match[str]) -> str:
        word = match[0]
        name = word not in FUNCTION_WORDS and re.search(rf"\b{word.capitalize()}\b", texts)
        return word.capitalize() if name and not re.search(rf"\b{word}\b", texts) else word

    return re.sub(r"(?<=\W)[a-z]{3,30}\b", written, question)


def in_their_names(question: str, texts: str, known: Sequence[Holder]) -> list[str]:
    """The question in other names, which `texts` have, for what it speaks of: all of them, or people only.

    `known`: who holds which office by what the texts say.
    """
    words = tokens(question)
    found = mentions(words, typed=True)
    people = list(_persons(question, words, found, texts, known))
    others = [*_short_names(words, found, texts), *_governments(words, found, texts)]
    return list(
        dict.fromkeys(filter(None, (_changed(question, words, [*people, *others]), _changed(question, words, people))))
    )


def in_full(text: str, texts: str) -> str:
    """The text with the name in full, which `texts` have, for its initials: "World Trade Organization" for "WTO".

    "" where there is none.
    """
    words = tokens(text)
    return _changed(text, words, list(_short_names(words, mentions(words, typed=True), texts)))


def _changed(question: str, words: Sequence[Word], changes: Sequence[_Change]) -> str:
    """The question after the changes, of which the first of two in one place counts; "" where there are none."""
    kept: list[_Change] = []
    for change in changes:
        if all(change[1] <= first or last <= change[0] for first, last, _ in kept):
            kept.append(change)
    for first, last, new in sorted(kept, reverse=True):
        own = "'s" if words[last - 1].possessive else ""
        question = question[: words[first].span.start] + new + own + question[words[last - 1].span.end :]
    return question if kept else ""


def _persons(
    question: str, words: Sequence[Word], found: Sequence[Mention], texts: str, known: Sequence[Holder]
) -> Iterator[_Change]:
    """The office for the name of who holds it, and the name for the office."""
    office = re.compile(OFFICE)
    if not any(office.fullmatch(word.text.lower()) for word in words):  # else the office stands beside the name
        named = [(m, h) for m in found if m.kind == "name" and (h := _named(words[m.first : m.last], known))]
        if len(named) == 1 and re.search(rf"\b{named[0][1].role}\b", texts):  # of two, a sentence calls one by name
            mention, holder = named[0]
            yield mention.first, mention.last, holder.office
    elif not _WHO_IS.match(question):
        for holder in known:
            if all(other.role != holder.role or other is holder or _tell_apart(holder, other) for other in known):
                yield from _called_by_office(holder, words)


def _named(name: Sequence[Word], known: Sequence[Holder]) -> Holder | None:
    called = set(parts_of(_said(name)))
    return next((holder for holder in known if called and called <= holder.names), None)


def _tell_apart(one: Holder, other: Holder) -> bool:
    return bool(one.owner and other.owner) and country(one.owner) != country(other.owner)


def _called_by_office(holder: Holder, words: Sequence[Word]) -> Iterator[_Change]:
    """Where the question speaks of somebody by the office alone: "the Japanese premier", "Japan's leader", "the"."""
    for called in (holder.role, *_ALSO_CALLED.get(holder.role, ())):
        role = called.split()
        for at in range(1, len(words) - len(role) + 1):
            last = at + len(role)
            if [word.text.lower() for word in words[at:last]] != role or words[last - 1].possessive:
                continue
            if last < len(words) and (words[last].capital or words[last].text == "of"):
                continue  # a name stands beside it, or whose it is
            before = words[at - 1].text.lower()
            owner = next((n for n in (2, 1) if at >= n and country(_said(words[at - n : at]))), 0)
            if owner and country(_said(words[at - owner : at])) == country(holder.owner):
                article = at > owner and words[at - owner - 1].text.lower() == "the"
                if article or words[at - 1].possessive:  # not "the former Japanese premier"
                    yield at - owner - article, last, holder.name
            elif not owner and called != "leader" and before == "the":
                yield at - 1, last, holder.name


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _short_names(words: Sequence[Word], found: Sequence[Mention], texts: str) -> Iterator[_Change]:
    """A name in full for its initials, and the initials for a name."""
    spelt = initials(texts)
    for at, word in enumerate(words):
        short = word.text.lower()
        known = short in FUNCTION_WORDS or country(short) or len(short) < _SHORTEST
        if short in spelt and not known and (word.text.isupper() or not re.search(rf"\b{short}\b", texts)):
            yield at, at + 1, spelt[short]
    for mention in found:
        short = "".join(word.text[0] for word in words[mention.first : mention.last])
        if mention.kind == "name" and len(short) >= _SHORTEST and re.search(rf"\b{short}\b", texts):
            yield mention.first, mention.last, short


@cache
def _governing() -> frozenset[str]:
    return frozenset(stems(_GOVERNING))


def _governments(words: Sequence[Word], found: Sequence[Mention], texts: str) -> Iterator[_Change]:
    """The capital for a country that does what governments do, and the country for its capital."""
    for mention in found:
        said = _said(words[mention.first : mention.last])
        first = with_article(mention, words)
        acts = first > 0 and words[first - 1].text.lower() in _DOING and mention.last < len(words)
        if mention.kind != "country" or not acts or is_adjective(said) or words[mention.last - 1].possessive:
            continue
        if words[mention.last].stem not in _governing() or words[mention.last].capital:
            continue
        for other in governments(said):
            if other.lower() != said.lower() and re.search(rf"\b{re.escape(other)}\b", texts):
                yield first, mention.last, other
                break
