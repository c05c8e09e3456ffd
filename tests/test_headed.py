"""Lists by their name: the items under a heading, in a column, or behind a key, that a question wants listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_bullets import passages

from rag.headed import headed
from rag.question import analyse
from rag.records import Hit

CODES = (
    "| Code | Meaning |\n|---|---|\n| E01 | Flow too low |\n| E07 | Pressure too high |\n\nRing the service.\n\n"
    "| Part | Price |\n|---|---|\n| Pump | 40 |\n| Fan | 12 |\n"
)
RULES = "Please note:\n\n- Dogs stay outside.\n- No smoking.\n\nThank you all.\n"
STEPS = "1. Switch off.\n2. Wipe.\n"
PARTED = "- a van\n- a hall\n"
GAPS = "| Code | Where | Meaning |\n|---|---|---|\n| E1 | | hot |\n| E2 | pump | cold |\n| E3 | fan | |\n"
HOURS = "Monday\t8-18\nTuesday\t9-17\nSunday\tclosed\n"
MINUTES = "Decision: a new roof.\nIt was late.\nAction: Ann asks for offers.\nDecision: no fence.\nNote: Bo was ill.\n"
BARE = "Name\tRoom\nAnn\t4\nBo\t7\n"


def given(question: str, text: str, heading: str) -> list[str]:
    """The exact answers of the items that are given for a question, over a text cut into passages of two sentences."""
    cut = passages(text, heading)
    found = headed(analyse(question), [Hit(passage=one, score=0.5) for one in cut], lambda _: cut, lambda _: text)
    assert all(item.text == item.span.of(text) for item in found)
    return [item.exact or "" for item in found]


@pytest.mark.parametrize(
    ("question", "text", "heading", "expected"),
    [
        pytest.param(
            "What are the error codes?", CODES, "4. Error codes", ["E01", "E07"], id="the column of that name"
        ),
        pytest.param("Which codes are there?", CODES, "Error codes", ["E01", "E07"], id="half of the heading will do"),
        pytest.param("Which codes are there?", CODES, "Error codes after a restart", [], id="a third of it will not"),
        pytest.param(
            "What are the prices?", CODES, "Prices", ["40", "12"], id="of two tables, the one with the column"
        ),
        pytest.param(
            "Which error parts are there?", CODES, "Error codes", ["Pump", "Fan"], id="named by the column alone"
        ),
        pytest.param("What are the error limits?", CODES, "Error codes", [], id="neither heading nor column"),
        pytest.param("Which error codes are harmless?", CODES, "Error codes", [], id="more is asked than is named"),
        pytest.param("What is the error code?", CODES, "Error codes", [], id="one is asked for"),
        pytest.param("What are the three error codes?", CODES, "Error codes", [], id="so many are to be read"),
        pytest.param("What are the error codes?", CODES, "", [], id="no heading"),
        pytest.param("What are the rules?", RULES, "Rules", ["Dogs stay outside.", "No smoking."], id="bullets"),
        pytest.param("What are the rules?", "Be kind to all.\nAnd quiet.", "Rules", [], id="a heading over prose"),
        pytest.param("Who are the members?", BARE, "Members", ["Ann\t4", "Bo\t7"], id="rows without a rule"),
        pytest.param("Which rooms do members have?", BARE, "Members", ["4", "7"], id="… and a column of them"),
        pytest.param("rules for the house", RULES, "House rules", ["Dogs stay outside.", "No smoking."], id="keywords"),
        pytest.param(
            "Steps in the house", RULES, "House", ["Dogs stay outside.", "No smoking."], id="steps need no name"
        ),
        pytest.param(
            "How do I clean the fan?", STEPS, "Cleaning the fan", ["Switch off.", "Wipe."], id="how to, in steps"
        ),
        *(
            pytest.param(question, PARTED, "Decisions", [], id=question)
            for question in (
                "Which decisions were not taken?",
                "What decisions do we still have to make?",
                "Which decisions came before?",
                "How do I make decisions?",
                "How do I get to the decisions?",
            )
        ),
        pytest.param("What are the decisions?", PARTED, "Decisions", ["a van", "a hall"], id="nothing narrows it"),
        pytest.param("What are the meanings of the codes?", GAPS, "Codes", ["hot", "cold"], id="an empty cell is one"),
        pytest.param("Which codes are there?", GAPS, "Codes", ["E1", "E2", "E3"], id="… and no item"),
        pytest.param("What are the opening hours?", HOURS, "Opening hours", HOURS.split("\n")[:-1], id="no head"),
        pytest.param("How do I clean the fan?", "- Off.\n- Dry.\n", "Cleaning the fan", [], id="bullets are no steps"),
        pytest.param("How do I clean the pump?", STEPS, "Cleaning the fan", [], id="how to do something else"),
        pytest.param("How long do I clean the fan?", STEPS, "Cleaning the fan", [], id="how long is no how to"),
        pytest.param("talks in Tokyo", RULES, "House rules", [], id="keywords of something else"),
        pytest.param("What decisions were made?", MINUTES, "", ["a new roof.", "no fence."], id="a key"),
        pytest.param("What were the decision items?", MINUTES, "", ["a new roof.", "no fence."], id="items of a key"),
        pytest.param("Which decisions cost money?", MINUTES, "", [], id="more than the key says"),
        pytest.param("What actions were agreed?", MINUTES, "", [], id="a single one is no list"),
        pytest.param("What were the motions?", MINUTES, "", [], id="no such key"),
    ],
)
def test_items_by_their_name(question: str, text: str, heading: str, expected: list[str]) -> None:
    assert given(question, text, heading) == expected


def test_the_title_may_name_the_rest() -> None:
    cut = [replace(passage, title="AW-8 manual") for passage in passages(CODES, "Error codes")]
    for question, items in (("What are the error codes of the AW-8?", 2), ("What are the error codes of the K-9?", 0)):
        found = headed(analyse(question), [Hit(passage=cut[0], score=0.5)], lambda _: cut, lambda _: CODES)
        assert len(found) == items


def test_another_section_of_the_same_heading_is_left_alone() -> None:
    text = "- a van\n- a hall\nMany came.\nIt was late.\n- a fence\n- a gate\n"
    first, second, third = passages(text, "Decisions")
    cut = [first, replace(second, heading="Attendees"), third]
    found = headed(analyse("What are the decisions?"), [Hit(passage=third, score=0.5)], lambda _: cut, lambda _: text)
    assert [item.text for item in found] == ["a fence", "a gate"]


def test_a_document_without_any_list_is_not_gone_through() -> None:
    prose = passages("One thing.\nAnother thing.\nA third one.", "Rules")

    def never(document: str) -> list[object]:
        raise AssertionError(document)

    assert headed(analyse("What are the rules?"), [Hit(passage=prose[0], score=0.5)], never, never) == []  # type: ignore[arg-type]
