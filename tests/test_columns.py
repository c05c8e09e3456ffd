"""What a cell measures, as a number that can be compared."""

from __future__ import annotations

import pytest

from rag.columns import as_number, measured


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("£1,490", (1490.0, "£")),
        ("3.2 kg", (3.2, "kg")),
        ("3,2 kg", (3.2, "kg")),
        ("-4 °C", (-4.0, "°c")),
        ("20:50", (1250.0, "time")),
        ("8.30 pm", (1230.0, "time")),
        ("12 am", (0.0, "time")),
        ("2:05:30", (125.5, "time")),
        ("12 March 2024", (20240312.0, "date")),
        ("2024-03-12", (20240312.0, "date")),
        ("May", (500.0, "date")),
        ("may take 3 days", (3.0, "maytakedays")),
        ("Market ferry", None),
        ("£30–£40", None),
        ("1.490 €", None),
        ("10.5.2024", None),
        ("1.2.3", None),
        ("²", None),
        ("٣", None),
        ("B-12", (12.0, "b")),
        ("", None),
    ],
)
def test_what_a_cell_measures(cell: str, expected: tuple[float, str] | None) -> None:
    assert measured(cell) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", 7.0), ("1,490.5", 1490.5), ("7,5", 7.5), ("0.125", 0.125), ("1.490", None), ("1,234,56", None), ("x", None)],
)
def test_numbers_as_people_write_them(text: str, expected: float | None) -> None:
    assert as_number(text) == expected
