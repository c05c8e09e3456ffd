"""Commands as the questions that they stand for."""

from __future__ import annotations

import pytest

from rag.commands import as_question


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("Tell me who met in Tokyo.", "Who met in Tokyo?"),
        ("Can you please tell me in which year Yoon took office?", "In which year Yoon took office?"),
        ("could you tell us: how many people work there", "How many people work there?"),
        ("Show me when it opens!", "When it opens?"),
        ("Name the businesses that were told to pay.", "Which businesses were told to pay?"),
        ("please list all of the firms which must pay", "Which firms must pay?"),
        ("Give me every ambassador who was recalled", "Which ambassador was recalled?"),
        ("List everyone who attended", "Who attended?"),
        ("Name the person who founded it", "Who founded it?"),
        ("Name a firm that must pay", "Which firm must pay?"),
        ("Tell me exactly who won", "Who won?"),
        ("Explain why it failed", "Why it failed?"),
        ("Name the two Japanese firms that lost.", "Which two Japanese firms lost?"),
        ("List the error codes.", "What are the error codes?"),
        ("Show me all of your opening hours", "What are your opening hours?"),
        ("Name all participants in the talks.", "What are the participants in the talks?"),
        ("Can you please list the rules of the house?", "What are the rules of the house?"),
        # the rules or the house?
        ("List the rules of the house that apply to dogs.", "What are the rules of the house that apply to dogs?"),
        ("Give me a list of the rules.", "What are the rules?"),
        ("Give me the two dates", "What are the two dates?"),
    ],
)
def test_a_command_is_the_question_that_it_stands_for(command: str, question: str) -> None:
    assert as_question(command) == question


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Which firms must pay?",
        "Tell me more.",
        "Tell me about the court that ruled.",
        "name of the minister that resigned",  # a noun
        "List what is to be resumed.",
        "Give me details about the strike.",  # a topic
        "Name tags for visitors",  # nouns
        "Give me details.",
        "list of members",
        "List price of the lamp",
        "Name the president",
        "Who told me what he saw?",
        "Give me proof that he was there",
    ],
)
def test_anything_else_comes_back_unchanged(text: str) -> None:
    assert as_question(text) == text
