"""Whatever is asked: any characters, any length, any history. An answer or a QuestionError, in bounded time."""

from __future__ import annotations

import io
import json
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import EmbedTexts, EmbedWords, ReadsNothing
from hypothesis import given
from hypothesis import strategies as st

import rag.assistant
from evals.visitor import Visitor, serving
from rag import Assistant, Settings
from rag.chat import Opening
from rag.cli import main
from rag.documents import load
from rag.errors import QuestionError
from rag.history import turns
from rag.records import Answer

FILES = {
    "court.txt": "The court ruled in November 2018. The companies must pay the victims. Tokyo was furious about it.\n",
    "tea.md": "# Tea\n\nTea is served at four in the harbour café. Everyone is welcome there.\n",
    "words.txt": "A list of the title, the body, the id and the score was on the table. Nobody may drop the table.\n",
}
# Gradio's queue uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing")

LONG = 100_000  # characters: the longest question that any setting allows
SECONDS = 60  # of computing that no question takes, on any machine; most take a hundredth of one


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("inputs")
    (root / "corpus").mkdir()
    for name, text in FILES.items():
        (root / "corpus" / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def opened(place: Path) -> Iterator[Callable[..., Assistant]]:
    """opened(max_question_chars=…) gives an assistant on FILES that never refuses."""
    assistants: dict[int, Assistant] = {}

    def get(max_question_chars: int = 2_000) -> Assistant:
        if max_question_chars not in assistants:
            settings = Settings(
                corpus=place / "corpus",
                index=place / f"index-{max_question_chars}",
                risk=1.0,
                max_question_chars=max_question_chars,
            )
            assistants[max_question_chars] = Assistant.open(
                settings=settings, embedder=EmbedTexts(), extractor=ReadsNothing()
            )
        return assistants[max_question_chars]

    yield get
    for assistant in assistants.values():
        assistant.close()


@pytest.fixture(scope="module")
def assistant(opened: Callable[..., Assistant]) -> Assistant:
    return opened()


@pytest.fixture(scope="module")
def by_words(place: Path) -> Iterator[Assistant]:
    """An assistant for which texts that share words are near, which never refuses."""
    settings = Settings(corpus=place / "corpus", index=place / "index-words", risk=1.0)
    assistant = Assistant.open(settings=settings, embedder=EmbedWords(), extractor=ReadsNothing())
    yield assistant
    assistant.close()


@contextmanager
def bounded() -> Iterator[None]:
    """Fails what would never end. Counts computing and not waiting, so that a busy machine makes no difference."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise AssertionError(f"no end after {SECONDS} s of computing")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def check(assistant: Assistant, question: Any, history: Any = ()) -> Answer | None:
    """Asks; the answer, which is exact and can be shown, or None for a QuestionError. Nothing else happens."""
    try:
        with bounded():
            answer = assistant.ask(question, history)
    except QuestionError as error:
        str(error).encode("utf-8")
        assert "\n" not in str(error)
        return None
    for citation in [*answer.citations, *answer.near]:
        assert load(citation.path).text[citation.start : citation.end] == citation.quote != ""
    str(answer).encode("utf-8")
    json.dumps(answer.to_dict(), ensure_ascii=False).encode("utf-8")
    assert list(assistant.titles()) == list(FILES)
    return answer


# --- characters ---------------------------------------------------------------------------------------------

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=200)  # half characters and controls too


@given(ANYTHING)
def test_any_text_is_a_question(assistant: Assistant, question: str) -> None:
    answer = check(assistant, question)
    assert (answer is None) == (not question.strip())


def scripts() -> dict[str, str]:
    """Some letters of every row of 256 characters that has letters: every script, living or dead."""
    rows: dict[str, str] = {}
    for first in range(0, sys.maxunicode, 256):
        letters = [c for c in map(chr, range(first, first + 256)) if unicodedata.category(c)[0] in "LMN"]
        if letters:
            rows[f"U+{first:04X}"] = " ".join("".join(letters[n : n + 5]) for n in range(0, 40, 5))
    return rows


def test_every_script_can_be_asked_in(assistant: Assistant) -> None:
    rows = scripts()
    assert len(rows) > 300
    for name, letters in rows.items():
        assert check(assistant, f"{letters}?"), name
        assert check(assistant, "court?", [{"role": "user", "content": letters}]), name


@pytest.mark.parametrize("control", [chr(code) for code in (*range(32), 127, *range(128, 160))], ids=repr)
def test_control_characters_are_no_words(by_words: Assistant, control: str) -> None:
    answer = check(by_words, f"When did{control} the {control}court{control} rule?{control}")
    assert answer and answer.citations[0].document == "court.txt"
    assert control in "\n\t" or control not in str(answer)


# --- query languages ----------------------------------------------------------------------------------------

SYNTAX = [  # what somebody types, and the plain words that it is searched as
    ("court AND (", "court AND"),
    ("court OR tea", "court tea"),
    ("+court -tea", "court tea"),
    ("NOT court", "court"),
    ("title:court", "title court"),
    ("body:tea", "body tea"),
    ("id:*", "id"),
    ('"', '"'),
    ('"tea court"', "tea court"),
    ('"court ruled"~9', "court ruled 9"),
    ("court^9 tea", "court 9 tea"),
    ("[court TO tea]", "court TO tea"),
    ("cour*", "cour"),
    ("/cou.*/", "cou"),
    ("court\\", "court"),
    ("IN [court tea]", "IN court tea"),
    ("'; DROP TABLE documents; --", "drop table documents"),
    ("court' OR '1'='1", "court 1 1"),
    ("%", "%"),
    ("tea{{ 7 * 7 }}${7*7}<%= 7 %>", "tea 7 7 7 7 7"),
    ("<script>alert(1)</script>", "script alert 1 script"),
    ("tea $(touch tea) `touch tea`; touch tea | tea && tea", "tea touch tea touch tea touch tea tea tea"),
    ("tea\0court", "tea court"),
]


@pytest.mark.parametrize(("typed", "plain"), SYNTAX, ids=[typed for typed, _ in SYNTAX])
def test_a_question_is_words_and_no_language(assistant: Assistant, typed: str, plain: str) -> None:
    """The same passages are found by words, and in the same order, as for the words alone."""

    def by_words(question: str) -> list[str]:
        hits = [hit for hit in assistant.search(question) if hit.word_rank]
        return [hit.passage.id for hit in sorted(hits, key=lambda hit: hit.word_rank or 0)]

    assert by_words(typed) == by_words(plain)
    answer = check(assistant, typed)
    assert answer and answer.question == typed


def test_a_document_is_asked_for_by_its_id_alone(assistant: Assistant) -> None:
    for identifier in ("%", "_", "' OR '1'='1", "tea.md' --", "TEA.MD", "./tea.md", "../corpus/tea.md", "", "\0"):
        with pytest.raises(KeyError):
            assistant.document(identifier)


# --- length -------------------------------------------------------------------------------------------------

# What sends careless patterns and loops back over the same characters again and again.
PIECES = [
    *("a", " ", "A", "A ", "Aa ", "1", "1,", "2018 ", ".", ". ", "?", "? ", "\n", "\t", ",", "'", '"', "(", "-", "A-"),
    *("that ", "it ", "he ", "his ", "this plan ", "A said he ", "is it true ", "and ", "And ", "of ", "A of "),
    *("A and ", "what ", "What ", "who is ", "what else ", "what about ", "the other ", "so ", "hm", "in which "),
    *("U.S. ", "A.", "COVID-19 ", "court’s ", "courrt ", "日", "क्", "ا", "🍵", "\u0301", "\u200b", "\0", "ß"),
    *("the articles ", "World of ", "thanks ", "thanks for ", "hi, ", "good job ", "name all the ", "our ", "ised "),
]  # fmt: skip
ENDS = [("", ""), ("And ", " z."), ("A", "x!\n")]


def made(piece: str, length: int) -> list[str]:
    """Questions of at most so many characters, of one piece again and again, with a few beginnings and ends."""
    return [f"{head}{piece * ((length - len(head + tail)) // len(piece))}{tail}" for head, tail in ENDS]


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_no_question_is_worked_on_for_long(opened: Callable[..., Assistant], piece: str) -> None:
    for question in made(piece, 2_000):
        check(opened(), question)
    check(opened(LONG), made(piece, 20_000)[-1])


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_no_history_is_worked_on_for_long(assistant: Assistant, piece: str) -> None:
    for said in made(piece, 20_000):
        for chat in ([said, "Tokyo and Seoul met."], ["What did Tokyo say?", said]):
            history = [{"role": ("user", "assistant")[n % 2], "content": text} for n, text in enumerate(chat * 4)]
            for question in ("Why?", "And the other country?", "What did he say about it?"):
                check(assistant, question, history)


@pytest.mark.parametrize("length", [1, 2, 199, 200, 201, 1_999, 2_000, 2_001, 100_001, 1 << 20])
@pytest.mark.parametrize("piece", ["x", "court ", "日", "\ud800", "\n"], ids=repr)
def test_a_question_of_any_length(assistant: Assistant, length: int, piece: str) -> None:
    question = (piece * length)[:length]
    answer = check(assistant, question)
    assert (answer is None) == (length > 2_000 or not question.strip())


KINDS = [
    *("Who said it?", "When was it?", "How many are there?", "Where is it?", "Why did he do it?", "What is it?"),
    *("Is it true that A said so?", "Which are the articles?", "List all of them", "What did A say?", "what else"),
    *("What is this about?", "Summarise A", "How does it work?", "Who is A and what does he do?", "court"),
]  # fmt: skip


def test_no_document_makes_a_question_long(tmp_path: Path) -> None:
    """A file for each piece, and a question of every kind, read by the real reader."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, piece in enumerate(PIECES):
        text = f"A said: {piece * (3_000 // len(piece))} court. {piece * 50}\n\n- {piece * 9}\n" * 2
        (corpus / f"{number}.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path / "index", risk=1.0)
    with bounded(), closing(Assistant.open(settings=settings, embedder=EmbedWords())) as assistant:
        history = [{"role": "user", "content": "What did A say?"}, {"role": "assistant", "content": "A said: that."}]
        for question in KINDS:
            answer = assistant.ask(question, history)
            for citation in answer.citations:
                assert load(citation.path).text[citation.start : citation.end] == citation.quote


# --- histories ----------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANYTHING,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["role", "content", "text", ""]), inner)
    ),
    max_leaves=12,
)
MESSAGES = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "system"]), "content": JSON})
    | st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": ANYTHING}),
    max_size=6,
)


@given(history=JSON | MESSAGES, question=st.sampled_from(["Why?", "What did he say?", "court", "What else?"]))
def test_any_history_is_one_or_a_question_error(assistant: Assistant, history: Any, question: str) -> None:
    check(assistant, question, history)


def test_a_history_of_many_messages_is_bounded(assistant: Assistant) -> None:
    said = {"role": "assistant", "content": "The court ruled. " * 500}
    history = [{"role": "user", "content": "When did the court rule?"}, *[said] * 100_000]
    assert check(assistant, "Why?", history)
    assert check(assistant, "What else?", history)
    ((_, answer),) = turns([{"role": "user", "content": "When?"}, *[said] * 300])
    assert len(answer) <= 4_000


def test_the_latest_messages_count(assistant: Assistant) -> None:
    old = [{"role": "user", "content": "Where is tea served?"}, {"role": "assistant", "content": "In the café."}] * 999
    new = [{"role": "user", "content": "When did the court rule?"}, {"role": "assistant", "content": "In 2018."}]
    assert check(assistant, "Why?", [*old, *new])
    assert assistant.understand("Why?", [*old, *new]).text == "Why did the court rule?"
    answer = check(assistant, "and when was that?", [*old, *new])
    assert answer and answer.citations[0].document == "court.txt"


# --- the page -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    with serving(Opening(lambda _: assistant)) as where:
        yield where


@pytest.mark.parametrize("sent", [None, 5, 0.5, True, [], ["court"], {}, "\ud800?", "\0", "x" * 100_002], ids=repr)
def test_whatever_is_sent_to_the_page_the_chat_goes_on(url: str, sent: Any) -> None:
    with closing(Visitor(url)) as visitor:
        reply = visitor.send("box", "submit", sent)
        assert reply.status_code in (200, 422) or "error" in reply.json()
        visitor.trigger("conversation", "look")
        visitor.trigger("conversation", "look")
        question, said = visitor.ask("When did the court rule?")[-1]
        assert (question, bool(said)) == ("When did the court rule?", True)


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        [],
        {},
        {"answer": [], "place": {}},
        {"answer": "1" * 5_000},
        {"document": ["x"]},
        {"document": "\ud800"},
    ],
    ids=repr,
)
@pytest.mark.parametrize(("part", "event"), [("conversation", "cite"), ("panel", "open"), ("conversation", "example")])
def test_whatever_a_click_sends_is_looked_up(url: str, part: str, event: str, data: Any) -> None:
    with closing(Visitor(url)) as visitor:
        reply = visitor.send(part, event, data=data)
        assert reply.status_code in (200, 422)
        assert "Traceback" not in reply.text


# --- the command line ---------------------------------------------------------------------------------------


@pytest.fixture
def command(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """command("ask", …) gives (exit status, standard output, standard error)."""
    monkeypatch.setattr(rag.assistant, "open_embedder", lambda *_: EmbedTexts())
    monkeypatch.setattr(rag.assistant, "extractor_of", lambda _: ReadsNothing())
    monkeypatch.setenv("FOOTNOTE_RISK", "1")
    monkeypatch.setenv("FOOTNOTE_CORPUS", str(place / "corpus"))
    monkeypatch.setenv("FOOTNOTE_INDEX", str(place / "index"))
    monkeypatch.chdir(place)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with bounded():
            status = main(arguments)
        return status, *capsys.readouterr()

    return run


@pytest.mark.parametrize("typed", [typed for typed, _ in SYNTAX if "\0" not in typed] + ["\udce9", "ä\u202eb", "🍵"])
def test_any_words_on_the_command_line(command: Callable[..., tuple[int, str, str]], place: Path, typed: str) -> None:
    before = sorted(path.name for path in place.iterdir())
    status, out, err = command("ask", typed, "--json")
    assert status == 0
    assert json.loads(out)["question"] == typed.replace("\udce9", "?")
    assert err == "" or "Indexing" in err
    assert sorted(path.name for path in place.iterdir()) in (before, sorted([*before, "index"]))


def test_a_question_of_a_megabyte_is_wrong_use(command: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = command("ask", "x" * (1 << 20))
    assert (status, out) == (2, "")
    assert "1,048,576 characters, more than the 2,000 allowed" in err


LINES = [
    pytest.param({"question": "x" * (1 << 20)}, "1,048,576 characters", id="a megabyte"),
    pytest.param({"question": "Why?", "history": [{"role": "user", "content": "x " * (1 << 20)}]}, "", id="long ago"),
    pytest.param({"question": "Why?", "history": [{"role": "user"}] * 10_000}, "", id="many messages"),
    pytest.param({"question": "Why?", "history": [[[[]]]]}, "history must be", id="lists in lists"),
    pytest.param({"question": "Why?", "history": [{"role": ["user"], "content": ""}]}, "history must be", id="a role"),
    pytest.param({"question": "\ud800\udfff court \udfff"}, "", id="half characters"),
    pytest.param({"question": "court \0\x1b[31m"}, "", id="controls"),
    pytest.param({"question": "court", "history": {}}, "", id="an empty history of another kind"),
    pytest.param({"question": "court", "history": {"role": "user"}}, '"history" must be a list', id="one message"),
    pytest.param({"question": ["court"]}, 'no "question"', id="a list"),
    pytest.param([1e400, -0.0, 10**30], 'no "question"', id="numbers"),
]


@pytest.mark.parametrize(("line", "error"), LINES)
def test_any_line_of_a_batch(
    command: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch, place: Path, line: Any, error: str
) -> None:
    batch = place / "corpus" / ".batch.jsonl"  # hidden: it is no document
    batch.write_text(f'{json.dumps(line)}\n{{"question": "court"}}\n', encoding="utf-8")
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8"))
    status, _, err = command("ask", "--batch", str(batch))
    first, second = map(json.loads, written.getvalue().decode().splitlines())
    assert second["citations"][0]["document"] == "court.txt"
    assert status == (2 if error else 0)
    assert error in first.get("error", "")
    assert ("error" in first) == bool(error) == ("line 1" in err)
