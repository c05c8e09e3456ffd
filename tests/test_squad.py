"""Measuring on files in SQuAD's format: reading them, judging, the figures, and the command with small models."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import EmbedWords
from small_models import save_zebra

from evals.__main__ import main
from evals.squad.closed import Closed, ClosedReader, closed_figures
from evals.squad.files import Article, Asked, Paragraph, Question, questions_of, read_squad, spread
from evals.squad.given import Given, Place, Said, judged, open_figures, refusing
from evals.squad.haystack import Haystack
from evals.squad.open import same_paragraphs, write_documents
from evals.squad.report import to_json
from rag.documents import load
from rag.embedder import Embedder
from rag.errors import ModelError, UsageError
from rag.extractor import Extraction
from rag.records import Span
from rag.settings import Settings

MUSEUM = (
    "The museum was founded in 1887 by Clara Whitfield, a botanist. It moved to Leeds in 1923, after a fire had "
    "destroyed the old building."
)
PRICES = "Admission to the museum costs 12 pounds. Children under six enter free."
RIVER = "The Aire crosses the town of Leeds from west to east. Barges carried coal on the river until 1981."
ANSWERS = {
    "Who founded the museum?": "Clara Whitfield",
    "When did the museum move to Leeds?": "1923",
    "How much does admission to the museum cost?": "12 pounds",
    "Which river crosses the town of Leeds?": "The Aire",
}
ABSENT = "Who destroyed the river?"


def qa(question: str, context: str) -> dict[str, Any]:
    answer = ANSWERS[question]
    return {"question": question, "answers": [{"text": answer, "answer_start": context.index(answer)}]}


DATA: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "The_Whitfield_Museum",
            "paragraphs": [
                {"context": MUSEUM, "qas": [qa(q, MUSEUM) for q in list(ANSWERS)[:2]]},
                {"context": PRICES, "qas": [qa(list(ANSWERS)[2], PRICES)]},
            ],
        },
        {
            "title": "Leeds",
            "paragraphs": [
                {
                    "context": RIVER,
                    "qas": [
                        qa(list(ANSWERS)[3], RIVER),
                        {
                            "question": ABSENT,
                            "answers": [],
                            "is_impossible": True,
                            "plausible_answers": [{"text": "Barges", "answer_start": RIVER.index("Barges")}],
                        },
                    ],
                }
            ],
        },
    ],
}


def write(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "museum.json", DATA)


class Knows:
    """A reader that knows the answers by heart: sure of them, and sure of nothing else."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:  # noqa: ARG002
        return [self._one(self._answers.get(question, "?"), text) for text in texts]

    def _one(self, answer: str, text: str) -> Extraction:
        at = text.find(answer)
        span = Span(at, at + len(answer)) if at >= 0 else Span(text.rstrip().rfind(" ") + 1, len(text.rstrip()))
        score = 6.0 if at >= 0 else -6.0
        return Extraction(spans=((span, score),), null=0.0, answerable=score / 2, starts=((span, 1.0),))


def small(_: Settings) -> tuple[Embedder, Knows]:
    return EmbedWords(), Knows(ANSWERS)


# --- reading files ------------------------------------------------------------------------------------------


def test_a_file_is_read(file: Path) -> None:
    museum, leeds = read_squad(file)
    assert museum.title == "The Whitfield Museum"
    first = museum.paragraphs[0]
    assert first.text == MUSEUM
    assert [question.text for question in first.questions] == list(ANSWERS)[:2]
    assert first.questions[0].answers == ("Clara Whitfield",)
    assert [span.of(MUSEUM) for span in first.questions[0].spans] == ["Clara Whitfield"]
    river, absent = leeds.paragraphs[0].questions
    assert (river.answerable, absent.answerable) == (True, False)
    assert absent == Question(text=ABSENT, answers=(), spans=())  # what looks like an answer is none


@pytest.mark.parametrize(
    ("answers", "words", "places"),
    [
        ([{"text": "fire", "answer_start": MUSEUM.index("fire")}] * 3, ("fire",), 1),  # annotators agree
        ([{"text": "fire", "answer_start": 0}], ("fire",), 0),  # it does not stand there: its words still count
        ([{"text": "fire"}], ("fire",), 0),
        ([{"text": "fire", "answer_start": -4}], ("fire",), 0),
        ([{"text": "", "answer_start": 0}], ("",), 0),
        ([], (), 0),  # SQuAD 1.1 has no is_impossible
    ],
)
def test_answers(tmp_path: Path, answers: list[Any], words: tuple[str, ...], places: int) -> None:
    data = [{"paragraphs": [{"context": MUSEUM, "qas": [{"question": " What  was it?", "answers": answers}]}]}]
    (article,) = read_squad(write(tmp_path / "f.json", {"data": data}))
    (question,) = article.paragraphs[0].questions
    assert (question.text, question.answers, len(question.spans)) == ("What was it?", words, places)
    assert article.title == ""


def nested(**changes: Any) -> dict[str, Any]:
    """A good file but for the changes to its only article, paragraph, question or answer."""
    answer = {"text": "1887", "answer_start": 26} | changes.get("answer", {})
    question = {"question": "When?", "answers": [answer]} | changes.get("question", {})
    paragraph = {"context": MUSEUM, "qas": [question]} | changes.get("paragraph", {})
    return {"data": [{"title": "Museum", "paragraphs": [paragraph]} | changes.get("article", {})]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "not JSON in UTF-8"),
        ("", "not JSON in UTF-8"),
        ("[" * 100_000, "not JSON in UTF-8"),
        ("[]", "not a SQuAD file: the file has no list 'data'"),
        ({"data": {}}, "not a SQuAD file: the file has no list 'data'"),
        ({"data": ["x"]}, "not a SQuAD file: data[0] is no object"),
        (nested(article={"title": 5}), "not a SQuAD file: the title of data[0] is no text"),
        (nested(article={"paragraphs": None}), "not a SQuAD file: data[0] has no list 'paragraphs'"),
        (nested(paragraph={"context": 1}), "not a SQuAD file: data[0].paragraphs[0] has no text 'context'"),
        (nested(question={"question": None}), "data[0].paragraphs[0].qas[0] has no text 'question'"),
        (nested(question={"answers": "1887"}), "data[0].paragraphs[0].qas[0] has no list 'answers'"),
        (nested(answer={"text": 1887}), "data[0].paragraphs[0].qas[0].answers[0] has no text 'text'"),
        (nested(paragraph={"qas": []}), "holds no question"),
        ({"data": []}, "holds no question"),
    ],
)
def test_what_is_no_squad_file_is_one_clear_line(
    tmp_path: Path, content: Any, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "f.json", content)
    assert main(["squad", str(path)], open_models=small) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"evals: {path}: ")
    assert problem in said.err
    assert 'A SQuAD file is JSON like {"data": [{"title": ' in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("name", ["none.json", "."])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_squad(tmp_path / name)


def test_half_a_character_does_not_move_the_places(tmp_path: Path) -> None:
    data = nested(paragraph={"context": "\ud800 in 1887"}, answer={"text": "1887", "answer_start": 5})
    (article,) = read_squad(write(tmp_path / "f.json", data))
    assert article.paragraphs[0].text == "? in 1887"
    assert article.paragraphs[0].questions[0].spans == (Span(5, 9),)


@pytest.mark.parametrize(
    ("most", "expected"), [(None, [0, 1, 2, 3, 4]), (9, [0, 1, 2, 3, 4]), (5, [0, 1, 2, 3, 4]), (2, [0, 2]), (1, [0])]
)
def test_fewer_questions_are_spread_over_the_file(most: int | None, expected: list[int]) -> None:
    assert spread(range(5), most) == expected


# --- closed -------------------------------------------------------------------------------------------------


def test_the_paragraph_is_read_as_at_run_time_and_the_best_span_counts(file: Path, tmp_path: Path) -> None:
    articles = read_squad(file)
    reader = ClosedReader(articles, EmbedWords(), Knows(ANSWERS), 16, tmp_path / "words")
    found, _, price, _, absent = [reader.read(asked) for asked in questions_of(articles)]
    assert (found.answerable, found.f1, found.exact, found.margin, found.verdict) == (True, 1.0, 1.0, 6.0, 3.0)
    assert found.foreign == (-6.0, -3.0)  # a passage on the same things that does not hold the answer
    assert price.foreign is not None
    assert (absent.answerable, absent.f1, absent.margin, absent.foreign) == (False, 0.0, -6.0, None)


def test_a_paragraph_without_words_has_nothing_to_read(tmp_path: Path) -> None:
    question = Question(text="Who?", answers=(), spans=())
    articles = [Article(title="", paragraphs=(Paragraph(text=" \n", questions=(question,)),))]
    reader = ClosedReader(articles, EmbedWords(), Knows({}), 16, tmp_path / "words")
    found = reader.read(Asked(article=0, paragraph=0, question=question))
    assert (found.f1, found.exact) == (1.0, 1.0)  # "" is right here
    assert closed_figures([found]).at_best is not None


def closed(answerable: bool, f1: float, margin: float, foreign: float | None = None) -> Closed:
    return Closed(
        answerable=answerable,
        f1=f1,
        exact=float(f1 == 1.0),
        margin=margin,
        verdict=-margin,
        foreign=None if foreign is None else (foreign, foreign),
        seconds=0.002,
    )


def test_closed_figures() -> None:
    found = closed_figures(
        [
            closed(True, 1.0, 3.0, foreign=-4.0),
            closed(True, 0.5, -1.0, foreign=2.0),
            closed(False, 0.0, -2.0),
            closed(False, 0.0, 1.0),
        ]
    )
    assert found.f1 is not None
    assert found.exact is not None
    assert found.as_read is not None
    assert found.at_best is not None
    assert (found.questions, found.answerable) == (4, 2)
    assert (found.f1.value, found.exact.value) == (0.75, 0.5)
    # As read: right, refused though answerable, refused rightly, answered though unanswerable.
    assert (found.as_read.f1, found.as_read.exact, found.as_read.cut) == (0.5, 0.5, 0.0)
    # From 3 on: right, refused, refused rightly twice.
    assert (found.at_best.f1, found.at_best.exact, found.at_best.cut) == (0.75, 0.75, 3.0)
    assert (found.own.others, found.own.margin, found.own.verdict) == (2, 0.75, 0.25)
    assert (found.foreign.others, found.foreign.margin) == (2, 0.75)
    assert (found.median, found.p95) == (2.0, 2.0)


def test_a_file_without_unanswerable_questions_has_no_figures_of_refusing() -> None:
    found = closed_figures([closed(True, 1.0, 3.0)])
    assert (found.as_read, found.at_best, found.own.margin, found.foreign.margin) == (None, None, None, None)
    nothing = closed_figures([])
    assert (nothing.f1, nothing.as_read, nothing.median) == (None, None, None)


# --- judging what was given ---------------------------------------------------------------------------------

FOUNDER = Question(
    text="Who founded it?", answers=("Clara Whitfield",), spans=(Span(MUSEUM.index("Clara"), MUSEUM.index(", a bo")),)
)
NOBODY = Question(text="Who burnt it?", answers=(), spans=())
RIGHT: list[Place] = [("m.txt", Span(100, 100 + len(MUSEUM)))]
SENTENCE = "The museum was founded in 1887 by Clara Whitfield, a botanist."
HERE, BESIDE, ELSEWHERE = ("m.txt", Span(100, 162)), ("m.txt", Span(40, 100)), ("r.txt", Span(100, 162))


def given(**changes: Any) -> Given:
    fields: dict[str, Any] = {"refused": False, "short": "Clara Whitfield", "text": SENTENCE, "cited": (HERE,)}
    rest: dict[str, Any] = {"read": (HERE, ELSEWHERE), "surest": SENTENCE, "score": 0.8, "seconds": 0.1}
    return Given(**{**fields, **rest, **changes})


REFUSED = {"refused": True, "short": "", "text": "", "cited": ()}


@pytest.mark.parametrize(
    ("question", "changes", "expected"),
    [
        (FOUNDER, {}, {"found": True, "f1": 1.0, "cites": True, "right": True, "surest_right": True, "short": True}),
        (FOUNDER, {"short": "Whitfield"}, {"f1": 2 / 3, "right": True}),
        (FOUNDER, {"short": ""}, {"f1": 4 / 11, "text_f1": 4 / 11, "short": False}),  # the text: 2 of 9 words, of 2
        (FOUNDER, {"cited": (ELSEWHERE,)}, {"cites": False, "right": True}),  # the words of another paragraph
        (FOUNDER, {"cited": (BESIDE,)}, {"cites": False}),  # spans are half-open
        (FOUNDER, {"cited": (ELSEWHERE, HERE)}, {"cites": True}),
        (FOUNDER, {"read": (("m.txt", Span(162, 230)),)}, {"found": False}),  # the right paragraph, not the answer
        (FOUNDER, {"read": ()}, {"found": False}),
        (FOUNDER, {"text": "It moved to Leeds."}, {"right": False, "surest_right": True}),
        (FOUNDER, REFUSED, {"refused": True, "f1": 0.0, "right": False, "surest_right": True, "cites": False}),
        (NOBODY, {}, {"f1": 0.0, "right": False, "surest_right": False, "found": False, "answerable": False}),
        (NOBODY, REFUSED, {"f1": 1.0, "text_f1": 1.0, "refused": True, "right": False}),
    ],
)
def test_judging(question: Question, changes: dict[str, Any], expected: dict[str, Any]) -> None:
    found = judged(question, RIGHT, given(**changes))
    assert {name: getattr(found, name) for name in expected} == pytest.approx(expected)


def test_without_a_place_of_the_answer_the_paragraph_is_what_must_be_read() -> None:
    moved = Question(text="Who?", answers=("Clara Whitfield",), spans=())
    assert judged(moved, RIGHT, given(read=(("m.txt", Span(162, 230)),))).found


def said(answerable: bool = True, refused: bool = False, f1: float = 1.0, **changes: Any) -> Said:
    right = answerable and not refused and f1 == 1.0
    fields = {"found": answerable, "short": not refused, "text_f1": f1, "cites": right, "right": right}
    rest = {"surest_right": answerable and f1 == 1.0, "score": 0.5, "seconds": 0.1}
    return Said(answerable=answerable, refused=refused, f1=f1, **{**fields, **rest, **changes})


def test_open_figures() -> None:
    found = open_figures(
        [
            said(score=0.9),
            said(f1=0.5, score=0.8, found=False, seconds=0.2),
            said(refused=True, f1=0.0, score=0.1, surest_right=True),
            said(answerable=False, f1=0.0, score=0.7),
            said(answerable=False, refused=True, score=0.2),
        ]
    )
    shares = ("found", "refused", "refused_rightly", "short", "cites", "wrong")
    assert {name: str(getattr(found, name)) for name in shares} == {
        "found": "2/3",
        "refused": "1/3",
        "refused_rightly": "1/2",
        "short": "2/2",
        "cites": "1/2",
        "wrong": "2/3",
    }
    assert found.f1 is not None
    assert found.answered_f1 is not None
    assert (found.f1.value, found.answered_f1.value) == (0.5, 0.75)
    assert (found.questions, found.answerable, found.median, found.p95) == (5, 3, 100.0, 200.0)
    assert found.curve.at[0] is not None
    assert (found.curve.questions, found.curve.at[0].coverage) == (5, 0.2)
    nothing = open_figures([])
    assert (nothing.f1, nothing.median, str(nothing.wrong)) == (None, None, "0/0")


def test_refusing_the_least_sure() -> None:
    verdicts = [said(score=0.9), said(score=0.1), said(answerable=False, f1=0.0, score=0.3), said(score=0.5)]
    first, second, third, fourth = refusing(verdicts, 2)
    assert (first, fourth) == (verdicts[0], verdicts[3])
    assert (second.refused, second.f1, second.right, second.cites, second.surest_right) == (
        True,
        0.0,
        False,
        False,
        True,
    )
    assert (third.refused, third.f1, third.right) == (True, 1.0, False)
    assert refusing(verdicts, 0) == verdicts
    assert all(one.refused for one in refusing(verdicts, 4))


# --- open ---------------------------------------------------------------------------------------------------


def article(title: str, *texts: str) -> Article:
    return Article(title=title, paragraphs=tuple(Paragraph(text=text, questions=()) for text in texts))


def test_paragraphs_stand_in_the_documents_where_it_is_said(tmp_path: Path) -> None:
    articles = [
        article("The Whitfield Museum", MUSEUM, PRICES),
        article("", RIVER),
        article("../AC/DC: “Live”?", "naïve\r\ntext 東京", "  spaces  ", MUSEUM),
        article(".hidden~", PRICES),
        article("x" * 500, RIVER),
        article("The Whitfield Museum", RIVER),  # of the same name
    ]
    places = write_documents(articles, tmp_path / "documents")
    titles = []
    for (a, p), (identifier, span) in places.items():
        document = load(tmp_path / "documents" / identifier, tmp_path / "documents")
        assert document.id == identifier
        assert span.of(document.text) == articles[a].paragraphs[p].text
        titles += [document.title] if p == 0 else []
    assert (titles[0], titles[1], titles[5]) == ("The Whitfield Museum", "Article 1", "The Whitfield Museum")


def test_repeated_paragraphs_are_one(tmp_path: Path) -> None:
    articles = [article("One", MUSEUM, RIVER), article("Two", MUSEUM)]
    places = write_documents(articles, tmp_path)
    same = same_paragraphs(articles, places)
    assert same[0, 0] == same[1, 0] == (places[0, 0], places[1, 0])
    assert same[0, 1] == (places[0, 1],)


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def measure(file: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command on the small file at a risk, and gives the JSON that it wrote."""

    def run(*options: str, risk: float = 1.0) -> Any:
        monkeypatch.setenv("FOOTNOTE_RISK", str(risk))
        written = file.parent / "figures.json"
        assert main(["squad", str(file), "--json", str(written), *options], open_models=small) == 0
        return json.loads(written.read_text(encoding="utf-8"))

    return run


def test_both_settings_are_measured(measure: Any, capsys: pytest.CaptureFixture[str]) -> None:
    figures = measure()
    assert {name: figures[name] for name in ("articles", "paragraphs", "questions", "asked")} == {
        "articles": 2,
        "paragraphs": 3,
        "questions": 5,
        "asked": 5,
    }
    assert figures["closed"]["f1"]["value"] == 1.0
    assert figures["closed"]["as_read"]["f1"] == 1.0
    assert figures["closed"]["own"] == {"others": 1, "margin": 1.0, "verdict": 1.0}
    ours = figures["open"]["Footnote"]
    assert (ours["found"]["share"], ours["refused"]["share"], ours["cites"]["share"]) == (1.0, 0.0, 1.0)
    assert ours["wrong"] == {"hits": 1, "total": 5, "share": 0.2, "interval": ours["wrong"]["interval"]}
    assert figures["open"]["sentence scorer"]["short"]["hits"] == 0
    said = capsys.readouterr()
    assert "museum.json: 2 articles, 3 paragraphs; all 5 questions asked" in said.out
    assert "4 answerable questions, best span forced: F1  100.0 %" in said.out
    assert "5/5" in said.err  # how many are done, out of how many


def test_everything_can_be_refused(measure: Any) -> None:
    systems = measure("--open-only", risk=0.0)["open"]
    for figures in systems.values():  # the others are shown with as many refusals
        assert (figures["refused"]["hits"], figures["refused_rightly"]["hits"]) == (4, 1)
        assert figures["f1"]["value"] == 0.0
        assert figures["wrong"]["total"] == 0
        assert figures["curve"]["answers"] == 5  # what would have been said is known all the same


@pytest.mark.parametrize(
    ("option", "closed_there", "open_there"), [("--closed-only", True, False), ("--open-only", False, True)]
)
def test_one_setting_can_be_left_out(measure: Any, option: str, closed_there: bool, open_there: bool) -> None:
    figures = measure(option, "--most", "2")
    assert figures["asked"] == 2
    assert (figures["closed"] is not None, figures["open"] is not None) == (closed_there, open_there)


@pytest.mark.parametrize(
    "options", [["--closed-only", "--open-only"], ["--most", "0"], ["--most", "few"], ["--unknown"]]
)
def test_wrong_use_is_status_2(file: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["squad", str(file), *options], open_models=small)
    assert raised.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_an_empty_question_and_one_too_long_are_refused_and_the_run_goes_on(tmp_path: Path, measure: Any) -> None:
    data = json.loads(json.dumps(DATA))
    data["data"][0]["paragraphs"][0]["qas"] += [{"question": q, "answers": []} for q in ("", "why " * 1000)]
    write(tmp_path / "museum.json", data)
    ours = measure()["open"]["Footnote"]
    assert (ours["questions"], ours["refused_rightly"]) == (7, ours["refused_rightly"] | {"hits": 2, "total": 3})


def test_stopping_leaves_no_figures(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_: Settings) -> Any:
        raise KeyboardInterrupt

    written = file.parent / "figures.json"
    assert main(["squad", str(file), "--json", str(written)], open_models=stopped) == 130
    assert capsys.readouterr().err == "\nevals: stopped; nothing was written.\n"
    assert not written.exists()


def test_json_holds_no_number_that_is_none() -> None:
    assert to_json({"a": [float("inf"), float("nan"), 1.5]}) == {"a": [None, None, 1.5]}


# --- Haystack -----------------------------------------------------------------------------------------------


def test_haystack_answers_from_the_same_paragraphs(tmp_path: Path) -> None:
    pytest.importorskip("haystack", reason="Haystack is not installed: requirements-peers.txt")
    zoo = "The keeper came early. He fed a zebra in the morning."
    articles = [article("Zoo", RIVER, zoo), article("Museum", MUSEUM)]
    places = write_documents(articles, tmp_path / "documents")
    haystack = Haystack(save_zebra(tmp_path / "model"), articles, places)
    found = haystack.answer("What did the keeper feed?")
    assert (found.short, found.text, found.surest) == ("zebra", "He fed a zebra in the morning.", found.text)
    ((identifier, span),) = found.cited
    text = (tmp_path / "documents" / identifier).read_text(encoding="utf-8")
    assert span.of(text) == "zebra"
    assert places[0, 1] in found.read
    assert len(found.read) == 3
    assert 0 < found.score <= 1


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("haystack", reason="Haystack is not installed: requirements-peers.txt")
    with pytest.raises(ModelError, match=r"Haystack cannot load this model: .+ python -m training\.as_transformers"):
        Haystack(tmp_path, [], {})


def test_without_haystack_it_is_said_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "haystack", None)
    with pytest.raises(UsageError, match=r"Haystack is not installed .+ -r requirements-peers\.txt"):
        Haystack(tmp_path, [], {})
