"""The command line: ask, index, serve. Results go to stdout, everything else to stderr.

Exit status: 0 for an answer or a refusal, 2 for wrong use, 1 for a failure.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from .errors import FootnoteError, QuestionError, UsageError
from .records import Changes, Problem, printable
from .settings import Settings

_SHOWN_PROBLEMS = 20  # files that could not be read, named one by one


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a character shows "?"
    try:
        status = int(given.run(given))
        sys.stdout.flush()  # here, where a reader that has gone is no error
        return status
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): nothing is left to do, and nothing to complain about.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _say("Stopped. What was indexed is kept; the next run goes on from there.")
        return 130
    except UsageError as error:
        _say(f"footnote: {_one_line(error)}")
        return 2
    except (FootnoteError, OSError) as error:
        _say(f"footnote: {_one_line(error)}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rag",
        description="Ask your documents. Every sentence of an answer carries a footnote with the exact words "
        "of the source, and when the documents do not say, the answer says so.",
        epilog='For example: python -m rag ask "What did the court rule in 2018?"',
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    ask = commands.add_parser(
        "ask",
        help="answer a question, or a file of questions",
        description="Answers one question, or every line of a file of questions.",
        epilog="Exit status: 0 for an answer or a refusal, 2 for wrong use, 1 for a failure.",
    )
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="the question, in quotes")
    what.add_argument(
        "--batch",
        metavar="FILE",
        help='JSON lines with "question" and, if you like, "history"; - reads them from standard input. The '
        "answers come as JSON lines in the same order",
    )
    ask.add_argument("--json", action="store_true", help="print the answer as one line of JSON")
    ask.set_defaults(run=_ask)

    index = commands.add_parser(
        "index",
        help="bring the index up to date with the documents",
        description="Reads the documents folder and brings its index up to date. Asking and serving do that "
        "too; this does it ahead of time.",
    )
    index.add_argument("--json", action="store_true", help="print what changed as one line of JSON")
    index.set_defaults(run=_index)

    doctor = commands.add_parser(
        "doctor",
        help="examine the index, and mend it",
        description="Reads every document and every part of the index, and says what is wrong.",
        epilog="Exit status: 0 for a sound index, 1 for one that is not.",
    )
    doctor.add_argument("--repair", action="store_true", help="mend what is wrong, and examine the index again")
    doctor.set_defaults(run=_doctor)

    serve = commands.add_parser(
        "serve", help="open the page in the browser", description="Serves the page until you press Ctrl-C."
    )
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (default: 7860)")
    serve.set_defaults(run=_serve)

    for command in (ask, index, doctor, serve):
        command.add_argument("--corpus", metavar="DIR", help="the documents folder (default: the two articles)")
        command.add_argument(
            "--index", metavar="DIR", help="the index folder (default: one of its own for each documents folder)"
        )
    return parser


def _settings(given: argparse.Namespace) -> Settings:
    wanted = ("corpus", "index", "host", "port")
    return Settings.load(**{name: getattr(given, name, None) for name in wanted})


def _open(given: argparse.Namespace) -> Any:
    from .assistant import Assistant

    bar = _Bar()
    try:
        assistant = Assistant.open(settings=_settings(given), progress=bar)
    finally:
        bar.close()
    _tell_problems(assistant.problems)
    return assistant


def _ask(given: argparse.Namespace) -> int:
    if given.batch is not None:
        return _batch(given)
    if not given.question.strip():
        raise QuestionError("The question is empty. Type what you want to know.")
    answer = _open(given).ask(given.question)
    print(_json(answer.to_dict()) if given.json else printable(str(answer)))
    return 0


def _batch(given: argparse.Namespace) -> int:
    with _lines(given.batch) as lines:
        assistant = _open(given)
        status = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                asked = _asked(line)
                result = assistant.ask(asked["question"], asked.get("history") or ()).to_dict()
            except QuestionError as error:
                # The line gets an answer of its own, so that answers and questions stay side by side.
                _say(f"footnote: {given.batch}, line {number}: {_one_line(error)}")
                result, status = {"error": _one_line(error), "line": number}, 2
            print(_json(result), flush=True)
    return status


def _lines(name: str) -> IO[bytes]:
    if name == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}. Give a file of JSON lines.") from None


def _asked(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise QuestionError('not JSON. Each line must be like {"question": "…"}.') from None
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        raise QuestionError('no "question". Each line must be like {"question": "…"}.')
    if not isinstance(asked.get("history") or [], list):
        raise QuestionError('"history" must be a list of {"role": …, "content": …}.')
    return asked


def _index(given: argparse.Namespace) -> int:
    from .assistant import Assistant

    bar = _Bar()
    try:
        assistant = Assistant.open(settings=_settings(given), progress=bar, sync=False)
        assistant.sync(bar)
    finally:
        bar.close()
    changes: Changes = assistant.changes
    if given.json:
        print(_json(_changes(changes)))
    else:
        if changes.rebuilt:
            print(f"Built anew: {changes.rebuilt}.")
        print(
            f"{_counted(len(assistant.titles()), 'document')}: {len(changes.added)} added, "
            f"{len(changes.changed)} changed, {len(changes.removed)} removed, {changes.unchanged} as they were."
        )
        if assistant.left_out:
            kinds = ", ".join(kind or "no ending" for kind in assistant.kinds_left_out[:10])
            print(f"Left out, as files of other kinds ({printable(kinds)}): {assistant.left_out:,}.")
    _tell_problems(assistant.problems)
    return 0


def _changes(changes: Changes) -> dict[str, Any]:
    return {
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
        "rebuilt": changes.rebuilt,
        "problems": [{"path": p.path, "message": p.message} for p in changes.problems],
    }


def _doctor(given: argparse.Namespace) -> int:
    from .assistant import Assistant

    bar = _Bar()
    assistant = Assistant.open(settings=_settings(given), progress=bar, sync=False)
    findings = _tell_findings(assistant)
    if findings and given.repair:
        damage = next((finding.said for finding in findings if not finding.stale), None)
        assistant.sync(bar, damage)
        bar.close()
        findings = _tell_findings(assistant)
    if findings and not given.repair:
        _say(
            "Mend it with --repair."
            if any(not f.stale for f in findings)
            else "The next question brings it up to date."
        )
    return 1 if findings else 0


def _tell_findings(assistant: Any) -> list[Any]:
    """Prints what is wrong with an index as it is found, and returns it."""
    findings = []
    for finding in assistant.examine():
        findings.append(finding)
        if len(findings) <= _SHOWN_PROBLEMS:
            print(printable(f"{_one_line(finding.said)}."), flush=True)
    if len(findings) > _SHOWN_PROBLEMS:
        print(f"… and {len(findings) - _SHOWN_PROBLEMS:,} more.")
    if not findings:
        print(f"Sound: {_counted(len(assistant.titles()), 'document')}, every passage where it should be.")
    return findings


def _serve(given: argparse.Namespace) -> int:
    settings = _settings(given)
    from .documents import find

    find(settings.corpus)  # a wrong folder is said here and now, not on a page that nobody sees yet
    from .server import launch  # takes seconds to import

    launch(settings)
    return 0


class _Bar:
    """A progress bar on stderr: one line that is drawn over on a terminal, a line now and then elsewhere."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stderr
        self._drawn = False
        self._tenth = -1

    def __call__(self, done: int, total: int, what: str) -> None:
        share = done / total if total else 1.0
        what = printable(_one_line(what))[:60]
        if self._stream.isatty():
            filled = round(24 * share)
            bar = "█" * filled + "░" * (24 - filled)
            self._stream.write(f"\r\x1b[K{bar} {done:,}/{total:,} {what}")
            self._drawn = True
        elif int(share * 10) != self._tenth:
            self._tenth = int(share * 10)
            self._stream.write(f"{done:,}/{total:,} {what}\n")
        self._stream.flush()

    def close(self) -> None:
        if self._drawn:
            self._stream.write("\n")
            self._stream.flush()
            self._drawn = False


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _tell_problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:_SHOWN_PROBLEMS]:
        _say(f"Not indexed: {_one_line(problem.message)}")
    if len(problems) > _SHOWN_PROBLEMS:
        _say(f"… and {len(problems) - _SHOWN_PROBLEMS:,} more that could not be indexed.")


def _say(message: str) -> None:
    print(printable(message), file=sys.stderr, flush=True)


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _json(value: object) -> str:
    # JSON has escapes for what the output cannot show, and for file names that are no text.
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return line
