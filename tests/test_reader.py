"""The reader and what it measures: a fake extractor that finds given words, rows for the rules."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from conftest import EmbedWords

from rag.evidence import Evidence, coverage, has_kind, lacking, probability
from rag.extractor import Extraction
from rag.question import analyse
from rag.reader import Reader
from rag.records import Hit, Passage, Span
from rag.stems import stems


class FindWords:
    """An extractor that answers with given words wherever they stand, and otherwise with "no answer"."""

    def __init__(self, answer: str, margin: float = 5.0) -> None:
        self.answer, self.margin = answer, margin
        self.labels: Sequence[str] = ()

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:  # noqa: ARG002
        self.labels = labels
        return [self._extraction(text) for text in texts]

    def _extraction(self, text: str) -> Extraction:
        at = text.find(self.answer)
        if at < 0:
            return Extraction(spans=(), null=0.0, answerable=-5.0, starts=())
        span = Span(at, at + len(self.answer))
        return Extraction(spans=((span, self.margin),), null=0.0, answerable=5.0, starts=((span, 1.0),))


def hit(text: str, *sentences: str, document: str = "a.txt", start: int = 100) -> Hit:
    places = tuple(Span(start + text.index(s), start + text.index(s) + len(s)) for s in sentences)
    return Hit(
        passage=Passage(
            id=f"{document}:{start}:{text}",
            document=document,
            title="A title",
            span=Span(start, start + len(text)),
            text=text,
            heading="A heading",
            sentences=places,
        ),
        score=1.0,
    )


COURT = "In November 2018,\r\nthe top court ruled."
TALKS = "The talks go on."


def read(question: str, hits: list[Hit], extractor: FindWords) -> list[tuple[str, str | None, float]]:
    found = Reader(EmbedWords(), extractor).read(analyse(question), hits, lambda _: 1.0)
    answers = []
    for reading in found:
        text, offset = reading.hit.passage.text, reading.hit.passage.span.start
        place = reading.answer
        answers.append(
            (reading.text, text[place.start - offset : place.end - offset] if place else None, reading.score)
        )
    return answers


def test_the_answer_is_found_at_its_own_characters_across_a_line_break() -> None:
    # \r\n stays two characters long on the one line that the extractor reads, so offsets need no translation.
    text = f"Reuters\n{COURT} {TALKS}"
    readings = read("When did the top court rule?", [hit(text, COURT, TALKS)], FindWords("November 2018,  the"))
    assert readings[0][:2] == (COURT, "November 2018,\r\nthe")
    assert {text for text, _, _ in readings} == {COURT, TALKS}


def test_furniture_is_never_read() -> None:
    readings = read("Who says so?", [hit(f"Reuters\n{COURT}", COURT)], FindWords("Reuters"))
    assert [(text, answer) for text, answer, _ in readings] == [(COURT, None)]


def test_a_sentence_that_two_passages_share_comes_once() -> None:
    hits = [hit(f"{COURT} {TALKS}", COURT, TALKS), hit(TALKS, TALKS, start=100 + len(COURT) + 1)]
    assert len(read("Do the talks go on?", hits, FindWords("go on"))) == 2


def test_an_answer_below_no_answer_is_none() -> None:
    (reading,) = read("When did the court rule?", [hit(COURT, COURT)], FindWords("2018", margin=-1.0))
    assert reading[1] is None


def test_what_the_extractor_finds_comes_first() -> None:
    readings = read(
        "What is known of it?", [hit(COURT, COURT), hit(TALKS, TALKS, document="b.txt")], FindWords("go on")
    )
    assert [text for text, _, _ in readings] == [TALKS, COURT]
    assert readings[0][2] > readings[1][2]


def test_title_and_heading_are_read_as_the_label() -> None:
    extractor = FindWords("2018")
    read("When?", [hit(COURT, COURT)], extractor)
    assert list(extractor.labels) == ["A title. A heading"]


def test_a_passage_is_prepared_once() -> None:
    embedder = EmbedWords()
    reader = Reader(embedder, FindWords("2018"))
    for _ in range(3):
        reader.read(analyse("When did the court rule?"), [hit(COURT, COURT)], lambda _: 1.0)
    assert embedder.embedded == 1 + 3  # the sentence once, the question three times


def test_no_hits_give_no_readings() -> None:
    assert read("Anything?", [], FindWords("x")) == []


# --- what is measured -------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("question", "sentence", "share"),
    [
        ("When did Kishida visit Seoul?", "Kishida may visit Seoul.", 0.0),
        ("When did Kishida visit Osaka?", "Kishida may visit Seoul.", 0.5),
        ("what happened in 2019", "It happened in 2018.", 1.0),
        ("what happened then", "It happened in 2018.", 0.0),
    ],
)
def test_lacking_names_and_numbers(question: str, sentence: str, share: float) -> None:
    assert lacking(analyse(question).terms, frozenset(stems(sentence))) == pytest.approx(share)


@pytest.mark.parametrize(
    ("question", "sentence", "there"),
    [
        ("When did it end?", "It ended in May.", True),
        ("When did it end?", "It ended badly.", False),
        ("How many came?", "Twelve people came.", True),
        ("How many came?", "People came.", False),
        ("Who ruled?", "Then Yoon ruled.", True),
        ("Who ruled?", "the minister ruled", True),
        ("Who ruled?", "it rained", False),
        ("Why did it end?", "It ended badly.", True),
    ],
)
def test_whether_the_kind_of_answer_stands_there(question: str, sentence: str, there: bool) -> None:
    assert has_kind(analyse(question), sentence) is there


def test_probabilities_lie_between_0_and_1_and_grow_with_the_evidence() -> None:
    none = Evidence(span=-2, answerable=-2, mass=0, rank=0, sentence=-0.2, words=0, lacking=1, elsewhere=1, typed=0)
    most = Evidence(span=1.5, answerable=2, mass=1, rank=1, sentence=0.9, words=1, lacking=0, elsewhere=0, typed=1)
    assert 0 <= probability(none) < 0.05
    assert 0.9 < probability(most) <= 1
