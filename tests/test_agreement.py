"""Two readings: the same fact, the same answer, or different answers to one question."""

from __future__ import annotations

import pytest

from rag.agreement import differ, same_answer, same_fact
from rag.question import analyse
from rag.records import Hit, Passage, Reading, Span


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The court in 2018 ordered firms to pay victims.", "In 2018 a court ordered that firms pay victims.", True),
        ("The rate of tax was 3 percent in 2019.", "The rate of tax was 5 percent in 2020.", False),
        ("Japan will withdraw its complaint.", "Japan will not withdraw its complaint.", False),
        ("Tea is served at four.", "The court ordered firms to pay.", False),
        ("", "", False),
    ],
)
def test_same_fact(one: str, other: str, same: bool) -> None:
    assert same_fact(one, other) is same_fact(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("November 2018", "2018", True),
        ("the Supreme Court", "Supreme Court of South Korea", True),
        ("28 days", "25 days", False),
        ("the US", "The  US", True),
        ("the US", "them", False),
        ("", "", False),
        ("", "Tokyo", False),
    ],
)
def test_same_answer(one: str, other: str, same: bool) -> None:
    assert same_answer(one, other) is same_answer(other, one) is same


def reading(sentence: str) -> Reading:
    """A reading of a sentence whose answer stands between brackets."""
    start, end = sentence.index("["), sentence.index("]") - 1
    text = sentence.replace("[", "").replace("]", "")
    passage = Passage(id=text, document=text, title="", span=Span(50, 50 + len(text)), text=text)
    return Reading(hit=Hit(passage=passage, score=0.0), span=passage.span, score=0.9, answer=Span(50 + start, 50 + end))


DAYS, WHEN, CHAIR = "How many holiday days do employees get?", "When does the fair open?", "Who chairs the meeting?"


@pytest.mark.parametrize(
    ("question", "one", "other", "different"),
    [
        pytest.param(DAYS, "Employees get [28 days] of holiday.", "Employees have [25 days] holiday.", True, id="days"),
        pytest.param(
            DAYS, "Employees get [28 days] of holiday.", "Holiday: [28 days] for employees.", False, id="same"
        ),
        pytest.param(
            DAYS, "Employees get [28 days] of holiday.", "Employees get [16 weeks] holiday.", False, id="units"
        ),
        pytest.param(
            DAYS, "Employees get [28 days] of holiday.", "Up to [five days] lapse.", False, id="another thing"
        ),
        pytest.param(WHEN, "The fair opens on [3 May 2024].", "The fair opens on [7 May 2024].", True, id="day"),
        pytest.param(WHEN, "The fair opens in [May 2024].", "The fair opens in [May 2023].", True, id="year"),
        pytest.param(WHEN, "The fair opens in [May].", "The fair opens in [2023].", False, id="a month and a year"),
        pytest.param(
            WHEN, "The fair opens on [Monday].", "The fair opens on [3 May].", False, id="a weekday and a date"
        ),
        pytest.param(CHAIR, "[Ann Lee] chairs the meeting.", "[Bo Ek] chairs the meeting.", True, id="names, alike"),
        pytest.param(CHAIR, "[Ann] chairs the meeting.", "In the meeting, [Bo] sat by the chairs.", False, id="unlike"),
        pytest.param(CHAIR, "[Ann Lee] chairs the meeting.", "[Lee] chairs the meeting.", False, id="part of the name"),
        pytest.param(
            "What is the fee?",
            "The fee is [€20] a year.",
            "The fee is [€25] a year.",
            True,
            id="a measure, not asked as",
        ),
        pytest.param(
            "Which days are days off?", "Days off: [Monday].", "Days off: [Friday].", False, id="several are asked for"
        ),
    ],
)
def test_differ(question: str, one: str, other: str, different: bool) -> None:
    assert differ(analyse(question), reading(one), reading(other)) is different


def test_without_an_exact_answer_nothing_differs() -> None:
    one = reading("Employees get [28 days] of holiday.")
    bare = Reading(hit=one.hit, span=one.span, score=0.9)
    assert not differ(analyse(DAYS), one, bare)
    assert not differ(analyse(DAYS), bare, one)
