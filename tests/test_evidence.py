"""How sure what is measured of a sentence makes."""

from __future__ import annotations

from rag.evidence import Evidence, fitted


def evidence(**measures: float) -> Evidence:
    return Evidence(**dict.fromkeys(Evidence._fields, 0.0) | measures)


NOTHING = evidence(span=-2, answerable=-2, behind=2, sentence=-0.2, missing=1, conflict=1)
EVERYTHING = evidence(
    span=1.5,
    answerable=2,
    mass=1,
    rank=1,
    sentence=0.9,
    confirmed=1,
    alone=1.5,
    stands=2,
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
