"""Asking the assistant every case, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from rag.records import Answer

from .cases import Case, TextOf
from .judge import Result, judge


class Asked(Protocol):
    """Whatever answers questions as rag.Assistant does."""

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ...) -> Answer:
        """The answer to a question, given the messages before it."""
        ...


def run(
    cases: Sequence[Case],
    assistant: Asked,
    text_of: TextOf,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Result, ...]:
    """One result a case, in the same order. `progress` is told how many cases are done."""
    results = []
    for done, case in enumerate(cases, start=1):
        results.append(_ask(case, assistant, text_of))
        progress(done)
    return tuple(results)


def _ask(case: Case, assistant: Asked, text_of: TextOf) -> Result:
    started = time.perf_counter()
    try:
        answer = assistant.ask(case.question, history=[dict(message) for message in case.history])
    # One question that breaks the assistant must not hide what happens to the others: it counts as failed.
    except Exception as error:
        milliseconds = (time.perf_counter() - started) * 1000
        return Result(case=case, answer=None, error=f"{type(error).__name__}: {error}", milliseconds=milliseconds)
    return judge(case, answer, (time.perf_counter() - started) * 1000, text_of)
