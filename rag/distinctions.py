"""Words that tell one of a kind from another: the trade minister is not the prime minister.

A near miss may share every word with the evidence but such a one. The classes are closed and of general English; two
words of a class before the same word speak of two things, whatever else the sentences share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .mentions import Mention, Word, is_month
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
    "indoor=inside outdoor=outside",
    "inner outer",
    "front rear=back",
    "incoming=inbound outgoing=outbound",
    "northbound southbound eastbound westbound",
    "gross net",
    "single double triple",
    "small medium large=big",
    "hot cold",
    "fixed variable",
    "urban rural",
    "adult=adults child=children=kids student=students pensioner=pensioners",
    "red green blue yellow orange white black",
    "gold silver bronze",
    "solar wind nuclear hydroelectric",
    "passenger cargo=freight",
    "weekday=weekdays weekend=weekends",
    "sick parental maternity paternity study",
)
_LESSER = frozenset("vice deputy assistant acting interim honorary".split())  # "the chair" is none of these
_NUMBERED = -1  # the group of what is told apart by a number
_COUNTED = frozenset(
    "version release chapter section article clause paragraph part volume room gate platform floor house plot building "
    "line tram bus route flight phase stage level grade step question exercise table figure page model season episode "
    "unit zone".split()
)
_NEAR = 2  # words behind a modifier among which is the word that it tells apart


class Distinction(NamedTuple):
    """A modifier of a class before a word (its stem), or a number behind it ("Room 204", "Article 9")."""

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
    for mention in mentions:
        before = words[mention.first - 1] if mention.first else None
        if mention.kind == "number" and before and before.stem and _is_numbered(before):
            found.add(Distinction(_NUMBERED, mention.key[0], before.stem))
    return frozenset(found)


def taken_for_granted(words: Sequence[Word], mentions: Sequence[Mention], *, polar: bool) -> frozenset[Distinction]:
    """What tells apart the things that a question asks about.

    Of two of a kind that it names it takes neither for granted: it compares them. And who asks whether something is so
    (`polar`) may hear of its opposite.
    """
    found = distinctions(words, mentions)
    return frozenset(
        one
        for one in found
        if not (polar and one.group in _SIDES)
        and not any(one.group == other.group and one.head == other.head and one != other for other in found)
    )


def denies(
    asked: Distinction,
    said: frozenset[Distinction],
    words: Sequence[Word],
    around: frozenset[Distinction],
) -> bool:
    """Whether a text (its distinctions and words) says of another of the kind what is asked of this one.

    What it says of the thing without telling which is said of the one that the text `around` it tells.
    """
    if any(_is_named(asked, word) for word in words):
        return False  # "a small one costs 2 euros, a large one 3"
    if _speaks_of_another(said, asked):
        return True
    if asked.member in _LESSER and any(word.stem == asked.head for word in words):
        return True
    if asked in around or not _speaks_of_another(around, asked):
        return False
    # A title's number holds for all that stands under it; for the rest, the sentence must speak of the thing.
    return asked.group == _NUMBERED or any(word.stem == asked.head for word in words)


def _is_named(asked: Distinction, word: Word) -> bool:
    lower = word.text.lower()
    return lower == asked.member if asked.group == _NUMBERED else asked[:2] in _MEMBERS.get(lower, ())


def _speaks_of_another(said: frozenset[Distinction], asked: Distinction) -> bool:
    """Whether something of the kind is told of the same thing; `asked` itself is not in `said`."""
    return any(other.group == asked.group and other.head == asked.head for other in said)


def _is_numbered(word: Word) -> bool:
    lower = word.text.lower()
    return (word.capital and lower not in FUNCTION_WORDS and not is_month(lower)) or lower in _COUNTED


def _members() -> dict[str, list[tuple[int, str]]]:
    members: dict[str, list[tuple[int, str]]] = {}
    for group, words in enumerate(_CLASSES):
        for same in words.split():
            first, *others = same.split("=")
            for word in (first, *others):
                members.setdefault(word, []).append((group, first))
    return members


_MEMBERS = _members()
_SIDES = frozenset(group for word in ("indoor", "small", "hot") for group, _ in _MEMBERS[word])
