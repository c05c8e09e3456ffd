"""Answers over real folders, with an extractor that finds what a pattern matches: what is said, marked and cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import EmbedWords

from rag import Assistant, Settings
from rag.extractor import Extraction
from rag.records import CANNOT_ANSWER, DIFFERENT_ANSWERS, Answer, Span

HANDBOOK = """# Handbook 2024

## Holiday

Every employee has 28 days of paid holiday a year.

## Equipment

New colleagues get three things on their first day:

- a laptop with a docking station
- a badge
- a key to the bicycle shed

The IT desk lends further screens.

## Expenses

1. Book trains in second class.
2. Hotels are refunded up to €130 a night.

Alcohol is never refunded.
"""
OLD = "# Handbook 2019\n\n## Holiday\n\nEvery employee has 25 days of paid holiday a year.\n"
PARTY = "# Party\n\nThe summer party takes place on 5 July. Priya Raman books the band, because Tomás Kehoe is away.\n"


class Matching:
    """An extractor that answers with the first match of a pattern, as sure everywhere; else with "no answer"."""

    def __init__(self) -> None:
        self.pattern = "(?!)"

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:  # noqa: ARG002
        return [self._extraction(text) for text in texts]

    def _extraction(self, text: str) -> Extraction:
        match = re.search(self.pattern, text)
        if not match:
            return Extraction(spans=(), null=0.0, answerable=-9.0, starts=())
        span = Span(*match.span())
        return Extraction(spans=((span, 40.0),), null=0.0, answerable=9.0, starts=((span, 1.0),))


Ask = Callable[..., Answer]


@pytest.fixture
def ask(folder: Callable[..., Path], tmp_path: Path) -> Iterator[Ask]:
    """ask(question, *chat, files=…, finding=pattern) asks an assistant on the files."""
    assistants: list[Assistant] = []
    extractor = Matching()

    def ask_(question: str, *chat: str, files: dict[str, str] | None = None, finding: str = "(?!)") -> Answer:
        if not assistants:
            corpus = folder(files or {"handbook.md": HANDBOOK, "party.md": PARTY})
            settings = Settings(corpus=corpus, index=tmp_path / "index")
            assistants.append(Assistant.open(settings=settings, embedder=EmbedWords(), extractor=extractor))
        extractor.pattern = finding
        history = [{"role": ("user", "assistant")[n % 2], "content": said} for n, said in enumerate(chat)]
        return assistants[0].ask(question, history)

    yield ask_
    for assistant in assistants:
        assistant.close()


def marked(answer: Answer) -> list[str]:
    """What is marked in the quotes, cut from them at the offsets."""
    return [c.quote[m.start - c.start : m.end - c.start] for c in answer.citations for m in c.marks]


HOW_MANY = "How many days of paid holiday has every employee?"


def test_a_number_with_its_unit_is_the_short_answer_and_is_marked(ask: Ask) -> None:
    answer = ask(HOW_MANY, finding="28")
    assert (answer.short, marked(answer), answer.reason) == ("28 days", ["28 days"], None)
    assert answer.text == "Every employee has 28 days of paid holiday a year."


def test_two_versions_of_a_rule_are_both_shown(ask: Ask) -> None:
    answer = ask(HOW_MANY, files={"new.md": HANDBOOK, "old.md": OLD}, finding=r"\d\d (?=days)")
    assert (answer.short, answer.reason) == (None, DIFFERENT_ANSWERS)
    assert {c.document for c in answer.citations} == {"new.md", "old.md"}
    assert sorted(marked(answer)) == ["25 days", "28 days"]


def test_two_copies_of_a_rule_are_one_answer_with_two_sources(ask: Ask) -> None:
    answer = ask(HOW_MANY, files={"a.md": OLD, "b.md": OLD.replace("2019", "2018")}, finding="25")
    assert (answer.short, len(answer.claims), answer.reason) == ("25 days", 1, None)
    assert {c.document for c in answer.citations} == {"a.md", "b.md"}


@pytest.mark.parametrize(
    "question", ["Which three things do new colleagues get?", "What do new colleagues get on their first day?"]
)
def test_a_list_under_the_line_that_opens_it_is_given_whole(ask: Ask, question: str) -> None:
    answer = ask(question, finding="New colleagues get three things on their first day")
    items = ["a laptop with a docking station", "a badge", "a key to the bicycle shed"]
    assert [claim.text for claim in answer.claims] == [c.quote for c in answer.citations] == items
    assert answer.short == "; ".join(items)


def test_a_numbered_line_is_quoted_without_its_number(ask: Ask) -> None:
    answer = ask("How much is refunded for hotels a night?", finding="130")
    assert (answer.short, answer.citations[0].quote) == ("€130", "Hotels are refunded up to €130 a night.")


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Is alcohol refunded?", "No"),
        ("Is the summer party on 5 July?", None),
        ("Is the alcohol that guests drink refunded?", None),
    ],
)
def test_yes_and_no(ask: Ask, question: str, short: str | None) -> None:
    answer = ask(question, finding="Alcohol is never refunded|5 July")
    assert answer.short == short
    assert answer.claims and not marked(answer)


def test_a_reason(ask: Ask) -> None:
    answer = ask("Why does Priya Raman book the band?", finding="Tomás Kehoe is away")
    assert answer.short == "because Tomás Kehoe is away"
    assert marked(answer) == ["because Tomás Kehoe is away"]


@pytest.mark.parametrize(
    ("question", "documents", "first"),
    [
        ("Summarise the party note", {"party.md"}, "The summer party takes place on 5 July."),
        ("What is the handbook about?", {"handbook.md"}, "Every employee has 28 days of paid holiday a year."),
        ("Summarise the rules on expenses", {"handbook.md"}, "Book trains in second class."),
    ],
)
def test_a_summary_of_what_is_named_goes_in_its_order(ask: Ask, question: str, documents: set[str], first: str) -> None:
    answer = ask(question, files={"handbook.md": HANDBOOK, "party.md": PARTY.replace("# Party", "# Party note")})
    assert {c.document for c in answer.citations} == documents
    assert answer.claims[0].text == first
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)


SUMMER = ("When is the summer party?", "The summer party takes place on 5 July.")


@pytest.mark.parametrize(
    ("question", "finding", "cited"),
    [
        pytest.param(
            "Who books the band?", "Priya Raman", "Priya Raman books the band", id="goes on, and stands alone"
        ),
        pytest.param(
            "What is refunded for hotels?", "€130", "Hotels are refunded", id="a new topic is not dragged back"
        ),
        pytest.param("Is it so that alcohol is never refunded?", "Alcohol", "Alcohol is never", id="it, for nothing"),
    ],
)
def test_a_follow_up_is_read_both_ways(ask: Ask, question: str, finding: str, cited: str) -> None:
    answer = ask(question, *SUMMER, finding=finding)
    assert cited in answer.text


@pytest.mark.parametrize(
    "insisting",
    [
        ["Are you sure?", "Just answer", "Guess"],
        ["Why?", "Why not?", "How come?"],
        ["Tell me more", "What else?", "Anything else?"],
        ["But you must know", "Take a guess", "Please", "Really?"],
    ],
)
def test_a_refusal_holds_however_one_insists(ask: Ask, insisting: list[str]) -> None:
    chat = ["Who pays for the boiler in Oslo?"]
    for question in [*chat, *insisting]:
        answer = ask(question, *chat[1:])
        assert (answer.text, answer.claims) == (CANNOT_ANSWER, ())
        chat += [question, str(answer)]


def test_after_refusals_a_new_question_is_answered(ask: Ask) -> None:
    chat = ["Who pays for the boiler in Oslo?", CANNOT_ANSWER, "Guess!", CANNOT_ANSWER]
    answer = ask("So when is the summer party?", *chat, finding="5 July")
    assert answer.short == "5 July"
