"""Yes and no: said where a sentence is the question made a statement, left open everywhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.polarity import verdict
from rag.question import analyse

WELCOMED = "While some of the victims rejected the proposal, Tokyo welcomed the draft plan."

ROWS = [
    # yes
    ("Did Tokyo welcome the plan?", WELCOMED, "Yes"),
    ("Did Tokyo welcome the draft plan?", WELCOMED, "Yes"),
    ("Did Yoon visit Tokyo?", "President Yoon visited Tokyo on Thursday.", "Yes"),
    ("Did Yoon visit Tokyo?", "South Korean President Yoon visited Tokyo.", "Yes"),
    ("Did the court order firms to pay in 2018?", "In November 2018, the court ordered firms to pay.", "Yes"),
    ("Is the notice period three months?", "The notice period is three months.", "Yes"),
    ("Is the notice period 3 months?", "The notice period is three months.", "Yes"),
    ("Was the launch moved to June?", "The launch was moved to June.", "Yes"),
    ("Are laptops replaced every four years?", "Laptops are replaced every four years.", "Yes"),
    ("Does the station measure rain?", "The station also measures rain.", "Yes"),
    ("Can dealers return goods?", "Dealers may return goods.", "Yes"),
    ("May I work from home?", "You may work from home.", "Yes"),
    ("Do you store my address?", "We store your address.", "Yes"),
    ("Do you store my address?", "You store your address.", None),
    ("Did the firm pay the fine?", "The firm paid the fine because it had to.", "Yes"),
    ("Is the next fair in May?", "The next fair is in May.", "Yes"),
    ("Does the team work on site?", "The team works on site, because the benches cannot be moved.", "Yes"),
    # no: denied
    ("Is alcohol refunded?", "Alcohol is never refunded.", "No"),
    ("Did the court order firms to pay?", "The court did not order firms to pay.", "No"),
    ("Did the court order firms to pay?", "The court didn’t order firms to pay.", "No"),
    ("Does the station measure rain?", "The station does not measure rain.", "No"),
    ("Can dealers return goods?", "Dealers can't return goods.", "No"),
    ("Did victims reject the plan?", "No victims rejected the plan.", "No"),
    # no: the opposite
    ("Did Tokyo reject the plan?", WELCOMED, "No"),
    ("Did prices rise in 2020?", "In 2020, prices fell.", "No"),
    ("Is membership optional?", "Membership is mandatory.", "No"),
    # no: another value in the same place
    ("Is the notice period two months?", "The notice period is three months.", "No"),
    ("Does shipping cost €6?", "Shipping costs €14.", "No"),
    ("Did the court order firms to pay in 2019?", "In November 2018, the court ordered firms to pay.", "No"),
    ("Did the shop open in May?", "The shop opened in June.", "No"),
    ("Is the next fair on 9 July 2024?", "The next fair is on 2 July 2024.", "No"),
    # open: another one, or another role
    ("Did Korea welcome the plan?", "South Korea welcomed the plan.", None),
    ("Did South Korea order firms to pay?", "South Korea's court ordered firms to pay.", None),
    ("Did Japan accuse Korea?", "Korea accused Japan.", None),
    ("Did the victims reject the proposal?", WELCOMED, None),
    ("Did Kishida reject the plan?", "Yoon met Kishida and Biden rejected the plan.", None),
    ("Did Toyota pay the fine?", "Nippon Steel, a rival of Toyota, paid the fine.", None),
    ("Did Tokyo welcome the victims?", "Tokyo welcomed the victims' lawyers.", None),
    ("Did Tokyo welcome the victims?", "Tokyo welcomed the plan of the victims.", None),
    ("Was the firm bought by Acme?", "The firm bought Acme.", None),
    # open: not stated
    ("Did Tokyo welcome the plan?", "Seoul hoped that Tokyo welcomed the plan.", None),
    ("Did Tokyo welcome the plan?", "It is unclear whether Tokyo welcomed the plan.", None),
    ("Did Tokyo welcome the plan?", "Officials said Tokyo welcomed the plan.", None),
    ("Did Tokyo welcome the plan?", "“Tokyo welcomed the plan,” he noted.", None),
    ("Did Tokyo end the curbs?", "Tokyo will end the curbs.", None),
    ("Did Tokyo end the curbs?", "Tokyo agreed to end the curbs.", None),
    ("Is Seoul giving up its WTO complaint?", "Seoul said it would withdraw a complaint.", None),
    ("Could Yoon be invited?", "This could include Kishida inviting Yoon.", None),
    ("Does the firm pay?", "If it rains, the firm pays.", None),
    # open: limited
    ("Are dogs allowed?", "Dogs are allowed in the garden.", None),
    ("Are flights allowed?", "Flights are only allowed when the train takes long.", None),
    ("Is overtime paid?", "Overtime is paid back as free time, never in money.", None),
    ("Is the notice period two months?", "The notice period is at least three months.", None),
    ("Did the firm pay 3 fines?", "The firm paid about 4 fines.", None),
    # open: dates that may both be so
    ("Did the shop open on Monday?", "The shop opened in June.", None),
    ("Did the shop open in 2019?", "The shop opened in the spring.", None),
    # open: the question
    ("Didn't Tokyo welcome the plan?", WELCOMED, None),
    ("Did he welcome the plan?", WELCOMED, None),
    ("Did Tokyo welcome or reject the plan?", WELCOMED, None),
    ("Did Tokyo ever welcome the plan?", WELCOMED, None),
    ("Did Tokyo?", WELCOMED, None),
    ("Who welcomed the plan?", WELCOMED, None),
    ("Did all victims agree with the proposal?", WELCOMED, None),
]


@pytest.mark.parametrize(("question", "sentence", "expected"), ROWS)
def test_verdict(question: str, sentence: str, expected: str | None) -> None:
    assert verdict(analyse(question), sentence) == expected


WORDS = st.sampled_from(
    "Tokyo Korea the plan plans pays paid did not never welcomed rejected is was 5 6 months in 2018 , . of a".split()
)


@given(st.lists(WORDS, min_size=2, max_size=8), st.lists(WORDS, min_size=1, max_size=10))
def test_a_denial_turns_no_answer_into_the_same_answer(asked: list[str], said: list[str]) -> None:
    query = analyse(f"Did {' '.join(asked)}?")
    found = verdict(query, " ".join(said))
    assert found in ("Yes", "No", None)
    assert verdict(query, f"{' '.join(said)} not never") is None  # a denial of something else leaves it open


def test_what_a_sentence_says_is_not_read_into_another_kind_of_question() -> None:
    assert verdict(analyse("Does the plan cover rain?"), "The plan covers rain and snow.") == "Yes"
