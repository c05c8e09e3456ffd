"""Lists in documents: which one a reading belongs to, and its items."""

from __future__ import annotations

import pytest

from rag.bullets import in_a_list, items_of, without_marker
from rag.question import analyse
from rag.records import Hit, Passage, Reading, Span
from rag.text import sentences

FEES = "# Fees\n\nThe club charges:\n\n- a joining fee\n- a yearly fee\n- a fee for lockers\n\nFees are due in May.\n"
RULES = "Rules\n\n1. Shoes must be clean.\n2. Dogs stay outside.\n   They wait at the gate.\n3. No smoking.\n"
NESTED = "You need:\n* paper\n  - white\n  - grey\n* ink\n"
PAPERS = "Bring papers. Without them you are not paid:\n- a visa\n- a form\n"
KINDS = "There are two kinds:\n\n| Kind | Fee |\n|---|---|\n| Adult | 65 |\n| Junior | 25 |\nFees are due.\n"
ROWS = ["| Adult | 65 |", "| Junior | 25 |"]
WRAPPED = "You need these\npapers to come in:\n- a visa\n- a form\n"
ALERTS = "There are two alerts that count. All else is quiet.\n\n- Disk\n- Lag\n"


def passages(text: str, heading: str, size: int = 2) -> list[Passage]:
    """A text cut into passages of `size` sentences."""
    spans = sentences(text)
    found = []
    for at in range(0, len(spans), size):
        own = spans[at : at + size]
        whole = Span(own[0].start, own[-1].end)
        found.append(
            Passage(
                id=f"{at}",
                document="d",
                title="",
                span=whole,
                text=whole.of(text),
                heading=heading,
                sentences=tuple(own),
            )
        )
    return found


def items(question: str, text: str, sentence: str, heading: str = "") -> list[str]:
    cut = passages(text, heading)
    passage = next(p for p in cut if sentence in p.text)
    span = next(span for span in passage.sentences if sentence in span.of(text))
    reading = Reading(hit=Hit(passage=passage, score=0.5), span=span, score=0.9)
    found = items_of(analyse(question), reading, text)
    assert in_a_list(reading) or not found
    assert all(item.score == 0.9 and item.span.of(text) == item.text for item in found)
    return [item.text for item in found]


ALL_FEES = ["a joining fee", "a yearly fee", "a fee for lockers"]


@pytest.mark.parametrize(
    ("question", "text", "sentence", "heading", "expected"),
    [
        pytest.param(
            "Which fees are there?", FEES, "a yearly fee", "Fees", ALL_FEES, id="an item, named by the heading"
        ),
        pytest.param(
            "What does the club charge?", FEES, "The club charges:", "", ALL_FEES, id="the line that opens it"
        ),
        pytest.param("What does the club charge?", FEES, "a yearly fee", "", ALL_FEES, id="an item, named by the line"),
        pytest.param("What is the yearly fee?", FEES, "a yearly fee", "Fees", [], id="one item, named in it"),
        pytest.param("Which three fees are there?", FEES, "a yearly fee", "Fees", ALL_FEES, id="as many as asked for"),
        pytest.param("Which two fees are there?", FEES, "a yearly fee", "Fees", [], id="not as many"),
        pytest.param(
            "What is the fee for lockers?", FEES, "a fee for lockers", "Fees", [], id="one thing is asked for"
        ),
        pytest.param("Which lockers have a fee?", FEES, "a fee for lockers", "Fees", [], id="named in the item itself"),
        pytest.param("Which fees are there?", FEES, "Fees are due in May.", "Fees", [], id="behind the list"),
        pytest.param(
            "What are the rules?",
            RULES,
            "Dogs stay outside.",
            "Rules",
            ["Shoes must be clean.", "Dogs stay outside.\n   They wait at the gate.", "No smoking."],
            id="numbers, and a line that goes on",
        ),
        pytest.param("What do I need?", NESTED, "You need:", "", ["paper\n  - white\n  - grey", "ink"], id="nested"),
        pytest.param("What do I need?", "You need:\n- paper\n", "You need:", "", [], id="one item is no list"),
        pytest.param("What do I need?", "You need ink.\n- a\n- b\n", "You need ink.", "", [], id="a sentence before"),
        pytest.param(
            "Which papers do I bring?",
            PAPERS,
            "Bring papers.",
            "",
            ["a visa", "a form"],
            id="earlier in the line above",
        ),
        pytest.param("Which kinds are there?", KINDS, "There are two kinds:", "", ROWS, id="the line above a table"),
        pytest.param(
            "Which alerts are there?", ALERTS, "There are two alerts", "", ["Disk", "Lag"], id="so many are said"
        ),
        pytest.param(
            "Which alerts are there?", ALERTS.replace("two", "three"), "There are", "", [], id="others are said"
        ),
        pytest.param(
            "When were the alerts set?", ALERTS, "There are two alerts", "", [], id="… where that is asked for"
        ),
        pytest.param("How many alerts are there?", ALERTS, "There are two alerts", "", [], id="… and not how many"),
        pytest.param(
            "Which papers do I bring?", WRAPPED, "You need", "", ["a visa", "a form"], id="a line that goes on above"
        ),
        pytest.param("Where do I bring papers?", PAPERS, "Bring papers.", "", [], id="… which may answer by itself"),
    ],
)
def test_items(question: str, text: str, sentence: str, heading: str, expected: list[str]) -> None:
    assert items(question, text, sentence, heading) == expected


def test_a_list_is_looked_for_nearby_only() -> None:
    far = "\n".join(f"- item {n} of a very long list, with words enough to fill its line" for n in range(2_000))
    found = items("Which items are there?", f"Items:\n\n{far}\n", "item 1000 ", "Items")
    assert len(found) == 40
    assert all(item.startswith("item ") for item in found)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("- ink", "ink"),
        ("2. Hotels are refunded.", "Hotels are refunded."),
        ("  • ink", "ink"),
        ("(b) ink", "ink"),
        ("2.4 GHz is the band.", "2.4 GHz is the band."),
        ("-5 degrees", "-5 degrees"),
        ("- ", "- "),
        ("ink", "ink"),
    ],
)
def test_a_marker_is_no_part_of_what_an_item_says(text: str, bare: str) -> None:
    assert without_marker(text, Span(0, len(text))).of(text) == bare
