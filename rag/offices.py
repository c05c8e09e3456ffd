"""Who holds which office, as texts say it: "Japanese Prime Minister Fumio Kishida", "the treasurer, Ada Lindqvist"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .countries import country, is_adjective
from .text import spaced

OFFICE = (
    "(?:president|premier|minister|secretary|chancellor|king|queen|prince|princess|pope|senator|governor|mayor|general|"
    "admiral|colonel|judge|justice|professor|director|executive|chairman|chairwoman|chairperson|chair|chief|head|"
    "commissioner|ambassador|envoy|spokesman|spokeswoman|spokesperson|speaker|treasurer|manager|controller|leader|"
    "founder|officer|coach|captain|principal|headteacher|warden|inspector|editor|curator|librarian)"
)
_UPPER = "A-ZÀ-ÖØ-ÞČĆĐİŁŚŞŠȘŻŽ"
PERSON = rf"[{_UPPER}][\w’'-]{{1,30}}(?: [{_UPPER}][\w’'-]{{1,30}}){{0,6}}"
# Whose it is, "South Korea's" or "US", may stand before: "South Korea's President Yoon Suk Yeol".
_HELD = (
    re.compile(
        rf"(?:(?P<owner>[{_UPPER}][\w-]{{1,30}}(?: [{_UPPER}][\w-]{{1,30}})?(?=['’]s )|US|U\.S\.|UK|EU)(?:['’]s)? )?"
        rf"(?P<role>\b(?:[A-Z][a-z]{{1,30}} ){{0,4}}(?i:{OFFICE})) (?P<name>{PERSON})"
    ),
    re.compile(rf"\b[Tt]he (?P<owner>)(?P<role>(?:[a-z][a-z-]{{1,30}} ){{0,3}}{OFFICE}), (?P<name>{PERSON})(?=[,.;])"),
)
_NO_NAME = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|[IVX]+)"
)
_ALSO_COMMON = frozenset("general prince king queen judge head chief captain coach justice speaker executive".split())


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office.

    `name` is how the texts call the person alone, `names` are all parts of the name; `role` is the office in lower
    case, and `owner` whose it is, "Japanese", "Japan" or "".
    """

    name: str
    names: frozenset[str]
    role: str
    owner: str = ""

    @property
    def office(self) -> str:
        """As a sentence calls the person by it."""
        if self.owner and not is_adjective(self.owner):
            return f"{self.owner}'s {self.role}"
        return f"the {self.owner} {self.role}" if self.owner else f"the {self.role}"


def holders(texts: str) -> list[Holder]:
    """Who holds which office by what the texts say, each person once."""
    found: dict[str, Holder] = {}
    for holder in _holders(spaced(texts)):
        found.setdefault(holder.name, holder)
    return list(found.values())


def _holders(texts: str) -> Iterator[Holder]:
    said = Counter(re.findall(r"\w+", texts))
    for pattern in _HELD:
        for match in pattern.finditer(texts):
            names = parts_of(match["name"])
            role, owner = owned(match["role"])
            # "General Motors", "Prince William County": no office.
            if names and (len(names) > 1 or role not in _ALSO_COMMON):
                # By the part that the texts use most; the last one, if they use none more often.
                alone = max(reversed(names), key=lambda part: said[part])
                yield Holder(alone, frozenset(names), role.lower(), owner or match["owner"] or "")


def parts_of(name: str) -> list[str]:
    """The parts of a person's name, without possessives, offices, days and numerals."""
    parts = [re.sub(r"(?:['’]s)?['’]*$", "", part) for part in re.split(r"[\s-]+", name)]
    parts = [part[0].upper() + part[1:] for part in parts if part]  # "Suk-yeol" is "Suk Yeol"
    return [part for part in parts if not _NO_NAME.fullmatch(part) and not re.fullmatch(f"(?i:{OFFICE})", part)]


def owned(office: str) -> tuple[str, str]:
    """An office and the country that stands before it: "Japanese Prime Minister" is ("prime minister", "Japanese")."""
    words = office.split()
    for length in (2, 1):
        owner = " ".join(words[:length])
        if len(words) > length and country(re.sub(r"['’]s$", "", owner)):
            return " ".join(words[length:]).lower(), re.sub(r"['’]s$", "", owner)
    return office.lower(), ""
