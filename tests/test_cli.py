"""The command line: results on stdout, everything else on stderr, and an exit status that a script can trust.

Where only the words matter, `main` runs in this process with a model of ten lines; where the process matters
(pipes, signals, `python -m rag`), a real one is started.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import EmbedWords

import rag.assistant
from rag.cli import _parser, main
from rag.errors import ModelError
from rag.records import CANNOT_ANSWER, NOT_FROM_DOCUMENTS

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "court.txt": "The court ruled in November 2018. The companies must pay the victims of “forced labour”.\n",
    "sub/tea.md": "# Tea\n\nTea is served at four in the harbour café. 🍵 Everyone is welcome there.\n",
}
QUESTION = "When did the court rule?"


class Ran(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents in corpus/; the index beside it is shared by the tests of this file."""
    root = tmp_path_factory.mktemp("place")
    for name, text in FILES.items():
        path = root / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def run(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Ran]]:
    """run("ask", "…") runs a command on the shared folder; never refusing, unless risk= says so."""
    opened: list[rag.assistant.Assistant] = []
    opens = rag.assistant.Assistant.open

    def remember(**given: Any) -> rag.assistant.Assistant:
        opened.append(opens(**given))
        return opened[-1]

    monkeypatch.setattr(rag.assistant, "open_embedder", lambda *_: EmbedWords())
    monkeypatch.setattr(rag.assistant.Assistant, "open", remember)
    monkeypatch.setenv("FOOTNOTE_CORPUS", str(place / "corpus"))
    monkeypatch.setenv("FOOTNOTE_INDEX", str(place / "index"))

    def command(*arguments: str | Path, risk: float = 1.0) -> Ran:
        monkeypatch.setenv("FOOTNOTE_RISK", str(risk))
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:  # argparse leaves this way
            status = int(stopped.code or 0)
        return Ran(status, *capsys.readouterr())

    yield command
    for assistant in opened:
        assistant.close()


def started(*arguments: str, place: Path | None = None, **given: Any) -> subprocess.Popen[bytes]:
    """A real process: `python -m rag`, or, on a place, the same command line with the small model."""
    fake = (
        "import sys, rag.assistant, rag.cli, conftest\n"
        "rag.assistant.open_embedder = lambda *_: conftest.EmbedWords()\n"
        "sys.exit(rag.cli.main())"
    )
    python = ["-c", fake] if place else ["-m", "rag"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "FOOTNOTE_RISK": "1"}
    if place:
        environment |= {"FOOTNOTE_CORPUS": str(place / "corpus"), "FOOTNOTE_INDEX": str(place / "index")}
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment | given.pop("env", {}), **given}
    return subprocess.Popen([sys.executable, *python, *arguments], cwd=ROOT, **given)


def finished(process: subprocess.Popen[bytes], said: bytes | None = None) -> Ran:
    out, err = process.communicate(said, timeout=100)
    return Ran(process.returncode, (out or b"").decode(), (err or b"").decode())


def lines(*questions: object) -> str:
    return "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)


# --- answers ------------------------------------------------------------------------------------------------


CONTRACT = ["question", "answer", "short", "abstained", "reason", "claims", "citations", "near", "seconds"]
CITATION = ["document", "path", "title", "start", "end", "quote", "page"]


def test_an_answer_as_json_has_the_shape_of_the_contract(run: Callable[..., Ran], place: Path) -> None:
    ran = run("ask", QUESTION, "--json")
    (answer,) = ran.answers
    assert ran.status == 0
    assert list(answer) == CONTRACT
    assert (answer["question"], answer["abstained"], answer["reason"], answer["near"]) == (QUESTION, False, None, [])
    assert [list(claim) for claim in answer["claims"]] == [["text", "citations"]] * len(answer["claims"])
    assert answer["citations"] and answer["answer"] and answer["seconds"] >= 0
    for citation in [*answer["citations"], *answer["claims"][0]["citations"]]:
        assert list(citation) == CITATION
        path = Path(citation["path"])
        assert path == (place / "corpus" / citation["document"]).resolve()
        assert path.read_text(encoding="utf-8")[citation["start"] : citation["end"]] == citation["quote"]


def test_a_refusal_as_json_has_a_reason_and_what_is_near(run: Callable[..., Ran]) -> None:
    ran = run("ask", "Who won the cup in Qatar?", "--json", risk=0)
    (answer,) = ran.answers
    assert ran.status == 0
    assert list(answer) == CONTRACT
    assert (answer["answer"], answer["abstained"], answer["claims"], answer["citations"]) == (
        CANNOT_ANSWER,
        True,
        [],
        [],
    )
    assert answer["reason"] and answer["near"]
    assert all(list(citation) == CITATION for citation in answer["near"])


def test_an_answer_as_text_has_its_footnotes_below(run: Callable[..., Ran]) -> None:
    ran = run("ask", QUESTION)
    said, blank, note = ran.out.splitlines()[-3:]
    assert ran.status == 0
    assert said == "The court ruled in November 2018. [1]" and blank == ""
    assert note == "[1] court.txt, characters 0–33: “The court ruled in November 2018.”"


def test_a_refusal_as_text_says_that_the_passages_are_no_answer(run: Callable[..., Ran]) -> None:
    ran = run("ask", "Who won the cup in Qatar?", risk=0)
    assert ran.status == 0
    assert ran.out.startswith(CANNOT_ANSWER + "\n") and "\nNearest passages (not an answer):\n  - " in ran.out


def test_small_talk_is_answered_too(run: Callable[..., Ran]) -> None:
    (answer,) = run("ask", "What documents do you have?", "--json").answers
    assert answer["reason"] == NOT_FROM_DOCUMENTS
    assert "sub/tea.md" in answer["answer"]


def test_stdout_holds_nothing_but_the_result(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("ask", QUESTION, "--json", "--index", tmp_path / "fresh")  # indexes first, and says so
    assert len(ran.out.splitlines()) == 1
    assert "Indexing" in ran.err and "{" not in ran.err


def test_what_documents_hold_does_not_drive_the_terminal(run: Callable[..., Ran], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("The door \x1b[31mis red\x1b[0m \x9b2J today.\u202e", encoding="utf-8")
    ran = run("ask", "What is red?", "--corpus", corpus, "--index", tmp_path / "index")
    assert "is red" in ran.out
    assert not {c for c in ran.out + ran.err if not c.isprintable() and c not in "\n\t"}


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_output_that_is_not_unicode_still_gets_the_answer(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, options: Sequence[str]
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    assert run("ask", "Where is tea served?", *options).status == 0
    if options:
        assert "café" in json.loads(written.getvalue())["citations"][0]["quote"]
    else:
        assert b"caf?" in written.getvalue()


# --- batches ------------------------------------------------------------------------------------------------


def test_a_batch_is_answered_in_its_order(run: Callable[..., Ran], tmp_path: Path) -> None:
    questions = [QUESTION, "Where is tea served?", "hello", "Who must pay?", QUESTION]
    batch = tmp_path / "questions.jsonl"
    batch.write_text(lines(*({"question": question} for question in questions)), encoding="utf-8")
    ran = run("ask", "--batch", batch)
    assert ran.status == 0
    assert [answer["question"] for answer in ran.answers] == questions
    assert all(list(answer) == CONTRACT for answer in ran.answers)


def test_a_line_may_have_a_history(run: Callable[..., Ran], tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    history = [{"role": "user", "content": "Where is tea served?"}, {"role": "assistant", "content": "In the harbour."}]
    batch.write_text(lines({"question": "When?", "history": history}, {"question": "When?", "history": None}))
    with_history, without = run("ask", "--batch", batch).answers
    assert with_history["citations"][0]["document"] == "sub/tea.md"
    assert with_history["question"] == without["question"] == "When?"


GOOD = b'{"question": "Who must pay?"}'


@pytest.mark.parametrize(
    ("line", "error"),
    [
        pytest.param(b"Who must pay?", "not JSON", id="not JSON"),
        pytest.param(b'{"question": "Who', "not JSON", id="cut off"),
        pytest.param(b'{"question": "caf\xe9?"}', "not JSON", id="not UTF-8"),
        pytest.param(b"[" * 100_000, "not JSON", id="too deep"),
        pytest.param(b'"Who must pay?"', 'no "question"', id="no object"),
        pytest.param(b'{"query": "Who must pay?"}', 'no "question"', id="no question"),
        pytest.param(b'{"question": 3}', 'no "question"', id="a question that is no text"),
        pytest.param(b'{"question": " "}', "The question is empty", id="empty"),
        pytest.param(b'{"question": "' + b"x" * 2001 + b'"}', "2,001 characters", id="overlong"),
        pytest.param(b'{"question": "Why?", "history": "no"}', '"history" must be a list', id="history: no list"),
        pytest.param(b'{"question": "Why?", "history": [3]}', "history must be a list of", id="history: no messages"),
    ],
)
def test_a_bad_line_gets_an_error_in_its_place(
    run: Callable[..., Ran], tmp_path: Path, line: bytes, error: str
) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_bytes(GOOD + b"\n\n" + line + b"\n" + GOOD)
    ran = run("ask", "--batch", batch)
    first, bad, last = ran.answers
    assert ran.status == 2
    assert list(bad) == ["error", "line"] and error in bad["error"] and bad["line"] == 3
    assert first["question"] == last["question"] == "Who must pay?"
    assert ran.err.splitlines()[-1] == f"footnote: {batch}, line 3: {bad['error']}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + GOOD + b"\n", id="byte order mark"),
        pytest.param(GOOD + b"\r\n", id="Windows line ends"),
        pytest.param(b"\n  \n" + GOOD, id="blank lines"),
        pytest.param(b'{"question": "Who must \\ud800pay?"}', id="half a character"),
        pytest.param(b'{"question": "Who\\u0000 must pay?", "id": 7}', id="a null, and more fields"),
        pytest.param('{"question": "日本 🙂 ﷽?"}'.encode(), id="other scripts"),
    ],
)
def test_lines_that_are_unusual_and_right(run: Callable[..., Ran], tmp_path: Path, content: bytes) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_bytes(content)
    ran = run("ask", "--batch", batch)
    assert ran.status == 0
    assert [list(answer) for answer in ran.answers] == [CONTRACT]


def test_an_empty_batch_has_no_answers(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert run("ask", "--batch", tmp_path / "empty.jsonl")[:2] == (0, "")


# --- index --------------------------------------------------------------------------------------------------


def test_index_says_what_it_did(run: Callable[..., Ran], tmp_path: Path) -> None:
    first = run("index", "--index", tmp_path / "index")
    assert (first.status, first.out) == (0, "2 documents: 2 added, 0 changed, 0 removed, 0 as they were.\n")
    assert "2/2" in first.err
    again = run("index", "--index", tmp_path / "index", "--json")
    assert again.answers == [
        {"added": [], "changed": [], "removed": [], "unchanged": 2, "rebuilt": None, "problems": []}
    ]
    assert again.err == ""


def test_files_that_cannot_be_read_are_named_and_the_others_indexed(run: Callable[..., Ran], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_text("The door is red.")
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    for n in range(23):
        (corpus / f"empty\n{n:02}.txt").touch()
    ran = run("index", "--corpus", corpus, "--index", tmp_path / "index")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "1 document: 1 added, 0 changed, 0 removed, 0 as they were.",
        "Left out, as files of other kinds (.png): 1.",
    ]
    named = [line for line in ran.err.splitlines() if line.startswith("Not indexed: ")]
    assert len(named) == 20 and all("is empty" in line for line in named)
    assert ran.err.splitlines()[-1] == "… and 3 more that could not be indexed."


# --- wrong use and failure ----------------------------------------------------------------------------------

WRONG = [
    pytest.param(["ask"], "one of the arguments question --batch is required", id="no question"),
    pytest.param([], "the following arguments are required: COMMAND", id="no command"),
    pytest.param(["tell"], "invalid choice: 'tell'", id="another command"),
    pytest.param(["ask", "a", "b"], "unrecognized arguments: b", id="a question without quotes"),
    pytest.param(["ask", "a", "--batch", "b"], "not allowed with argument", id="a question and a batch"),
    pytest.param(["serve", "--port", "x"], "invalid int value: 'x'", id="a port that is no number"),
    pytest.param(["serve", "--port", "70000"], "port is 70000, but must be between 0 and 65,535", id="no such port"),
    pytest.param(["ask", ""], "The question is empty. Type what you want to know.", id="empty question"),
    pytest.param(["ask", " \n"], "The question is empty. Type what you want to know.", id="blank question"),
    pytest.param(["ask", "x" * 2001], "2,001 characters, more than the 2,000 allowed", id="overlong question"),
    pytest.param(["ask", "a", "--corpus", "no/such"], "The documents folder no/such does not exist", id="no folder"),
    pytest.param(["index", "--corpus", "no/such"], "The documents folder no/such does not exist", id="index: none"),
    pytest.param(["ask", "a", "--corpus", __file__], "is a file, not a folder", id="a file for a folder"),
    pytest.param(["ask", "a", "--corpus", ""], "corpus is '', but must be a path", id="an empty folder name"),
    pytest.param(["ask", "--batch", "no/such"], "no/such cannot be read: No such file", id="no batch file"),
    pytest.param(["ask", "--batch", "."], ". cannot be read: Is a directory", id="a folder for a batch"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_use_is_status_2_and_one_line(run: Callable[..., Ran], arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    told = [line for line in ran.err.splitlines() if not line.startswith(("usage:", " "))]
    assert len([line for line in told if "Index" not in line]) == 1
    assert message in told[-1]


def test_a_variable_that_cannot_be_used_is_named(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_HITS", "0")
    assert run("ask", "a")[::2] == (2, "footnote: FOOTNOTE_HITS is 0, but must be between 1 and 100.\n")


def test_a_folder_that_is_no_index_is_a_failure(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "precious.txt").touch()
    ran = run("ask", "a", "--index", tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert (
        ran.err == f"footnote: {tmp_path} is not empty and holds no Footnote index. Name another folder with --index.\n"
    )


def test_a_model_that_cannot_be_loaded_is_a_failure(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ModelError("The model 'x'\ncannot be loaded.")

    monkeypatch.setattr(rag.assistant, "open_embedder", fail)
    assert run("index") == (1, "", "footnote: The model 'x' cannot be loaded.\n")


def test_an_interruption_is_no_traceback(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rag.assistant, "find", stop)
    assert run("index") == (130, "", "Stopped. What was indexed is kept; the next run goes on from there.\n")


# --- help ---------------------------------------------------------------------------------------------------


def test_every_command_and_option_has_a_help_text() -> None:
    (commands,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert {choice.dest: bool(choice.help) for choice in commands._choices_actions} == dict.fromkeys(
        commands.choices, True
    )
    for parser in commands.choices.values():
        assert parser.description
        for action in parser._actions:
            assert action.help and not action.help.endswith("."), action.dest


def test_the_contract_has_these_commands() -> None:
    (commands,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert list(commands.choices) == ["ask", "index", "doctor", "serve"]
    for parser in commands.choices.values():
        assert {"--corpus", "--index"} <= {option for action in parser._actions for option in action.option_strings}


# --- real processes -----------------------------------------------------------------------------------------


def test_help_comes_at_once_and_fits_a_terminal() -> None:
    ran = finished(started("--help", env={"COLUMNS": "80"}))
    assert (ran.status, ran.err) == (0, "")
    assert "python -m rag ask" in ran.out
    assert all(command in ran.out for command in ("ask ", "index ", "serve "))
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_wrong_folder_is_told_before_a_model_is_loaded() -> None:
    ran = finished(started("ask", "Who?", "--corpus", "no/such"))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("footnote: The documents folder no/such does not exist. ")
    assert len(ran.err.splitlines()) == 1


def test_a_batch_from_standard_input_is_answered_line_by_line(place: Path) -> None:
    process = started("ask", "--batch", "-", place=place, stdin=subprocess.PIPE)
    assert process.stdin and process.stdout
    for question in ("Who must pay?", "Où est le café?"):
        # Each answer comes before the next question is asked: a program can converse with this one.
        process.stdin.write(lines({"question": question}).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["question"] == question
    ran = finished(process, b"nonsense")
    assert ran.status == 2
    assert ran.answers[0]["line"] == 3
    assert ran.err.splitlines()[-1].startswith("footnote: -, line 3: not JSON")


def test_a_reader_that_has_gone_is_no_error(place: Path) -> None:
    process = started("ask", "--batch", "-", place=place, stdin=subprocess.PIPE)
    assert process.stdin and process.stdout
    process.stdin.write(lines(*[{"question": "hello"}] * 3).encode())
    process.stdin.flush()
    assert process.stdout.readline()
    process.stdout.close()  # what `| head -1` does
    process.stdout = None
    ran = finished(process, lines(*[{"question": "hello"}] * 3).encode())
    assert ran.status == 0
    assert "Error" not in ran.err and "Traceback" not in ran.err


def test_a_reader_that_was_never_there_is_no_error(place: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = started("ask", "hello", "--json", place=place, stdout=writing)
    os.close(writing)
    ran = finished(process)
    assert ran.status == 0
    assert "Error" not in ran.err and "Traceback" not in ran.err


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_stops_with_one_line(place: Path) -> None:
    process = started("ask", "--batch", "-", place=place, stdin=subprocess.PIPE)
    assert process.stdin and process.stdout
    process.stdin.write(lines({"question": "hello"}).encode())
    process.stdin.flush()
    assert process.stdout.readline()  # it runs now, and waits for the next line
    process.send_signal(signal.SIGINT)
    ran = finished(process)
    assert (ran.status, ran.out) == (130, "")
    assert ran.err.splitlines()[-1].startswith("Stopped.") and "Traceback" not in ran.err
