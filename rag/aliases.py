"""The question in the names that its evidence uses: "the Japanese prime minister" for "Kishida", "WTO" spelt out.

A text calls one thing by several names and a question by one of them, and who reads a passage by itself takes another
name for another thing. Which names are equal, the passages found say themselves ("Japanese Prime Minister Fumio
Kishida"; initials), and of governments a table (countries.py). Only equals are exchanged: a near miss stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .countries import country, governments, is_adjective
from .mentions import Mention, Word, mentions, tokens
from .stems import initials

_OFFICE = (
    "(?:president|premier|minister|secretary|chancellor|king|queen|prince|princess|pope|senator|governor|mayor|general|"
    "admiral|colonel|judge|professor|director|chairman|chairwoman|chairperson|chair|chief|head|commissioner|ambassador|"
    "envoy|spokesman|spokeswoman|spokesperson|speaker|treasurer|manager|controller|leader|founder|officer|coach|captain|"
    "principal|headteacher|warden|inspector|editor|curator|librarian)"
)
_PERSON = r"[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,3}"
# Whose it is, "South Korea's", may stand before: "South Korea's President Yoon Suk Yeol"; "the controller, Ada Orlik,".
_HELD = (
    re.compile(
        rf"(?:(?P<owner>[A-Z][\w-]{{1,30}}(?: [A-Z][\w-]{{1,30}})?)['’]s )?"
        rf"(?P<role>\b(?:[A-Z][a-z]{{1,30}} ){{0,4}}(?i:{_OFFICE})) (?P<name>{_PERSON})"
    ),
    re.compile(
        rf"\b[Tt]he (?P<owner>)(?P<role>(?:[a-z][a-z-]{{1,30}} ){{0,3}}{_OFFICE}), (?P<name>{_PERSON})(?=[,.;])"
    ),
)
_DOING = frozenset("did does do has have had will would is was are were can could should may might must by".split())
_Change = tuple[int, int, str]  # words[first:last] of the question, and what else to call them


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds an office: the name alone, the office in lower case, and whose it is, "Japanese", "Japan" or ""."""

    name: str
    role: str
    owner: str

    @property
    def office(self) -> str:
        """As a sentence calls the person by it."""
        if self.owner and not is_adjective(self.owner):
            return f"{self.owner}'s {self.role}"
        return f"the {self.owner} {self.role}" if self.owner else f"the {self.role}"


def in_their_names(question: str, texts: Sequence[str]) -> str | None:
    """The question with other names, which `texts` have, for what it speaks of; None when there are none."""
    words, whole = tokens(question), "\n".join(texts)
    found = mentions(words, typed=True)
    changes: list[_Change] = []
    for change in (
        *_persons(words, found, whole),
        *_short_names(words, found, whole),
        *_governments(words, found, whole),
    ):
        if all(change[1] <= first or last <= change[0] for first, last, _ in changes):
            changes.append(change)
    said = question
    for first, last, new in sorted(changes, reverse=True):
        own = "'s" if words[last - 1].possessive else ""
        said = said[: words[first].span.start] + new + own + said[words[last - 1].span.end :]
    return said if changes else None


def _persons(words: Sequence[Word], found: Sequence[Mention], texts: str) -> Iterator[_Change]:
    """The office for the name of who holds it, and the name for the office."""
    holders = list(_holders(texts))
    if not holders:
        return
    office = re.compile(_OFFICE)
    if not any(office.fullmatch(word.text.lower()) for word in words):  # else the office stands beside the name
        named = [(m, h) for m in found if m.kind == "name" and (h := _named(words[m.first : m.last], holders))]
        if len(named) == 1 and re.search(rf"\b{named[0][1].role}\b", texts):  # of two, a sentence calls one by name
            mention, holder = named[0]
            yield mention.first, mention.last, holder.office
    elif [word.text.lower() for word in words[:2]] not in (["who", "is"], ["who", "was"]):
        for holder in holders:
            if all(other.role != holder.role or other is holder or _tell_apart(holder, other) for other in holders):
                yield from _called_by_office(holder, words)


def _named(name: Sequence[Word], holders: Sequence[_Holder]) -> _Holder | None:
    called = {word.text for word in name}
    return next((holder for holder in holders if holder.name in called), None)


def _tell_apart(one: _Holder, other: _Holder) -> bool:
    return bool(one.owner and other.owner) and country(one.owner) != country(other.owner)


def _called_by_office(holder: _Holder, words: Sequence[Word]) -> Iterator[_Change]:
    """Where the question speaks of somebody by the office alone: "the Japanese prime minister", "Japan's", "the"."""
    role = holder.role.split()
    for at in range(1, len(words) - len(role) + 1):
        last = at + len(role)
        named = last < len(words) and words[last].capital
        if [word.text.lower() for word in words[at:last]] != role or named or words[last - 1].possessive:
            continue
        owner = next((n for n in (2, 1) if at >= n and country(_said(words[at - n : at]))), 0)
        if owner:
            if country(_said(words[at - owner : at])) != country(holder.owner):
                continue
            article = at > owner and words[at - owner - 1].text.lower() == "the"
            yield at - owner - article, last, holder.name
        elif words[at - 1].text.lower() == "the":
            yield at - 1, last, holder.name


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _holders(texts: str) -> Iterator[_Holder]:
    """Who holds which office by what the texts say, each person once."""
    seen = set[str]()
    for pattern in _HELD:
        for match in pattern.finditer(texts):
            name = _alone(re.sub(r"['’]s\b", "", match["name"]).split(), texts)
            role, owner = match["role"].split(), match["owner"] or ""
            for length in (2, 1):
                if len(role) > length and country(" ".join(role[:length])):
                    role, owner = role[length:], " ".join(role[:length])
                    break
            if name not in seen:
                seen.add(name)
                yield _Holder(name, " ".join(role).lower(), owner)


def _alone(name: Sequence[str], texts: str) -> str:
    """The part of a name by which the texts call its bearer; the last one, unless another is used more often."""
    return max(reversed(name), key=lambda part: len(re.findall(rf"\b{re.escape(part)}\b", texts)))


def _short_names(words: Sequence[Word], found: Sequence[Mention], texts: str) -> Iterator[_Change]:
    """A name in full for its initials, and the initials for a name."""
    typed_low = not any(word.capital for word in words[1:])
    spelt = initials(texts)
    for at, word in enumerate(words):
        short = word.text.lower()
        if short in spelt and (
            word.text.isupper() or (typed_low and len(short) > 2 and not re.search(rf"\b{short}\b", texts))
        ):
            yield at, at + 1, spelt[short]
    for mention in found:
        short = "".join(word.text[0] for word in words[mention.first : mention.last])
        if mention.kind == "name" and mention.last - mention.first > 1 and re.search(rf"\b{short}\b", texts):
            yield mention.first, mention.last, short


def _governments(words: Sequence[Word], found: Sequence[Mention], texts: str) -> Iterator[_Change]:
    """The capital for a country that does something or has something, and the country for its capital."""
    for mention in found:
        said = _said(words[mention.first : mention.last])
        before = mention.first - 1
        if before >= 0 and words[before].text.lower() == "the":
            before -= 1
        acts = words[mention.last - 1].possessive or (before >= 0 and words[before].text.lower() in _DOING)
        if mention.kind != "country" or not acts or is_adjective(said):
            continue
        for other in governments(said):
            if other.lower() != said.lower() and re.search(rf"\b{other}\b", texts):
                yield before + 1, mention.last, other
                break
