"""The reader and what it measures: a fake extractor that finds given words, rows for the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import EmbedWords

from rag.embedder import Vectors
from rag.evidence import Evidence, Score
from rag.extractor import Extraction
from rag.kept import Kept
from rag.question import analyse
from rag.reader import Reader
from rag.records import Hit, Passage, Span


class FindWords:
    """An extractor that answers with given words wherever they stand, and otherwise with "no answer"."""

    def __init__(self, answer: str, margin: float = 5.0) -> None:
        self.answer, self.margin = answer, margin
        self.read: list[tuple[str, str]] = []

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:  # noqa: ARG002
        self.read += zip(labels, texts, strict=True)
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
    embedder = EmbedWords()
    vector = embedder.embed([question])[0]
    found = Reader(embedder, extractor).read(analyse(question), vector, hits)
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


@pytest.mark.parametrize(
    ("scores", "read_of_them"),
    [((1.2, 1.2), 2), ((1.2, 0.86), 2), ((1.2, 0.84), 1), ((0.2, -0.1), 2), ((0.84, 1.2), 1), ((0.1, 0.0), 2)],
)
def test_a_passage_far_behind_the_best_is_not_read(scores: tuple[float, float], read_of_them: int) -> None:
    extractor = FindWords("go on")
    hits = [hit(COURT, COURT), hit(TALKS, TALKS, document="b.txt")]
    read("Do the talks go on?", [replace(h, score=s) for h, s in zip(hits, scores, strict=True)], extractor)
    whole = [shown for shown, _ in extractor.read if shown == "A title. A heading"]
    assert len(whole) == read_of_them


def test_a_sentence_that_two_passages_share_comes_once() -> None:
    hits = [hit(f"{COURT} {TALKS}", COURT, TALKS), hit(TALKS, TALKS, start=100 + len(COURT) + 1)]
    assert len(read("Do the talks go on?", hits, FindWords("go on"))) == 2


@pytest.mark.parametrize(
    ("question", "answer", "margin", "expected"),
    [
        ("When did the court rule?", "2018", 1.0, "2018"),
        ("When did the court rule?", "2018", -1.0, "2018"),  # a date, when a date is asked for
        ("When did the court rule?", "2018", -3.0, None),
        ("When did the court rule?", "court", -1.0, None),
        ("What did the court do?", "2018", 1.0, "2018"),
        ("What did the court do?", "2018", -1.0, None),
    ],
)
def test_an_answer_below_no_answer_must_be_of_the_kind_asked_for(
    question: str, answer: str, margin: float, expected: str | None
) -> None:
    (reading,) = read(question, [hit(COURT, COURT)], FindWords(answer, margin=margin))
    assert reading[1] == expected


PLANNED = "Yoon could visit the town of Hiroshima in May."


@pytest.mark.parametrize(
    ("question", "conflicts"),
    [
        ("Where did Yoon go?", True),
        ("When was the visit?", True),
        ("Where will Yoon go?", False),
        ("What did Yoon visit?", False),
    ],
)
def test_the_place_or_date_of_what_may_be_is_not_that_of_what_was(question: str, conflicts: bool) -> None:
    embedder = EmbedWords()
    reader, vector = Reader(embedder, FindWords("in May")), embedder.embed([question])[0]
    (weighed,) = reader.weigh(analyse(question), vector, [hit(PLANNED, PLANNED)])
    assert weighed.evidence.conflict == float(conflicts)
    assert weighed.evidence.foreseen == float("did" in question or "was" in question)


def test_what_the_extractor_finds_comes_first() -> None:
    readings = read(
        "What is known of it?", [hit(COURT, COURT), hit(TALKS, TALKS, document="b.txt")], FindWords("go on")
    )
    assert [text for text, _, _ in readings] == [TALKS, COURT]
    assert readings[0][2] > readings[1][2]


def test_title_and_heading_are_read_as_the_label() -> None:
    extractor = FindWords("2018")
    read("When?", [hit(COURT, COURT)], extractor)
    assert extractor.read[0][0] == "A title. A heading"


def test_the_likeliest_sentences_are_read_once_more_alone() -> None:
    extractor = FindWords("go on")
    sentences = [f"Talk {n} goes by." for n in range(20)]
    read("What is known?", [hit(" ".join([*sentences, TALKS]), *sentences, TALKS)], extractor)
    (_, whole), *alone = extractor.read
    assert all(sentence in whole for sentence in [*sentences, TALKS])
    assert alone[0] == ("", TALKS)
    assert all(label == "" and text in sentences for label, text in alone[1:])
    assert len(alone) < len(sentences)


def test_a_row_of_a_table_is_read_again_under_its_first_row() -> None:
    extractor = FindWords("24 euros")
    rows = ["Model | Price", "Tern 1 | 24 euros", "Tern 2 | 36 euros"]
    read("What is the price of the Tern 1?", [hit("\n".join([*rows, "\n", TALKS]), *rows, TALKS)], extractor)
    labels = {text: label for label, text in extractor.read[1:]}
    assert labels == {rows[0]: "", rows[1]: rows[0], rows[2]: rows[0], TALKS: ""}


def test_a_sentence_far_behind_the_likeliest_is_not_read_again() -> None:
    extractor = FindWords("go on", margin=9.0)
    read("What is known?", [hit(TALKS, TALKS), hit(COURT, COURT, document="b.txt")], extractor)
    assert [text for label, text in extractor.read if not label] == [TALKS]


def test_a_sentence_is_doubted_that_answers_only_beside_its_neighbours() -> None:
    class Beside(FindWords):
        def _extraction(self, text: str) -> Extraction:
            alone = super()._extraction(text if TALKS in text else "")
            return alone if alone.spans else Extraction(spans=(), null=0.0, answerable=-5.0, starts=())

    text = f"{COURT} {TALKS}"
    (sure, *_), (unsure, *_) = (
        read("When did the court rule?", [hit(text, COURT, TALKS)], kind("2018")) for kind in (FindWords, Beside)
    )
    assert sure[:2] == unsure[:2] == (COURT, "2018")
    assert sure[2] > unsure[2]


def test_a_passage_is_prepared_once() -> None:
    embedder = EmbedWords()
    question = "When did the court rule?"
    (vector,) = embedder.embed([question])
    reader = Reader(embedder, FindWords("2018"))
    for _ in range(3):
        reader.read(analyse(question), vector, [hit(COURT, COURT)])
    assert embedder.embedded == 1 + 1  # the question, and the sentence once


def test_the_vectors_of_the_likeliest_sentences_are_compared_alone() -> None:
    class Embed(EmbedWords):
        def embed(self, texts: Sequence[str]) -> Vectors:
            seen.extend(texts)
            return super().embed(texts)

    seen: list[str] = []
    embedder = Embed()
    question, sentences = "Do the talks go on?", [f"Talk {n} goes by." for n in range(30)]
    (vector,) = embedder.embed([question])
    hits = [hit(" ".join([*sentences, TALKS]), *sentences, TALKS)]
    found = Reader(embedder, FindWords("go on")).weigh(analyse(question), vector, hits)
    compared = seen[1:]
    assert TALKS in compared and len(compared) < len(sentences)
    for one in found:
        expected = pytest.approx(float(vector @ embedder.embed([words := one.hit.passage.words(one.span)])[0]))
        assert one.evidence.sentence == (expected if words in compared else 0.0)


def test_what_is_kept_is_what_was_wanted_last() -> None:
    kept, made = Kept[str, str](2), list[str]()

    def shout(words: list[str]) -> list[str]:
        made.extend(words)
        return [word.upper() for word in words]

    for wanted in (["a", "b"], ["b", "a"], ["c", "a"], ["b"]):
        assert kept.of({word: word for word in wanted}, shout) == {word: word.upper() for word in wanted}
    assert made == ["a", "b", "c", "b"]


def test_no_hits_give_no_readings() -> None:
    assert read("Anything?", [], FindWords("x")) == []


def test_the_order_is_one_thing_and_how_sure_the_first_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Evidence(**dict.fromkeys(Evidence._fields, 0.0))
    score = Score(
        order=nothing._replace(sentence=1.0), weights=nothing._replace(sentence=-90.0), bias=4.0, curve=((0.5, 0.5),)
    )
    monkeypatch.setattr("rag.reader.fitted", lambda: score)
    found = read("What do the talks do?", [hit(f"{COURT} {TALKS}", COURT, TALKS)], FindWords("go on"))
    assert [text for text, _, _ in found] == [TALKS, COURT]  # by likeness to the question
    assert found[0][2] < 0.1  # though these speak against it
    assert found[1][2] == found[0][2]  # and nothing behind it is surer


class FindEach(FindWords):
    """An extractor that finds several words, each with a margin of its own."""

    def __init__(self, margins: dict[str, float]) -> None:
        super().__init__("")
        self.margins = margins

    def _extraction(self, text: str) -> Extraction:
        found = [(Span(text.index(w), text.index(w) + len(w)), m) for w, m in self.margins.items() if w in text]
        return Extraction(spans=tuple(found), null=0.0, answerable=5.0, starts=tuple((span, 0.5) for span, _ in found))


@pytest.mark.parametrize(
    ("margins", "lead"),
    [
        ({"November 2018": 5.0, "go on": 2.0}, 0.3),
        ({"November 2018": 5.0, "2018": 4.0}, 2.0),  # the same answer, shorter: nothing stands against it
        ({"November 2018": 5.0}, 2.0),
    ],
)
def test_how_far_the_best_answer_leads_is_measured(margins: dict[str, float], lead: float) -> None:
    embedder, question = EmbedWords(), "What is known of it?"
    hits = [hit(COURT, COURT), hit(f"In 2018. {TALKS}", "In 2018.", TALKS, document="b.txt")]
    weighed = Reader(embedder, FindEach(margins)).weigh(analyse(question), embedder.embed([question])[0], hits)
    leads = {w.hit.passage.words(w.span): w.evidence.lead for w in weighed}
    assert leads.pop(COURT) == pytest.approx(lead)
    assert set(leads.values()) == {0.0}
