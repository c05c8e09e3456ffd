"""A question taken apart: its kind, its content words, its names and numbers, whether it asks for several things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question import analyse

QUESTIONS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who met in Tokyo?", "who"),
        ("Whose plan was it?", "who"),
        ("By whom was it signed?", "who"),
        ("When did Yoon take office?", "when"),
        ("What year did relations sour?", "when"),
        ("In which month is the summit?", "when"),
        ("Where did they meet?", "where"),
        ("In which city did they meet?", "where"),
        ("How many companies were named?", "how many"),
        ("How long was the winter?", "how many"),
        ("What percentage of exports is it?", "how many"),
        ("What does it cost?", "what"),
        ("Why was Tokyo angry?", "why"),
        ("How come they met?", "why"),
        ("What led to the dispute?", "why"),
        ("How did they settle it?", "how"),
        ("Did they meet?", "yes or no"),
        ("And will Seoul pay?", "yes or no"),
        ("Isn’t that so?", "yes or no"),
        ("What did the court rule?", "what"),
        ("Tokyo summit", "what"),
        ("", "what"),
    ],
)
def test_kind(question: str, kind: str) -> None:
    assert analyse(question).kind == kind


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What did the court rule in 2018?", "court rule 2018"),
        ("Who is he?", ""),
        ("Tell me about the summit, please.", "summit"),
        ("What's the plan?", "plan"),
        ("Does the article mention Hiroshima?", "Hiroshima"),
        ("Which documents did the ministers sign?", "ministers sign"),  # of a longer question, not of an article
        ("Summarise the articles", ""),
        ("summary of the trade dispute", "trade dispute"),
        ("???", ""),
        ("Which countries are US partners?", "countries US partners"),  # not the pronoun
        ("In which year did relations sour?", "relations sour"),  # the answer is a year, and seldom says so
        ("Which year was the worst year?", "worst year"),  # the second one is content
        ("Where did the summit take place?", "summit"),
    ],
)
def test_content_words(question: str, terms: str) -> None:
    assert " ".join(term.word for term in analyse(question).terms) == terms


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("When did Yoon take office?", "Yoon"),
        ("What did South Korea and Japan agree on?", "South Korea Japan"),
        ("Tokyo's plan for the victims", ""),  # the first word has a capital anyway
        ("South Korea court", "South Korea"),
        ("WTO complaint", "WTO"),
        ("the WTO complaint", "WTO"),
        ("WHO RULED IN NOVEMBER", ""),  # shouted: capitals tell nothing
        ("who ruled in november", ""),
    ],
)
def test_names(question: str, names: str) -> None:
    assert " ".join(term.word for term in analyse(question).terms if term.name) == names


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What happened in 2018?", "2018"),
        ("the G7 summit", ""),
        ("Was it 3.5 percent of 1,000?", "3.5 3.5 1,000 1,000"),  # two terms each, as in the index
        ("the 2nd of May", "2nd"),
    ],
)
def test_numbers(question: str, numbers: str) -> None:
    assert " ".join(term.word for term in analyse(question).terms if term.number) == numbers


def test_a_word_that_the_index_holds_as_two_terms_is_two_terms() -> None:
    query = analyse("What did COVID-19 close?")
    assert query.stems == ("covid", "19", "close")
    assert len({term.span for term in query.terms}) == 2


@pytest.mark.parametrize(
    ("question", "noun", "count"),
    [
        ("Which companies must pay?", "compani", None),
        ("Which companies rejected the plan?", "compani", None),
        ("Which Japanese parties rejected the plan?", "parti", None),
        ("Which new small firms were named?", "firm", None),
        ("which of the suppliers were late?", "supplier", None),
        ("What trade measures did they end?", "measur", None),
        ("What concessions on trade did each side make?", "concess", None),
        ("What are the two leaders' plans?", "plan", 2),
        ("What were the main results of the talks?", "result", None),
        ("Who are the members of the board?", "member", None),
        ("Who were the people on board?", "peopl", None),
        ("Name the countries that took part.", "countri", None),
        ("Name three products.", "product", 3),
        ("Which two leaders met?", "leader", 2),
        ("On which three things must they work?", "thing", 3),
        ("Which 3 cities host the games?", "citi", 3),
        ("List what Japan promised.", "", None),
        ("Tell me all the dates", "", None),
    ],
)
def test_asks_for_a_list(question: str, noun: str, count: int | None) -> None:
    query = analyse(question)
    assert (query.several, query.noun, query.count) == (True, noun, count)


@pytest.mark.parametrize(
    "question",
    [
        "Who met in Tokyo?",
        "Who ordered Japanese companies to pay?",
        "When did Yoon take office?",
        "Why was Tokyo angry?",
        "Which company makes tyres?",
        "Which term describes cheap solutions for the poor?",
        "What happens to unused days?",
        "What requires too much foresight?",
        "What does the plan cover?",
        "What news did he bring?",
        "What is the list price?",
        "Which agreement did Yoon say would be revived?",
        "Are all the documents signed?",
    ],
)
def test_asks_for_one_thing(question: str) -> None:
    query = analyse(question)
    assert (query.several, query.noun, query.count) == (False, "", None)


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("Summarize the articles", True),
        ("Give me a summary of the trade dispute", True),
        ("tl;dr", True),
        ("What are the main points?", True),
        ("What is this about?", True),
        ("What are the articles about?", True),
        ("In short, what happened?", True),
        ("What was the summit about?", False),
        ("What did the court say about the firms?", False),
        ("Who briefed the press?", False),
    ],
)
def test_asks_for_a_summary(question: str, summary: bool) -> None:
    assert analyse(question).summary is summary


@given(QUESTIONS)
def test_any_text_is_a_question(question: str) -> None:
    query = analyse(question)
    assert query.text == question
    assert len(set(query.stems)) == len(query.stems)
    for term in query.terms:
        assert term.span.of(question) == term.word
        assert term.stem and " " not in term.stem
        assert not (term.name and term.number)
