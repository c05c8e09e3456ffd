"""Stems: what counts as the same word when a question is compared with a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.stems import acronyms, stem_all, stems

SAME = [
    # forms of one word
    ("court courts", "noun"),
    ("rule ruled rules ruling", "verb"),
    ("call called calling calls", "a doubled l that is not British"),
    ("kill killed killing", "a doubled l that is not British"),
    ("Yoon Yoon's Yoon’s yoon YOON", "possessive"),
    ("bosses bosses' bosses’ boss’s", "possessive plural"),
    ("precise precisely", "an -ise that is no verb"),
    ("meet met meets meeting", "irregular verb"),
    ("take took taken takes", "irregular verb"),
    ("child children child's", "irregular plural"),
    # British and American
    ("labour labor labours", "our"),
    ("neighbourhood neighborhoods", "our"),
    ("colourful colorful", "our"),
    ("labourer laborers", "our"),
    ("organise organize organised organizing", "ise"),
    ("organisation organizations", "ise"),
    ("recognisable recognizable", "ise"),
    ("organisational organizational", "ise"),
    ("analyse analyzed", "yse"),
    ("centre center centres centred centered", "re"),
    ("kilometre kilometers", "re"),
    ("defence defense", "ence"),
    ("licence license", "ence"),
    ("travelled traveled travelling travel traveller", "ll"),
    ("fuelled fueled fuel", "ll"),
    ("controlled control", "ll"),
    ("programme program programmes", "programme"),
    ("practise practice practised", "practise"),
    # letters with periods
    ("U.S. U.S US U.S.'s", "abbreviation"),
    ("p.m. pm p.m", "abbreviation"),
    # accents and forms of letters
    ("café cafe CAFÉ cafe\u0301s", "accent"),
    ("Tōkyō Tokyo", "macron"),
    ("İstanbul Istanbul ISTANBUL", "dotted capital I"),
    ("NATO ＮＡＴＯ", "full width"),
    ("ﬁnance finance", "ligature"),
]


@pytest.mark.parametrize(("words", "why"), SAME, ids=[words for words, _ in SAME])
def test_the_same_word(words: str, why: str) -> None:
    assert len({tuple(stems(word)) for word in words.split()}) == 1, why


@pytest.mark.parametrize(
    "pair",
    [
        "export expert",
        "Moon Yoon",
        "hour our",
        "four for",
        "rise ruse",
        "2018 2019",
        "found find",
        "Korea Japan",
        "cell call",
    ],
)
def test_different_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t…—!?", [], id="punctuation alone"),
        pytest.param("Shuttle diplomacy, again", ["shuttl", "diplomaci", "again"], id="order is kept"),
        pytest.param("東京都", ["東", "京", "都"], id="each ideograph is a term"),
        pytest.param("G7は東京で", ["g7", "は", "東", "京", "で"], id="kana too, and Latin beside them"),
        pytest.param("한국 일본", ["한국", "일본"], id="Korean as it is spaced"),
        pytest.param("COVID-19 3.5 1,000", ["covid", "19", "3", "5", "1", "000"], id="numbers fall apart"),
        pytest.param("1910-1945", ["1910", "1945"], id="a range is two years"),
        pytest.param("end.The next", ["end", "the", "next"], id="a period without a space"),
        pytest.param("x" * 65 + " y", ["y"], id="nothing beyond 64 letters is a word"),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_one_stem_a_word_and_none_for_what_is_no_word() -> None:
    assert stem_all(["Courts", "—", "COVID-19"]) == ["court", "", "covid 19"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_gives_terms_without_spaces(text: str) -> None:
    assert all(term and not any(c.isspace() for c in term) for term in stems(text))


@pytest.mark.parametrize(
    ("text", "holds", "holds_not"),
    [
        ("a complaint filed with the World Trade Organization", {"wto"}, {"ot"}),
        ("Japan's Prime Minister Fumio Kishida", {"pm"}, set()),
        ("the United States of America", {"us", "usa"}, set()),
        ("plain words only", set(), {"pw", "wo"}),
        ("One sentence. Another one", set(), {"oa"}),
    ],
)
def test_acronyms(text: str, holds: set[str], holds_not: set[str]) -> None:
    found = set(acronyms(text))
    assert holds <= found
    assert not holds_not & found
