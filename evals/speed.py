"""`python -m evals.speed`: what starting, indexing and asking cost on this machine.

Medians and 95th percentiles of one run. The machine may be busy with other things: compare figures of the same
run, not of two runs.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from rag.assistant import Assistant
from rag.embedder import SentenceTransformerEmbedder
from rag.settings import Settings

from .cases import SETS, documents_in, load_cases
from .metrics import percentile

T = TypeVar("T")


def main() -> int:
    print("Starting, in a process of its own (seconds):")
    for statement in ("import rag", "import rag.assistant", "import sentence_transformers", "import gradio"):
        print(f"  {statement:<32}{_start(statement):8.2f}")
    seconds, embedder = _timed(SentenceTransformerEmbedder)
    print(f"  {'load the embedding model':<32}{seconds:8.2f}")
    case_set = SETS["tokyo"]
    cases = [c for c in load_cases(case_set.cases, documents_in(case_set.corpus)) if c.kind != "smalltalk"]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=case_set.corpus, index=Path(folder) / "index")
        first, assistant = _timed(lambda: Assistant.open(settings=settings, embedder=embedder))
        assistant.close()
        again, assistant = _timed(lambda: Assistant.open(settings=settings, embedder=embedder))
        with closing(assistant):
            print(f"Opening the {len(assistant.titles())} articles (seconds):")
            print(f"  {'first time, index built':<32}{first:8.2f}")
            print(f"  {'again, index in place':<32}{again:8.2f}")
            cold, _ = _timed(lambda: assistant.ask(cases[0].question))
            asked = [_timed(lambda case=case: assistant.ask(case.question, case.history))[0] for case in cases]  # type: ignore[misc]
            searched = [_timed(lambda case=case: assistant.search(case.question))[0] for case in cases]  # type: ignore[misc]
    print(f"Asking {len(cases)} questions (milliseconds):        median      95 %")
    print(f"  {'the first one':<32}{1000 * cold:20.0f}")
    _row("a question", asked)
    _row("of it: search, both indexes", searched)
    return 0


def _row(what: str, seconds: list[float]) -> None:
    high = percentile(seconds, 0.95) or 0.0
    print(f"  {what:<32}{1000 * statistics.median(seconds):20.0f}{1000 * high:10.0f}")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = perf_counter()
    result = work()
    return perf_counter() - started, result


def _start(statement: str) -> float:
    """Seconds from the start of an interpreter to the end of the statement, best of three."""
    return min(_timed(lambda: subprocess.run([sys.executable, "-c", statement], check=True))[0] for _ in range(3))


if __name__ == "__main__":
    sys.exit(main())
