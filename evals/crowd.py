"""Made-up people for the load run: a file about each of them, and what each asks about themselves.

Everybody's facts differ, so that an answer meant for somebody else is seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

_FIRST = "Amara Bruno Chiara Dmitri Esther Farid Greta Hiroshi Ingrid Jonas".split()
_LAST = "Abelson Barros Castell Dvorak Eklund Farrow Galvez Hidalgo Iversen Jansen".split()
_PLACES = "Aberdeen Bergen Coimbra Dresden Esbjerg Ferrara Galway Haarlem Innsbruck Jyvaskyla".split()
_CRAFTS = "carpenter baker diver gardener printer sailor tailor weaver welder potter".split()

MOST = len(_FIRST) * len(_LAST)  # people that can be told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a file of their own, `document` its id, who asks `questions` in this order, as one chat."""

    document: str
    text: str
    questions: tuple[str, ...]


def crowd(size: int, questions: int) -> list[Person]:
    """So many people, 1 to MOST, each with so many questions, 1 or more; always the same ones."""
    names = [f"{first} {last}" for first, last in product(_FIRST, _LAST)]
    return [_person(number, name, questions) for number, name in enumerate(names[:size])]


def write(people: list[Person], folder: Path) -> None:
    """Writes everybody's file into a documents folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for person in people:
        (folder / person.document).write_text(person.text, encoding="utf-8")


def _person(number: int, name: str, questions: int) -> Person:
    locker, year = 1_000 + 7 * number, 1950 + number
    place, craft = _PLACES[number % 10], _CRAFTS[number // 10 % 10]
    text = (
        f"{name} has worked as a {craft} at the harbour since {year}.\n\n"
        f"The locker of {name} has the number {locker}. Nobody else has a key to it.\n\n"
        f"{name} moved to the harbour from {place}, because the harbour needed another {craft}.\n"
    )
    asked = (
        f"What is the number of {name}'s locker?",
        f"Where did {name} move to the harbour from?",
        "Why?",  # goes on from the question before
        f"Since when has {name} worked at the harbour?",
        f"Who won the cup that {name} lost?",  # the file does not say
    )
    chosen = tuple(asked[n % len(asked)] for n in range(questions))
    return Person(document=f"{name.replace(' ', '-').lower()}.txt", text=text, questions=chosen)
