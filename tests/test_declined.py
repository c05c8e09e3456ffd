"""What is asked of an answer and not done here, told from questions and keywords that look alike."""

from __future__ import annotations

from time import perf_counter

import pytest

from rag.declined import declined

DECLINED = """
    Translate it into French
    can you translate that to German please
    say it in Spanish
    answer in German
    explain that more simply
    Can you explain it in simple words?
    put it in other words
    in other words?
    make it shorter please
    give me a shorter answer
    rephrase that
    Summarise our conversation please
    summarize what we have discussed so far
    write me an email to my manager saying I'm ill
    Write a poem about the bridge
    please draft a letter to the council
    create me a report
    tell me a joke about football
    what do you think of him?
    What's your opinion on the plan?
    what do you think?
    do you agree?
    explain like I'm five
"""
OTHERS = """
    Summarise the report
    summarize what Kishida said
    Tell me about the plan in simple words
    Explain the plan
    Explain the plan to me
    explain how it works
    create report
    write protection
    How do I write a letter to the council?
    Who wrote the letter?
    What do the victims think of the plan?
    What does the mayor think?
    What is the union's opinion?
    short circuit
    translation services
    Who translated the book into French?
    What is the shorter route?
    tl;dr
    Does he agree?
    What do you take?
    translate words are charged how?
    Translate the deposit clause for me
"""


@pytest.mark.parametrize("request_", [row.strip() for row in DECLINED.strip().splitlines()])
def test_it_is_not_done_here(request_: str) -> None:
    assert declined(request_)


@pytest.mark.parametrize("request_", [row.strip() for row in OTHERS.strip().splitlines()])
def test_it_asks_the_documents(request_: str) -> None:
    assert not declined(request_)


@pytest.mark.parametrize("message", ["please " * 27 + "%", "write a " + "big " * 45 + "%", "explain it " * 18 + "%"])
def test_no_message_takes_long(message: str) -> None:
    started = perf_counter()
    assert not declined(message)
    assert perf_counter() - started < 1.0
