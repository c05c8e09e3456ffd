"""What is measured of a sentence, and how sure it makes: rows for the rules."""

from __future__ import annotations

import pytest

from rag.evidence import Asked, Evidence, Words, coverage, fitted
from rag.premises import taken_apart
from rag.question import analyse
from rag.stems import stems


@pytest.mark.parametrize(
    ("wanted", "sentence", "share"),
    [
        pytest.param("ruled 2018", "The court rules in 2018.", 1.0, id="forms of a word"),
        pytest.param("Japan", "Japanese firms", 0.7, id="kin that the stemmer keeps apart count almost whole"),
        pytest.param("2018", "2019", 0.0, id="numbers have no kin"),
        pytest.param("court victims", "The court sat.", 0.5, id="half of it"),
        pytest.param("", "The court sat.", 0.0, id="nothing asked"),
    ],
)
def test_coverage(wanted: str, sentence: str, share: float) -> None:
    weights = dict.fromkeys(stems(wanted), 1.0)
    assert coverage(weights, frozenset(stems(sentence))) == pytest.approx(share)


def evidence(**measures: float) -> Evidence:
    return Evidence(**dict.fromkeys(Evidence._fields, 0.0) | measures)


NOTHING = evidence(span=-2, answerable=-2, behind=2, sentence=-0.2, missing=1, absent=1, conflict=1)
EVERYTHING = evidence(
    span=1.5,
    answerable=2,
    mass=1,
    rank=1,
    sentence=0.9,
    told=1,
    named=1,
    confirmed=1,
    alone=1.5,
    stands=2,
    typed=1,
    counted=1,
    fitting=1,
    lead=2,
)


def test_probabilities_lie_between_0_and_1_and_grow_with_the_evidence() -> None:
    assert 0 <= fitted().probability(NOTHING) < 0.05
    assert 0.9 < fitted().probability(EVERYTHING) <= 1


def test_the_more_wrong_answers_are_borne_the_less_sure_an_answer_must_be() -> None:
    risks = [n / 100 for n in range(101)]
    thresholds = [fitted().threshold(risk) for risk in risks]
    assert thresholds == sorted(thresholds, reverse=True)
    assert (thresholds[0], thresholds[-1]) == (1.0, 0.0)


def test_a_question_is_measured_against_the_words_of_a_sentence() -> None:
    asked = Asked.of(analyse("What did Japan's court order in 2018?"), lambda _: 1.0)
    words = asked.measured(
        taken_apart("The court of Japan ordered a payment."), taken_apart("In 2018 the court ruled.")
    )
    assert words == Words(told=1.0, named=0.5, missing=1.0, absent=1.0, conflict=0.0, confirmed=1.0)


def test_a_question_without_names_lacks_none() -> None:
    asked = Asked.of(analyse("who decides"), lambda _: 1.0)
    assert asked.measured(taken_apart("The board decides."), taken_apart("")) == Words(1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
