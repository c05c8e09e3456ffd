"""What a text mentions: rows of texts with their names, countries, dates and numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.countries import country, is_adjective
from rag.mentions import mentions, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The talks in Seoul", [("country", "South Korea")]),
        ("The North Korean missile", [("country", "North Korea")]),
        ("Japan's Supreme Court", [("country", "Japan"), ("name", "suprem court")]),
        ("Then Fumio Kishida met Yoon Suk Yeol", [("name", "fumio kishida"), ("name", "yoon suk yeol")]),
        ("They met in Hiroshima, Kishida said", [("name", "hiroshima"), ("name", "kishida")]),
        ("In November 2018 it cost 6,500 dollars", [("month", "nov"), ("year", "2018"), ("number", "6500")]),
        ("On Friday they may march", [("day", "friday")]),
        ("closed on Mondays", [("day", "monday")]),
        ("He said in May that he would go", [("month", "may")]),
        ("Relations improved", []),
        ("the U.S. government and the UK", [("country", "United States"), ("country", "United Kingdom")]),
        ("what does it tell us", []),
        ("Members of Acme's board", [("name", "acm")]),
        ("", []),
    ],
)
def test_mentions(text: str, found: list[tuple[str, str]]) -> None:
    assert [(m.kind, " ".join(m.key)) for m in mentions(tokens(text))] == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what did japan's court rule", ["Japan"]),
        ("what did south korea launch", ["South Korea"]),
        ("tell us of turkey", []),  # "us" is a pronoun, "turkey" a bird until a capital says otherwise
        ("What did the polish firm say", []),  # a capital elsewhere: whoever typed it uses them
    ],
)
def test_a_question_may_lack_capitals(question: str, found: list[str]) -> None:
    assert [m.key[0] for m in mentions(tokens(question), typed=True) if m.kind == "country"] == found


@pytest.mark.parametrize(
    ("name", "of", "adjective"),
    [
        ("Japan", "Japan", False),
        ("japanese", "Japan", True),
        ("Tokyo", "Japan", False),
        ("Americans", "United States", False),
        ("South Korean", "South Korea", True),
        ("Korea", None, False),  # which of the two, the word does not say
        ("Atlantis", None, False),
    ],
)
def test_countries(name: str, of: str | None, adjective: bool) -> None:
    assert country(name) == of
    assert is_adjective(name) is adjective


@given(st.text(max_size=200))
def test_words_stand_where_they_are_said_to_and_mentions_do_not_overlap(text: str) -> None:
    words = tokens(text)
    assert all(text[word.span.start :].startswith(word.text) for word in words)
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(words))
    found = mentions(words)
    assert all(one.last <= other.first for one, other in itertools.pairwise(found))
    assert all(0 <= m.first < m.last <= len(words) for m in found)
