"""Small talk: what counts as it, and what only looks like it and is a question for the documents."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.smalltalk import reply

TITLES = {"a.txt": "The summit", "b/c.pdf": "The plan"}


def said(message: str, titles: Mapping[str, str] = TITLES) -> str | None:
    return reply(message, lambda: titles)


SMALL_TALK = {
    "Hello!": "hi; Hello; hey there; HELLO!!!; good morning; Good evening, everyone; how are you?; hi, how are you 👋",
    "You’re welcome.": "thanks; Thank you!; thank you so much; thanks for your help; ok thanks; great, thanks; "
    "cheers; perfect; got it; that's helpful; thx 🙏; thanks for the quick answer; ok great; thank you for this; "
    "thank you very much, that was helpful.",
    "All right.": "ok; haha ok; oh good; ok never mind; ok, pity; fine; no; yes please; "
    "interesting; good to know, thanks; hm",
    "Goodbye!": "bye; Goodbye!; see you then; good night, footnote; ok bye",
    "I answer questions": "help; what can you do?; who are you; What can I ask you?; how does this work?; "
    "what is footnote?; are you a robot?; are you an AI; how do I use this page?; what can you help me with?",
    "I have 2 documents": "What documents do you have?; list the documents; which files are there; "
    "show me your sources; what do you know?; what is in the index?; How many documents are there?; "
    "what are your sources?",
}
REAL_QUESTIONS = """
    Thanks to whom did talks resume?
    Thanks to the court, what changed?
    What documents did the ministers sign?
    How many documents did they sign?
    Which articles of the treaty were broken?
    hello kitty sales 2020
    Hi-tech exports to Korea
    Good morning America ratings
    Who are you quoting on the dispute?
    Who are the ministers?
    What can Japan do?
    What can the court do?
    What can you do about the dispute?
    What is this dispute about?
    What is shuttle diplomacy?
    How does the plan work?
    How does it work?
    What is this plan?
    What is this about?
    What can it do?
    How does shuttle diplomacy work?
    What do you know about the summit?
    Are you a party to the treaty if you only signed it?
    Help for the victims
    Great power rivalry
    Cool Japan strategy
    later talks
    See you in court, who said that?
    Welcome ceremony for Yoon
    bye-laws of the firm
    What are your views on the trade dispute?
    list the companies
    Why thank Kishida?
    What did the perfect storm do?
    documents signed in Tokyo
    no smoking
    right of way
    sure?
    really?
    fine for parking
    please
    then
    2018
    ?
"""


@pytest.mark.parametrize(
    ("beginning", "message"),
    [(beginning, message.strip()) for beginning, messages in SMALL_TALK.items() for message in messages.split(";")],
)
def test_small_talk_gets_a_fitting_reply(beginning: str, message: str) -> None:
    assert (said(message) or "").startswith(beginning)


@pytest.mark.parametrize("question", [line.strip() for line in REAL_QUESTIONS.strip().splitlines()])
def test_what_only_begins_like_small_talk_is_a_question(question: str) -> None:
    assert said(question) is None


def test_a_long_message_is_never_small_talk() -> None:
    assert said("thanks " * 40) is None


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param({}, "There are no documents yet", id="none"),
        pytest.param({"a.txt": "The summit"}, "I have one document: The summit (a.txt).", id="one"),
        pytest.param(TITLES, "I have 2 documents: The summit (a.txt); The plan (b/c.pdf).", id="two"),
    ],
)
def test_the_documents_are_named(titles: dict[str, str], expected: str) -> None:
    assert (said("What documents do you have?", titles) or "").startswith(expected)


def test_of_many_documents_ten_are_named() -> None:
    listed = said("list the documents", {f"{n}.txt": f"Title {n}" for n in range(1234)}) or ""
    assert listed.startswith("I have 1,234 documents: Title 0 (0.txt); ")
    assert listed.endswith("Title 9 (9.txt), and 1,224 more.")


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("thanks" + " for the" * 23 + " %", id="one phrase many times"),
        pytest.param("thanks" + " then," * 30 + "%", id="one word many times"),
        pytest.param("hi " * 65 + "%", id="one greeting many times"),
        pytest.param("hi" + " " * 190 + "%", id="spaces"),
        pytest.param("thanks for the " + "a" * 180 + "%", id="a long word"),
        pytest.param("what are your" + " files" * 30, id="nouns"),
        pytest.param("fine " * 38 + "%", id="one word of assent many times"),
    ],
)
def test_no_message_takes_long(message: str) -> None:
    # A bug of its own: the first of these once kept a processor busy for hours.
    started = perf_counter()
    assert said(message) is None
    assert perf_counter() - started < 1.0


@given(st.text(max_size=250))
def test_any_text_gets_a_reply_or_none(message: str) -> None:
    assert said(message) is None or said(message)
