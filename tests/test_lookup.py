"""Questions that a table answers by itself: cells, rows, the greatest, comparisons, counts; and others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.lookup import looked_up
from rag.question import analyse
from rag.records import Passage, Span
from rag.rows import Placed, of_another_row
from rag.tables import tables

BOATS = """Boats are made in our own shed. We also mend sails.

| Model | Length (m) | Weight (kg) | Colour | Price | In stock |
|---|---|---|---|---|---|
| Tern 1 | 3.1 | 21 | Red | £545 | 3 |
| Tern 2 | 4.2 | 34 | Blue | £820 | – |
| Heron | 4.9 | 26 | Red | £1,150 | 12 |
| Auk | 2.4 | 14 | Green | £310 | 3 |
"""
SAILINGS = """Sailing | Departs | Arrives | Vessel
Mail boat | 06:40 | 07:35 | Lady Morag
Noon ferry | 12:00 | 13:15 | Sula
Night boat | 20:50 | 21:55 | Lady Morag
"""
SPECS = "| | AW-8 | AW-12 |\n|---|---|---|\n| Heat | 8 kW | 12 kW |\n| Weight | 118 kg | 151 kg |\n"
PARTS = "| Part | Price |\n|---|---|\n| Bolt | £10 |\n| Nut | £20 |\n| Gear | £30–£40 |\n"
RELEASES = "| Version | Date |\n|---|---|\n| 1.2.3 | 10.5.2024 |\n| 1,23,4 | ² |\n"
ORDERS = "| Order | Customer |\n|---|---|\n| 1234567 | Ann Lee |\n| 1234571 | Bo Ray |\n"


def placed(text: str, heading: str = "Kayaks", title: str = "Shop") -> list[Placed]:
    whole = Span(0, len(text))
    passage = Passage(id="p", document="d.md", title=title, span=whole, text=text, heading=heading, sentences=())
    return [Placed(table, text, passage) for table in tables(text, whole)]


def given_for(question: str, text: str, heading: str = "Kayaks") -> tuple[str | None, list[str]] | None:
    """What is said first, and the first words of the rows that are given; None where the tables are no answer."""
    found = looked_up(analyse(question), placed(text, heading))
    if found is None:
        return None
    assert all(row.text == row.span.of(text) for row in found.rows)
    exact = "; ".join(row.exact for row in found.rows) if found.rows and all(row.answer for row in found.rows) else None
    return found.short or exact, [re.split(r" ?\|", row.text.strip("| "))[0].strip() for row in found.rows]


@pytest.mark.parametrize(
    ("question", "text", "short", "rows"),
    [
        pytest.param("What does the Heron cost?", BOATS, "£1,150", ["Heron"], id="another word than the column's"),
        pytest.param("how heavy is the auk", BOATS, "14", ["Auk"], id="the unit is in the column's name"),
        pytest.param("What colour is the Tern 2?", BOATS, "Blue", ["Tern 2"], id="a name with a number"),
        pytest.param("What is the price of the Tern?", BOATS, "£545; £820", ["Tern 1", "Tern 2"], id="two fit"),
        pytest.param("Which kayak is blue?", BOATS, "Tern 2", ["Tern 2"], id="the row with a value"),
        pytest.param("Which kayaks are red?", BOATS, "Tern 1; Heron", ["Tern 1", "Heron"], id="all rows with it"),
        pytest.param("Which boat sells for £820?", BOATS, "Tern 2", ["Tern 2"], id="the document calls them boats"),
        pytest.param("When does the night boat leave?", SAILINGS, "20:50", ["Night boat"], id="a time"),
        pytest.param("What time does the mail boat get in?", SAILINGS, "07:35", ["Mail boat"], id="the other time"),
        pytest.param("Which vessel departs at 12:00?", SAILINGS, "Sula", ["Noon ferry"], id="the column asked for"),
        pytest.param("Is the Tern 2 in stock?", BOATS, None, None, id="yes or no is not for a cell"),
        pytest.param("How many Tern 2 are in stock?", BOATS, None, [], id="a dash: no value there"),
        pytest.param("How heavy is the AW-12?", SPECS, "151 kg", ["Weight"], id="the columns are the things"),
        pytest.param("Who is the customer of order 1234567?", ORDERS, "Ann Lee", ["1234567"], id="a long number"),
        # superlatives
        pytest.param("What is the cheapest kayak?", BOATS, "Auk", ["Auk"], id="cheapest"),
        pytest.param("Which kayak costs the most?", BOATS, "Heron", ["Heron"], id="costs the most"),
        pytest.param("How much is the cheapest kayak?", BOATS, "£310", ["Auk"], id="the value of it"),
        pytest.param("Which red kayak is the cheapest?", BOATS, "Tern 1", ["Tern 1"], id="among some"),
        pytest.param("Which is the last sailing to depart?", SAILINGS, "Night boat", ["Night boat"], id="last"),
        pytest.param("Which part is the most expensive?", PARTS, None, None, id="one price cannot be measured"),
        pytest.param("Which kayak is the fastest?", BOATS, None, None, id="no such column"),
        pytest.param("What is the most popular kayak?", BOATS, None, None, id="nor this"),
        # comparisons
        pytest.param("Is the Heron heavier than the Tern 2?", BOATS, "No", ["Heron", "Tern 2"], id="no"),
        pytest.param("Is the Tern 2 heavier than the Heron?", BOATS, "Yes", ["Tern 2", "Heron"], id="yes"),
        pytest.param("Which is longer, the Heron or the Auk?", BOATS, "Heron", ["Heron", "Auk"], id="which of two"),
        pytest.param("Is the Heron or the Auk cheaper?", BOATS, "Auk", ["Heron", "Auk"], id="either"),
        pytest.param("Is the Heron heavier than the Gull?", BOATS, None, None, id="one is not there"),
        # counts
        pytest.param("How many models are there?", BOATS, "4", ["Tern 1", "Tern 2", "Heron", "Auk"], id="count"),
        pytest.param("How many kayaks do you have?", BOATS, "4", ["Tern 1", "Tern 2", "Heron", "Auk"], id="heading"),
        pytest.param("How many kayaks are there in Leeds?", BOATS, None, None, id="count of something else"),
        # what a table is no answer to
        pytest.param("What does the Tern 3 cost?", BOATS, None, None, id="no such row"),
        pytest.param("What does the Heron cost in France?", BOATS, None, None, id="a word too many"),
        pytest.param("How wide is the Heron?", BOATS, None, None, id="no such column, and no value for it"),
        pytest.param("Who made the Heron?", BOATS, None, None, id="nobody is named"),
        pytest.param("Why is the Heron red?", BOATS, None, None, id="why"),
        pytest.param("How do I paint the Heron red?", BOATS, None, None, id="how"),
        pytest.param("Which kayaks are not red?", BOATS, None, None, id="not"),
        pytest.param("Which kayaks cost less than £820?", BOATS, None, None, id="less than"),
        pytest.param("Which ferry leaves before 12:00?", SAILINGS, None, None, id="before"),
        pytest.param("What sails do you mend?", BOATS, None, None, id="prose"),
        pytest.param("Which heron is it?", BOATS, None, None, id="the row's name alone"),
        pytest.param("When was the 1.2.3 released?", RELEASES, None, None, id="odd numbers"),
        pytest.param("?", BOATS, None, None, id="no words"),
    ],
)
def test_what_a_table_answers(question: str, text: str, short: str | None, rows: list[str] | None) -> None:
    assert given_for(question, text) == (None if rows is None else (short, rows))


def test_the_table_with_more_of_the_words_answers() -> None:
    other = "| Item | Price |\n|---|---|\n| Paddle | £5 |\n| Pump | £48 |\n"
    both = placed(BOATS, "Kayaks") + placed(other, "Accessories")
    found = looked_up(analyse("What is the cheapest kayak?"), both)
    assert found and found.rows[0].exact == "Auk"
    assert looked_up(analyse("What is the cheapest?"), both) is None  # two tables, two answers


def test_a_table_that_is_kept_answers_as_if_it_were_new() -> None:
    kept = placed(BOATS)
    assert looked_up(analyse("Which boat sells for £820?"), kept) is not None  # "boat" and "sells" are accounted for …
    assert looked_up(analyse("Which boat is red?"), kept) is None  # … for that question alone


@pytest.mark.parametrize(
    ("question", "row", "other"),
    [
        ("What does the Tern 2 weigh?", "| Tern 1 | 3.1 | 21 | Red | £545 | 3 |", True),
        ("What does the Tern 2 weigh?", "| Tern 2 | 4.2 | 34 | Blue | £820 | – |", False),
        ("What does a small boat weigh?", "| Auk | 2.4 | 14 | Green | £310 | 3 |", False),
        ("What does the Tern 2 weigh?", "Boats are made in our own shed.", False),
        ("What do you sell?", "| Model | Length (m) | Weight (kg) | Colour | Price | In stock |", True),
    ],
)
def test_a_row_that_another_one_beats(question: str, row: str, other: bool) -> None:
    assert of_another_row(analyse(question), row, placed(BOATS)) is other


_CELL = st.text(alphabet="ab £1.,2:3-–|m²٣ ", max_size=6)


@given(st.lists(st.lists(_CELL, min_size=1, max_size=4).map(" | ".join), min_size=2, max_size=5), st.text(max_size=60))
def test_any_table_and_any_question(rows: list[str], question: str) -> None:
    text = "\n".join([rows[0], "---|---", *rows[1:]])
    for asked in (question, f"What is the cheapest {question}?", f"Is {rows[1]} more than {question}?"):
        found = looked_up(analyse(asked), placed(text))
        assert found is None or all(row.text == row.span.of(text) for row in found.rows)
