"""Words that tell one of a kind from another: the trade minister is not the prime minister.

A near miss may share every word with the evidence but such a one. The classes are closed and of general English; two
words of a class before the same word speak of two things, whatever else the sentences share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .mentions import Mention, Word
from .question import FUNCTION_WORDS

# Each text is a class; words joined by "=" mean the same.
_CLASSES = (
    "prime foreign trade=commerce finance defence=defense interior=home justice health education agriculture "
    "environment labour=labor transport=transportation culture energy industry science press cabinet treasury "
    "tourism welfare housing opposition",
    "supreme=top=highest district appeal=appeals=appellate constitutional military criminal civil county",
    "vice=deputy assistant acting former interim honorary",
    "first second third fourth fifth sixth seventh eighth ninth tenth final=last",
    "last=previous=past next=coming=following this=current",
    "morning evening afternoon night",
    "summer=summertime winter spring autumn=fall",
    "daily weekly monthly quarterly annual=yearly hourly",
    "north=northern south=southern east=eastern west=western central",
    "largest=biggest smallest=tiniest",
    "oldest youngest",
    "longest shortest",
    "most=maximum least=minimum fewest",
    "highest lowest",
    "upper lower",
    "primary secondary",
    "internal external",
    "domestic international=overseas",
    "public private",
    "paid unpaid",
    "full part",
    "junior senior",
    "import=imports export=exports",
    "male=men female=women",
    "national local regional provincial federal municipal",
)
_LESSER = frozenset("vice deputy assistant acting interim honorary".split())  # "the chair" is none of these
_NEAR = 2  # words behind a modifier among which is the word that it tells apart


class Distinction(NamedTuple):
    """A modifier of a class before a word (its stem)."""

    group: int
    member: str
    head: str


def distinctions(words: Sequence[Word], mentions: Sequence[Mention] = ()) -> frozenset[Distinction]:
    """What tells things apart in a text, by its words in order; a part of a country's name tells nothing."""
    named = {n for mention in mentions if mention.kind == "country" for n in range(mention.first, mention.last)}
    found = set()
    for at, word in enumerate(words):
        for group, member in _MEMBERS.get(word.text.lower(), ()) if at not in named else ():
            for head in words[at + 1 : at + 1 + _NEAR]:
                if not head.stem or head.text.lower() in FUNCTION_WORDS:
                    break
                found.add(Distinction(group, member, head.stem))
    return frozenset(found)


def denies(asked: Distinction, said: frozenset[Distinction], words: Sequence[Word]) -> bool:
    """Whether a text (its distinctions and words) says of another of the kind what is asked of this one."""
    if asked in said:
        return False
    if any(other.group == asked.group and other.head == asked.head for other in said):
        return True
    return asked.member in _LESSER and any(word.stem == asked.head for word in words)


def _members() -> dict[str, list[tuple[int, str]]]:
    members: dict[str, list[tuple[int, str]]] = {}
    for group, words in enumerate(_CLASSES):
        for same in words.split():
            first, *others = same.split("=")
            for word in (first, *others):
                members.setdefault(word, []).append((group, first))
    return members


_MEMBERS = _members()
