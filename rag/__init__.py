"""Footnote answers questions about your documents; every sentence carries a footnote that anyone can check.

    file ──documents.load──▶ Document ──passages.split──▶ Passage ──index.sync──▶ Index

    question, history ──followup.standalone──▶ question ──question.analyse, spelling.respell──▶ Query
    Query ──retriever.search──▶ Hits ──reader.read──▶ Readings ──composer.compose──▶ Answer

Start with `answer("…")` for the delivered articles, or `Assistant.open(corpus="my/folder")` for your own.
Importing this package loads no model and no library: that waits for the first use.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import (
    BusyError,
    CorpusError,
    DocumentError,
    FootnoteError,
    ModelError,
    QuestionError,
    SettingError,
    StoreError,
    UnreachableError,
    UsageError,
)
from .records import (
    CANNOT_ANSWER,
    DIFFERENT_ANSWERS,
    NOT_FROM_DOCUMENTS,
    Answer,
    Changes,
    Citation,
    Claim,
    Document,
    Heading,
    Hit,
    Passage,
    Problem,
    Reading,
    Span,
)
from .settings import Settings

if TYPE_CHECKING:
    from .assistant import Assistant

__version__ = "0.1.0"
__all__ = [
    "CANNOT_ANSWER",
    "DIFFERENT_ANSWERS",
    "NOT_FROM_DOCUMENTS",
    "Answer",
    "Assistant",
    "BusyError",
    "Changes",
    "Citation",
    "Claim",
    "CorpusError",
    "Document",
    "DocumentError",
    "FootnoteError",
    "Heading",
    "Hit",
    "ModelError",
    "Passage",
    "Problem",
    "QuestionError",
    "Reading",
    "SettingError",
    "Settings",
    "Span",
    "StoreError",
    "UnreachableError",
    "UsageError",
    "answer",
]

_default: Assistant | None = None
_opening = threading.Lock()


def answer(question: str, history: Sequence[Mapping[str, Any]] = ()) -> Answer:
    """Answers from the documents of the settings: the two delivered articles, unless FOOTNOTE_CORPUS is set.

    The first call opens the documents and loads the model; later ones share them. `history` and errors as
    in Assistant.ask and Assistant.open.
    """
    global _default
    with _opening:
        if _default is None:
            from .assistant import Assistant

            _default = Assistant.open()
    return _default.ask(question, history)


def __getattr__(name: str) -> Any:
    if name == "Assistant":
        from .assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
