"""The load run, small: several people at once at the real page and in Python, each answered as if alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import EmbedWords

from evals.crowd import MOST, Person, crowd, write
from evals.load import Asked, alone, at_the_page, everybody, in_python, indexing
from evals.visitor import Visitor, serving
from rag.assistant import Assistant
from rag.chat import Opening
from rag.records import CANNOT_ANSWER
from rag.settings import Settings

# Gradio's queue uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing")

PEOPLE = crowd(5, 4)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    place = tmp_path_factory.mktemp("crowd")
    write(PEOPLE, place / "corpus")
    settings = Settings(corpus=place / "corpus", index=place / "index", risk=0.9)
    assistant = Assistant.open(settings=settings, embedder=EmbedWords())
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    with serving(Opening(lambda _: assistant)) as where:
        yield where


def test_everybody_can_be_told_from_everybody_else() -> None:
    people = crowd(MOST, 3)
    assert len({person.document for person in people}) == len({person.questions[0] for person in people}) == MOST
    lockers = [person.text.partition("number ")[2].partition(".")[0] for person in people]
    assert len(set(lockers)) == MOST


def test_the_people_ask_what_tells_them_apart(assistant: Assistant) -> None:
    """Without this, the run could not see an answer that was meant for somebody else."""
    first = [answers[0] for answers in alone(assistant, PEOPLE).values()]
    assert [answer.citations[0].document for answer in first] == [person.document for person in PEOPLE]


def test_people_at_the_page_hear_what_each_would_hear_alone(assistant: Assistant, url: str) -> None:
    right = alone(assistant, PEOPLE)
    asked = everybody(PEOPLE, lambda person: at_the_page(url, person, right))
    assert [one.wrong for one in asked] == [""] * 20
    assert all(one.seconds > 0 for one in asked)


def test_threads_hear_what_each_would_hear_alone(assistant: Assistant) -> None:
    right = alone(assistant, PEOPLE)
    asked = everybody(PEOPLE * 2, lambda person: in_python(assistant, person, right))
    assert [one.wrong for one in asked] == [""] * 40


def test_people_are_answered_while_files_are_indexed(assistant: Assistant, url: str) -> None:
    right = alone(assistant, PEOPLE)
    with indexing(assistant) as times:
        asked = everybody(PEOPLE, lambda person: at_the_page(url, person, right))
    assert [one.wrong for one in asked] == [""] * 20
    assert times


def test_an_answer_that_is_somebody_elses_is_seen(assistant: Assistant, url: str) -> None:
    one, other = PEOPLE[:2]
    right = alone(assistant, PEOPLE)
    mixed = {one.document: right[other.document]}
    assert any(asked.wrong for asked in in_python(assistant, one, mixed))
    assert any(asked.wrong for asked in at_the_page(url, one, mixed))


def test_a_chat_that_fails_is_told() -> None:
    def fail(person: Person) -> list[Asked]:
        raise OSError(f"no answer for {person.document}")

    assert [one.wrong for one in everybody(PEOPLE[:2], fail)] == [
        f"{person.document}: OSError('no answer for {person.document}')" for person in PEOPLE[:2]
    ]


def test_a_second_question_waits_until_the_first_is_answered(url: str) -> None:
    """Whatever a hurried browser sends, a chat keeps its order and no question gets lost on the way."""
    visitor = Visitor(url)
    first, second = PEOPLE[0].questions[:2]
    visitor.trigger("box", "submit", first)
    hurried = visitor.trigger("box", "submit", second)
    while "still being answered" not in str(hurried["notice"]):  # the first was quicker
        visitor.ask(first)
        visitor.trigger("box", "submit", first)
        hurried = visitor.trigger("box", "submit", second)
    visitor.trigger("conversation", "look")
    shown = visitor.ask(second)
    assert [asked for asked, _ in shown[-2:]] == [first, second]
    visitor.close()


def test_a_file_says_what_its_person_asks(assistant: Assistant) -> None:
    person: Person = PEOPLE[0]
    answers = alone(assistant, [person])[person.document]
    assert answers[0].text in " ".join(person.text.split())
    assert CANNOT_ANSWER not in answers[0].text
