"""The chat of one browser tab, and the assistant that every tab shares while it is being opened.

What belongs here: the state of the page, as plain Python. Turn and Chat are what one tab has asked and got; Opening
is the assistant on its way; Assistant is all that the page needs of one. No HTML (views.py), no Gradio (page.py).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from .errors import FootnoteError
from .records import Answer, Document, Problem
from .settings import Settings

TURNS = 50  # questions kept in one chat; older ones leave the page
RECALL = 10  # turns handed to the assistant as history

_log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]


class Assistant(Protocol):
    """What the page needs of the assistant."""

    @property
    def settings(self) -> Settings: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    def ask(self, question: str, history: Sequence[Mapping[str, Any]] = ()) -> Answer: ...
    def document(self, identifier: str) -> Document: ...
    def titles(self) -> Mapping[str, str]: ...
    def close(self) -> None: ...


OpenAssistant = Callable[[Progress], Assistant]


@dataclass(eq=False)
class Turn:
    """A question and what came of it: an answer, an error, or neither while it is being worked on."""

    number: int
    question: str
    answer: Answer | None = None
    error: str | None = None
    unaskable: str | None = None  # why it cannot be asked as it is
    note: str = ""
    task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> bool:
        return self.answer is None and self.error is None and self.unaskable is None


@dataclass
class Chat:
    """The turns of one browser tab, oldest first."""

    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    opened: int = 0
    drawn: int = 0
    _looks: int = 0

    def draw(self, looks: str) -> int:
        """The number of what the page shows of this chat: a higher one when that differs from the last one.

        It is the time of the change in microseconds, so that a chat begun anew by a server started again goes on above
        (unless its clock was set back).
        """
        if not self.drawn or hash(looks) != self._looks:
            self._looks, self.drawn = hash(looks), max(self.drawn + 1, time.time_ns() // 1000)
        return self.drawn

    def add(self, question: str) -> Turn:
        self.asked += 1
        turn = Turn(self.asked, question)
        self.turns = [*self.turns, turn][-TURNS:]
        return turn

    def answer(self, number: int) -> Answer | None:
        return next((turn.answer for turn in self.turns if turn.number == number), None)

    @property
    def waiting(self) -> bool:
        return bool(self.turns) and self.turns[-1].waiting

    def history(self) -> list[dict[str, str]]:
        """The answered turns as plain text messages, for the follow-up question."""
        messages: list[dict[str, str]] = []
        for turn in [turn for turn in self.turns if turn.answer][-RECALL:]:
            assert turn.answer is not None
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": turn.answer.text})
        return messages


class Opening:
    """The assistant on its way: opened once for the whole process, in the background, shared by every tab.

    `corpus` is the documents folder, where it is known before the assistant is there.
    """

    def __init__(self, open_assistant: OpenAssistant, corpus: Path | None = None) -> None:
        self.corpus = corpus
        self.assistant: Assistant | None = None
        self.error: str | None = None
        self.progress = (0, 0, "")
        self._open = open_assistant
        threading.Thread(target=self._run, name="open the assistant", daemon=True).start()

    def _run(self) -> None:
        try:
            assistant = self._open(self._report)
            self.corpus = assistant.settings.corpus
            self.assistant = assistant
        except FootnoteError as error:
            _log.error("%s", error)  # whole: the page leaves out where folders lie
            self.error = str(error)
        except Exception:
            _log.exception("The assistant could not be opened")
            self.error = "Footnote could not start. The terminal it runs in has the details."

    def _report(self, done: int, total: int, what: str) -> None:
        self.progress = (done, total, what)

    @property
    def note(self) -> str:
        done, total, what = self.progress
        counted = f"{done:,} of {total:,}" if total else ""
        return " – ".join(part for part in (what or "Getting ready", counted) if part)

    @property
    def under_way(self) -> bool:
        return self.assistant is None and self.error is None

    def opened(self) -> Assistant:
        if self.assistant is None:
            raise FootnoteError(self.error or "Footnote is still getting ready.")
        return self.assistant
