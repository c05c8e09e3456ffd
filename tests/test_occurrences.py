"""Where a thing is mentioned: what asks for that, and which sentences have all of its words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_bullets import passages

from rag.occurrences import MOST, mentioned, occurrences
from rag.records import Passage


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which documents mention Pebble?", ("Pebble", True)),
        ("which of the articles talk about shuttle diplomacy", ("shuttle diplomacy", True)),
        ("Which documents mention Pebble in the collection?", ("Pebble", True)),
        ("What stories discuss bats?", ("bats", True)),
        ("Do the documents mention childcare?", ("childcare", False)),
        ("does any of the texts ever mention otters at all?", ("otters", False)),
        ("do they mention otters?", ("otters", False)),
        ("Is North Korea mentioned anywhere?", ("North Korea", False)),
        ("is parking for the picnic mentioned in the documents", ("parking for the picnic", False)),
        ("Is there any mention of bats?", ("bats", False)),
        ("Where is Pebble mentioned?", ("Pebble", False)),
    ],
)
def test_a_question_for_mentions(question: str, expected: tuple[str, bool]) -> None:
    assert mentioned(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who mentioned the flood?",
        "How many files mention the flood?",
        "Does it contain nuts?",
        "Did they talk about the roof?",
        "Is anyone mentioned?",
        "Did Kishida mention China?",
        "Is it mentioned anywhere?",
        "Which documents do I need?",
        "Which documents mention it?",
        "What does the report mention?",
        "Do the documents say anything about childcare?",
        "Which documents mention the?",
        "",
    ],
)
def test_any_other_question(question: str) -> None:
    assert mentioned(question) is None


def of(document: str, text: str) -> list[Passage]:
    return [replace(passage, document=document) for passage in passages(text, "")]


ONE = of(
    "a.txt", "Use Pebble. It is old.\n\nThe old tool was Pebble too. Pebbles are stones. So is the pebble dash. Ask."
)
TWO = of("b.txt", "It is an old shed. In the shed there is a tool called Pebble.")


@pytest.mark.parametrize(
    ("what", "given", "expected"),
    [
        pytest.param("Pebble", ONE + TWO, [("a.txt", "Pebble"), ("b.txt", "Pebble")], id="the first of each document"),
        pytest.param("the old tool", ONE, [("a.txt", "old tool")], id="all words, side by side"),
        pytest.param("a shed tool", TWO, [("b.txt", "shed")], id="all words, apart: the first"),
        pytest.param(
            "Pebble", ONE, [("a.txt", "Pebble"), ("a.txt", "Pebble"), ("a.txt", "Pebbles")], id="three of one"
        ),
        pytest.param("old stones", ONE + TWO, [], id="never in one sentence"),
        pytest.param("another shed", TWO, [("b.txt", "shed"), ("b.txt", "shed")], id="function words say nothing"),
    ],
)
def test_the_sentences_that_mention_it(what: str, given: list[Passage], expected: list[tuple[str, str]]) -> None:
    found = occurrences(what, given)
    assert [(one.hit.passage.document, one.exact) for one in found] == expected


def test_of_many_documents_the_first_are_given() -> None:
    given = [passage for n in range(MOST + 3) for passage in of(f"{n}.txt", "A pebble.")]
    assert len(occurrences("pebble", given)) == MOST
