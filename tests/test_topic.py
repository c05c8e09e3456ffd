"""Requests for what the documents say on a topic, told from questions for a fact."""

from __future__ import annotations

import pytest

from rag.topic import topic_of


@pytest.mark.parametrize(
    ("request_", "topic"),
    [
        ("Tell me about the strike.", "the strike"),
        ("can you please tell me more about the strike", "the strike"),
        ("tell us everything you know about the strike", "the strike"),
        ("What do the documents say about the strike?", "the strike"),
        ("what does this article say on strikes, in short", "strikes"),
        ("What do you know about the strike", "the strike"),
        ("What is said about the strike?", "the strike"),
        ("what's the story with the strike", "the strike"),
        ("Is there anything on strikes in the notes?", "strikes"),
        ("Do the files mention anything about the strike?", "the strike"),
        ("I'd like some information about the strike", "the strike"),
        ("Give me a short overview of the strike, please", "the strike"),
        ("details on the strike", "the strike"),
        ("any news on the strike?", "the strike"),
        ("Explain the strike to me", "the strike"),
        ("Describe the strike.", "the strike"),
        ("Summarise the strike for me", "the strike"),
        ("Sum up what Ann Lee said.", "what Ann Lee said"),
        ("give me the gist of what was agreed", "what was agreed"),
        ("The strike in a nutshell?", "The strike"),
        ("What the documents say about the strike?", "the strike"),  # of "Tell me what …"
        ("Tell me about that strike", "that strike"),
    ],
)
def test_a_topic(request_: str, topic: str) -> None:
    assert topic_of(request_) == topic


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Who told the court about the strike?",
        "What did Ann Lee say about the strike?",  # she, not the documents
        "Tell me who called the strike",
        "Explain why they went on strike",
        "Why did they strike, in short?",
        "tell me more",
        "Tell me about him",
        "Describe it",
        "Did they meet, in short?",
        "OK, who won, in a few words?",
        "In which year did it open, in short?",
        "What was written on the wall?",
        "Is there a point of contact?",
        "What is the strike about?",
        "Is there a strike?",
        "I'd like a refund",
        "Give me the year of the strike",
        "Tell me about the strike. " + "It is long. " * 40,
    ],
)
def test_no_topic(question: str) -> None:
    assert topic_of(question) == ""
