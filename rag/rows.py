"""Which rows of a table the words of a question name, word by word and number by number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .bullets import item
from .columns import as_number
from .question import FUNCTION_WORDS, Query
from .records import Passage, Reading, Span
from .stems import stem_all
from .tables import Row, Table, is_empty

_TOKEN = re.compile(r"[0-9]{1,2}:[0-9]{2}(?![0-9])|[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+[0-9][^\W_]*|[^\W\d_]+(?:['’]s\b)?")
# What any table may be asked by: it narrows nothing.
_VAGUE = frozenset(
    """
    list listed table row column entry item product thing model type kind sort sell sold offer offered name named called
    show have exist available possible total cost price much many long big large number value figure one your our
    currently today present sit sits work works run runs use uses need needs get gets buy rent hire book belong
    teach teaches lead leads play plays held hold holds take takes
    """.split()
)
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]+)[ -](?P<number>\d[\d.,:]*\b)")
_ALIKE = 5  # letters of the shorter one, at least
_LOOKED_AT = 20_000  # characters of a document in which its rows may be called something


@dataclass(frozen=True)
class Placed:
    """A table with the document's text, and a passage of it: that tells title and heading."""

    table: Table
    text: str
    passage: Passage

    @cached_property
    def heads(self) -> list[str]:
        """Each column's name."""
        return [cell.of(self.text) for cell in self.table.head.cells]

    @cached_property
    def names(self) -> list[set[str]]:
        """The words of each column's name."""
        return [set(tokens_of(head)) for head in self.heads]

    @cached_property
    def rows(self) -> list[list[set[str]]]:
        """The words of each cell of each row."""
        return [[set(tokens_of(cell.of(self.text))) for cell in row.cells] for row in self.table.rows]

    @cached_property
    def words(self) -> list[set[str]]:
        """The words of each row."""
        return [set().union(*cells) for cells in self.rows]

    @cached_property
    def values(self) -> set[str]:
        """The words of all rows."""
        return set().union(*self.words)

    @cached_property
    def near(self) -> set[str]:
        """The words of heading and columns."""
        return set(tokens_of(self.passage.heading)).union(*self.names)

    @cached_property
    def around(self) -> set[str]:
        """The words of heading, title and columns: they narrow nothing."""
        file = re.sub(r"\.\w+$|[-_./]", " ", self.passage.document)
        return self.near | set(tokens_of(f"{self.passage.title} {file}"))

    def shared(self, tokens: set[str]) -> int:
        """How many words a question has of heading, title and columns, those nearer counted twice."""
        return len(tokens & self.around) + len(tokens & self.near)

    @cached_property
    def said(self) -> set[str]:
        """The words of the document's beginning."""
        return set(tokens_of(self.text[:_LOOKED_AT]))

    def matched(self, question: str) -> list[set[str]]:
        """The words of a question that each row has."""
        tokens, numbers = asked_tokens(question), _named_by_numbers(question)
        return [_matched(tokens, numbers, self, row) for row in range(len(self.rows))]

    def cell(self, row: Row, column: int) -> Span | None:
        """A cell that says something."""
        cell = row.cells[column] if column < len(row.cells) else None
        return None if cell is None or is_empty(cell.of(self.text)) else cell

    def reading(self, row: Row, column: int | None) -> Reading:
        """A row as a reading, a cell of it as its exact answer."""
        answer = self.cell(row, column) if column is not None else None
        return replace(item(Reading.unread(self.passage, row.span), row.span, self.text), answer=answer)


def of_another_row(query: Query, row: str, placed: Sequence[Placed]) -> bool:
    """Whether a row of one of the tables is not that which a question names.

    Another one has all its words, and a name or number more; or it is the head, which names the columns. A reader that
    sees one row does not know that the table has the one that is asked for.
    """
    own = set(tokens_of(row))
    names = set(tokens_of(" ".join(word for word in query.text.split() if word[0].isupper() or word[0].isdigit())))
    for one in placed:
        if row == one.table.head.span.of(one.text):
            return True
        matched = one.matched(query.text)
        mine = next((found for found, words in zip(matched, one.words, strict=True) if own == words), None)
        # A row without any of the words answers in other words, if at all.
        if mine and any(mine < found and (found - mine) & names for found in matched):
            return True
    return False


def _matched(tokens: set[str], numbers: Sequence[tuple[str, str]], placed: Placed, row: int) -> set[str]:
    """The words of a question that a row has. A number right behind a known word must stand in a cell with that.

    "Tern 3" is not the row of the "Tern 2" that is delivered in 3 days, nor is "AW-12", where that names a column, the
    row of 12 kW; but "seats 12" is the row with 12 below "Seats".
    """
    cells = placed.rows[row]
    found = tokens & placed.words[row]
    for word, number in numbers:
        together = any(
            number in cell and (word in cell or (word in name and number not in name))
            for cell, name in zip(cells, placed.names, strict=False)
        )
        if (word in found or word in placed.around) and not together:
            found -= {number}
    return found


def _named_by_numbers(question: str) -> list[tuple[str, str]]:
    """Each word with the number right behind it: ("tern", "3")."""
    pairs = [(tokens_of(found["word"]), tokens_of(found["number"])) for found in _NUMBERED.finditer(question)]
    return [(word[0], number[0]) for word, number in pairs if word and number]


def alike(one: str, other: str) -> bool:
    """Whether two stems are of one word, probably: "deliv" of "delivered", "deliveri" of "delivery"."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _ALIKE and long.startswith(short))


def asked_tokens(question: str) -> set[str]:
    """The words of a question that ask for something: they must all be accounted for."""
    plain = FUNCTION_WORDS | _VAGUE
    return {token for word, token in _pairs(question) if word not in plain and token not in plain}


def tokens_of(text: str) -> list[str]:
    """The words of a text as they are compared: stems, and the values of numbers."""
    return [token for _, token in _pairs(text)]


def _pairs(text: str) -> list[tuple[str, str]]:
    """Each word in lower case with its stem, each number with its value."""
    said = [match[0].lower().replace("’", "'").removesuffix("'s") for match in _TOKEN.finditer(text)]
    stemmed = stem_all(word for word in said)
    values = [as_number(word) for word in said]
    return [
        (word, (stem or word) if value is None else f"{value:.15g}")
        for word, stem, value in zip(said, stemmed, values, strict=True)
    ]
