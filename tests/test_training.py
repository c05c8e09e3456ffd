"""What the reader is trained on: near misses made of questions, and the written documents."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EmbedWords

from rag.extractor import Extraction
from rag.records import Span
from training.sources import Question
from training.swaps import edited, near_miss
from training.written import READ, Asked, Rivals, Written, folders, read_written, units

PASSAGE = "In 1998 Anna Berg founded the museum in Oslo. It has 40 rooms."


def of(document: str, question: str, answer: str | None) -> Asked:
    at = document.index(answer) if answer else 0
    return Asked(question=question, answer=Span(at, at + len(answer)) if answer else None)


# ---- near misses


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        ("Who founded the museum in 1998?", "Anna Berg", "number"),
        ("When did Anna Berg found the museum in Oslo?", "1998", "name"),
    ],
)
def test_a_near_miss_asks_for_what_the_passage_does_not_say(question: str, answer: str, kind: str) -> None:
    at = PASSAGE.index(answer)
    asked = Question(question, (Span(at, at + len(answer)),))
    found = {near_miss(asked, PASSAGE, ["Clara Dahl lives in Bergen."], random.Random(seed)) for seed in range(30)}
    changed = [made for made in found if made and made[1] == kind]
    assert changed
    for text, _ in changed:
        new = set(text.rstrip("?").split()) - set(question.rstrip("?").split())
        assert new
        assert not any(word in PASSAGE for word in new)


@pytest.mark.parametrize(
    ("question", "changed", "answer", "text"),
    [
        ("Who came in 1998?", "Who came in 2004?", "Anna Berg", PASSAGE.replace("1998", "2004")),
        (
            "When was Oslo's museum founded?",
            "When was Bergen's museum founded?",
            "1998",
            PASSAGE.replace("Oslo", "Bergen"),
        ),
        ("Who came in 1998?", "Who came in 2004?", "1998", None),  # the answer itself would change
        ("Who came in 1955?", "Who came in 2004?", "Anna Berg", None),  # nothing to change
    ],
)
def test_a_passage_is_changed_as_its_question_was(question: str, changed: str, answer: str, text: str | None) -> None:
    at = PASSAGE.index(answer)
    made = edited(question, changed, PASSAGE, [Span(at, at + len(answer))])
    assert (made and made[0]) == text
    assert made is None or [span.of(made[0]) for span in made[1]] == [answer]


# ---- the written documents


def test_every_answer_stands_in_its_document() -> None:
    kept, held = read_written()
    assert len(held) > 10
    assert not {document.name for document in kept} & {document.name for document in held}
    for document in [*kept, *held]:
        answers = [asked.answer.of(document.text) for asked in document.asked if asked.answer]
        assert answers, document.name
        assert [a for a in answers if not a or a != a.strip()] == [], document.name
        assert [asked for asked in document.asked if asked.question != " ".join(asked.question.split())] == []


PRICES = """# Pool

## Prices

| Group | Price |
|---|---|
| Adults | 6 euros |
| Children | 3 euros |

The pool opens at nine. On Mondays it is closed.
"""


@pytest.mark.parametrize("seed", range(5))
def test_a_question_stands_beside_its_near_misses(tmp_path: Path, embedder: EmbedWords, seed: int) -> None:
    asked = (
        of(PRICES, "What do kids pay?", "3 euros"),
        of(PRICES, "What do pensioners pay?", None),
        of(PRICES, "When does it open?", "nine"),
    )
    made = list(
        units(
            [Written(name="pool.md", text=PRICES, asked=asked)],
            embedder,
            tmp_path,
            random.Random(seed),
            Rivals(embedder, None),
        )
    )
    assert [{w["question"] for w in unit} for unit in made] == [
        {"What do kids pay?", "What do pensioners pay?"},
        {"When does it open?"},
    ]
    answers = {"What do kids pay?": "3 euros", "What do pensioners pay?": None, "When does it open?": "nine"}
    for window in (w for unit in made for w in unit):
        said = [window["text"][start:end] for start, end in window["answers"]]
        assert said in ([], [answers[window["question"]]])
        if window["kind"] == "alone" and said == ["3 euros"]:
            assert window["label"] == "| Group | Price |"
    assert all(unit[0]["kind"] == "answer" and unit[0]["answers"] for unit in made)


class TakenIn:
    """An extractor that takes for an answer whatever holds a word."""

    def __init__(self, word: str) -> None:
        self.word = word

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:
        assert question
        assert len(labels) == len(texts)
        return [Extraction(spans=(), null=0.0, answerable=float(self.word in text), starts=()) for text in texts]


RULES = """# Pool

Adults pay 6 euros on all days. Children pay 3 euros on all days. Dogs pay nothing, since they must wait outside.
"""


@pytest.mark.parametrize(("word", "rival"), [("Dogs", "Dogs pay nothing"), ("Adults", "Adults pay 6 euros")])
def test_beside_an_answer_stands_what_the_reader_takes_for_one(
    tmp_path: Path, embedder: EmbedWords, word: str, rival: str
) -> None:
    asked = (of(RULES, "What do kids pay?", "3 euros"), of(RULES, "What do pensioners pay?", None))
    rivals, document = Rivals(embedder, TakenIn(word)), Written(name="pool.md", text=RULES, asked=asked)
    made = [unit for seed in range(5) for unit in units([document], embedder, tmp_path, random.Random(seed), rivals)]
    alone = [w for unit in made for w in unit if w["kind"] in ("alone-retrieved", "alone-untold")]
    assert not [w for w in alone if w["answers"]]
    assert not [w for w in alone if w["question"] == "What do kids pay?" and "3 euros" in w["text"]]
    taken = [w for w in alone if w["text"].startswith(rival)]
    assert {w["question"] for w in taken} == {"What do kids pay?", "What do pensioners pay?"}


def test_beside_an_answer_stands_what_another_document_of_its_folder_says(tmp_path: Path, embedder: EmbedWords) -> None:
    sauna = RULES.replace("Pool", "Sauna").replace("6 euros", "9 euros").replace("3 euros", "4 euros")
    asked = (of(RULES, "What do kids pay?", "3 euros"), of(RULES, "What do pensioners pay?", None))
    folder = [
        Written(name="pool.md", text=RULES, asked=asked, folder="baths"),
        Written(name="sauna.md", text=sauna, asked=(), folder="baths"),
    ]
    rivals = Rivals(embedder, TakenIn("Children"))
    made = [unit for seed in range(5) for unit in units(folder, embedder, tmp_path, random.Random(seed), rivals)]
    elsewhere = [w for unit in made for w in unit if "9 euros" in w["text"] or "4 euros" in w["text"]]
    assert {(w["question"], w["kind"]) for w in elsewhere} == {
        ("What do kids pay?", "retrieved"),
        ("What do kids pay?", "alone-retrieved"),
        ("What do pensioners pay?", "untold"),
        ("What do pensioners pay?", "alone-untold"),
    }
    assert not [w for w in elsewhere if w["answers"]]
    assert all(unit[0]["answers"] for unit in made)


def test_a_folder_is_held_out_as_a_whole() -> None:
    kept, held = read_written()
    names = [{document.folder for document in part if document.folder} for part in (kept, held)]
    assert names[0] and names[1] and not names[0] & names[1]
    assert [len(folder) for folder in folders(kept[:3])] == [1, 1, 1]
    baths = [replace(document, folder="baths") for document in kept[:2]]
    assert folders([baths[0], kept[2], baths[1]]) == [baths, [kept[2]]]


def test_only_the_texts_likest_the_question_are_read(embedder: EmbedWords) -> None:
    texts = ["Dogs wait."] * 9 + [
        "Children pay 3 euros.",
        "Kids pay nothing on Mondays.",
        "What do kids pay? See Dogs.",
    ]
    order = Rivals(embedder, TakenIn("Dogs")).order("What do kids pay?", [""] * len(texts), texts)
    assert (len(order), order[0]) == (READ, 11)
    assert {9, 10, 11} < set(order)
    assert Rivals(embedder, None).order("What do kids pay?", [""] * len(texts), texts)[:3] == [10, 11, 9]
