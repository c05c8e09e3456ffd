"""Haystack beside Footnote: its BM25 retriever and its extractive reader, over the same paragraphs.

Needs what requirements-peers.txt names. Each paragraph is one of Haystack's documents, which spares it the splitting.
Its reader gives a model no token types, which a model of BERT's kind has learned to expect.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from rag.errors import ModelError, UsageError, said_by
from rag.records import Span
from rag.text import sentences

from .files import Article
from .given import Given, Place


class Haystack:
    """Answers with a model of the transformers kind in `folder`; reads the ten best paragraphs, as is its default.

    It never refuses. Raises UsageError when Haystack is not installed, ModelError when the model cannot be loaded.
    """

    def __init__(self, folder: Path, articles: Sequence[Article], places: Mapping[tuple[int, int], Place]) -> None:
        # Set before the import: Haystack would report its use, and look for newer files on a hub.
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            from haystack import Document
            from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
            from haystack.document_stores.in_memory import InMemoryDocumentStore
            from haystack_integrations.components.readers.transformers import TransformersExtractiveReader
        except ImportError as error:
            raise UsageError(
                f"Haystack is not installed ({error}). Install it: .venv/bin/pip install -c constraints.txt "
                f"-r requirements-peers.txt"
            ) from None
        store = InMemoryDocumentStore()
        store.write_documents(
            [
                Document(
                    id=f"{a}.{p}", content=articles[a].paragraphs[p].text, meta={"document": name, "at": span.start}
                )
                for (a, p), (name, span) in places.items()
            ]
        )
        self._retriever: Any = InMemoryBM25Retriever(store)
        try:
            self._reader: Any = TransformersExtractiveReader(model=str(folder), top_k=1, no_answer=False)
            self._reader.warm_up()
        except Exception as error:
            raise ModelError(
                f"{folder}: Haystack cannot load this model: {said_by(error)}. Make one with python -m "
                f"training.as_transformers {folder}"
            ) from error

    def answer(self, question: str) -> Given:
        """What it gives for a question: the span, and the sentences of the paragraph in which it lies."""
        started = perf_counter()
        found = self._retriever.run(query=question)["documents"]
        answers = self._reader.run(query=question, documents=found)["answers"]
        seconds = perf_counter() - started
        read = tuple(_place(one, Span(0, len(one.content))) for one in found)
        if not answers:
            return Given(refused=False, short="", text="", cited=(), read=read, surest="", score=0.0, seconds=seconds)
        best = answers[0]
        span = Span(best.document_offset.start, best.document_offset.end)
        paragraph = best.document.content
        text = " ".join(one.of(paragraph) for one in sentences(paragraph) if one.overlaps(span))
        return Given(
            refused=False,
            short=best.data,
            text=text,
            cited=(_place(best.document, span),),
            read=read,
            surest=text,
            score=float(best.score),
            seconds=seconds,
        )


def _place(document: Any, span: Span) -> Place:
    at = document.meta["at"]
    return document.meta["document"], Span(at + span.start, at + span.end)
