"""Who holds which office, as texts say it: "Japanese Prime Minister Fumio Kishida", "the treasurer, Ada Lindqvist"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .countries import country, is_adjective

OFFICE = (
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
        rf"(?P<role>\b(?:[A-Z][a-z]{{1,30}} ){{0,4}}(?i:{OFFICE})) (?P<name>{_PERSON})"
    ),
    re.compile(rf"\b[Tt]he (?P<owner>)(?P<role>(?:[a-z][a-z-]{{1,30}} ){{0,3}}{OFFICE}), (?P<name>{_PERSON})(?=[,.;])"),
)


@dataclass(frozen=True, slots=True)
class Holder:
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


def holders(texts: str) -> Iterator[Holder]:
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
                yield Holder(name, " ".join(role).lower(), owner)


def _alone(name: Sequence[str], texts: str) -> str:
    """The part of a name by which the texts call its bearer; the last one, unless another is used more often."""
    return max(reversed(name), key=lambda part: len(re.findall(rf"\b{re.escape(part)}\b", texts)))
