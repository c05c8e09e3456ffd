"""`python -m evals.load`: many people at once, at the page and in the Python API, also while files are indexed.

Everybody asks about themselves (crowd.py), and every answer must be the one that the same chat gets when nobody
else is there. The page is the real one, on this machine, and everybody has a Gradio client of their own.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rag.assistant import Assistant
from rag.chat import Opening
from rag.records import Answer
from rag.settings import Settings

from .crowd import MOST, Person, crowd, write
from .metrics import percentile
from .visitor import Visitor, serving


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of the run: how long its answer took, and what was wrong with it ("" when nothing was)."""

    seconds: float
    wrong: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything; 1 when a question failed or got another answer than its own, else 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.load", description="Many people asking at once.")
    parser.add_argument("--people", type=int, default=50, help=f"how many, at most {MOST} (default: 50)")
    parser.add_argument("--questions", type=int, default=4, help="questions that each of them asks (default: 4)")
    given = parser.parse_args(arguments)
    if not (1 <= given.people <= MOST and given.questions >= 1):
        parser.error(f"--people must be 1 to {MOST}, and --questions 1 or more")
    people = crowd(given.people, given.questions)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        write(people, corpus)
        with closing(Assistant.open(settings=Settings(corpus=corpus, index=Path(folder) / "index"))) as assistant:
            right = alone(assistant, people)
            with serving(Opening(lambda _: assistant)) as url:
                runs = {
                    "at the page": everybody(people, lambda person: at_the_page(url, person, right)),
                    "in Python": everybody(people, lambda person: in_python(assistant, person, right)),
                }
                with indexing(assistant) as times:
                    runs["at the page, while indexing"] = everybody(
                        people, lambda person: at_the_page(url, person, right)
                    )
    print(f"{given.people} people at once, {given.questions} questions each (seconds):")
    print(f"  {'':<30}{'answers':>8}{'wrong':>8}{'median':>8}{'95 %':>8}")
    for what, asked in runs.items():
        print(_row(what, asked))
    print(f"Meanwhile, the index was brought up to date {len(times)} times.")
    wrong = [f"{what}: {one.wrong}" for what, asked in runs.items() for one in asked if one.wrong]
    print("\n".join(wrong[:20]), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


def _row(what: str, asked: Sequence[Asked]) -> str:
    seconds = [one.seconds for one in asked]
    wrong = sum(bool(one.wrong) for one in asked)
    median, high = statistics.median(seconds), percentile(seconds, 0.95)
    return f"  {what:<30}{len(asked):>8}{wrong:>8}{median:>8.2f}{high:>8.2f}"


# ── what everybody should hear ────────────────────────────────────────────────────────────────────────────────


Right = Mapping[str, Sequence[Answer]]  # by document: the answers to its person's questions, in order


def alone(assistant: Assistant, people: Sequence[Person]) -> Right:
    """What each person is answered when nobody else is there."""
    return {person.document: [answer for _, answer in _chat(assistant, person)] for person in people}


def _chat(assistant: Assistant, person: Person) -> Iterator[tuple[float, Answer]]:
    """The person's questions, asked one after the other in one chat: (seconds, answer)."""
    history: list[dict[str, str]] = []
    for question in person.questions:
        started = perf_counter()
        answer = assistant.ask(question, history)
        yield perf_counter() - started, answer
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]


# ── everybody at once ─────────────────────────────────────────────────────────────────────────────────────────


def everybody(people: Sequence[Person], ask: Callable[[Person], list[Asked]]) -> list[Asked]:
    """Everybody asks in a thread of their own; nobody begins before all are there. A chat that fails is one wrong."""
    ready = threading.Barrier(len(people))

    def begin(person: Person) -> list[Asked]:
        ready.wait()
        started = perf_counter()
        try:
            return ask(person)
        except Exception as error:  # to be told with the others
            return [Asked(seconds=perf_counter() - started, wrong=f"{person.document}: {error!r}")]

    with ThreadPoolExecutor(len(people)) as pool:
        return [one for asked in pool.map(begin, people) for one in asked]


def in_python(assistant: Assistant, person: Person, right: Right) -> list[Asked]:
    """The person's chat through the Python API."""
    return [
        Asked(
            seconds=seconds,
            wrong="" if answer.text == expected.text and answer.citations == expected.citations else str(answer),
        )
        for (seconds, answer), expected in zip(_chat(assistant, person), right[person.document], strict=True)
    ]


def at_the_page(url: str, person: Person, right: Right) -> list[Asked]:
    """The person's chat at the page. After each answer, the whole conversation must be this person's, in order."""
    asked = []
    with closing(Visitor(url)) as visitor:
        for number, question in enumerate(person.questions, start=1):
            started = perf_counter()
            shown = visitor.ask(question)
            expected = [
                (question, answer.text)
                for question, answer in zip(person.questions[:number], right[person.document], strict=False)
            ]
            wrong = "" if shown == expected else f"{shown} instead of {expected}"
            asked.append(Asked(seconds=perf_counter() - started, wrong=wrong))
    return asked


@contextmanager
def indexing(assistant: Assistant) -> Iterator[list[float]]:
    """Files come and change all the while, and the index follows; gives the seconds that each time took."""
    done, took = threading.Event(), list[float]()
    folder = assistant.settings.corpus / "notes"
    folder.mkdir(exist_ok=True)

    def work() -> None:
        while not done.is_set():
            started = perf_counter()
            for number in range(5):
                note = f"Note {len(took)} on tide {number}: the water stood at {len(took) + number} feet.\n"
                (folder / f"tide-{number}.txt").write_text(note * 5, encoding="utf-8")
            assistant.sync()
            took.append(perf_counter() - started)

    thread = threading.Thread(target=work, name="indexing")
    thread.start()
    try:
        yield took
    finally:
        done.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
