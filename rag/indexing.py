"""Documents into the journal: what is new or changed is loaded, split and embedded, a few passages at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from . import passages as splitter
from .embedder import Embedder, Progress, Vectors
from .errors import DocumentError
from .journal import Journal
from .records import Document, Passage, Problem
from .vectors_place import Place

_BATCH = 256  # passages embedded together


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to index: its document id, the digest of its bytes, and how to load it."""

    id: str
    digest: str
    load: Callable[[], Document]


def fill(
    journal: Journal,
    known: Mapping[str, str],
    wanted: Mapping[str, Source],
    embedder: Embedder,
    place: Place | None,
    size: int,
    progress: Progress | None,
) -> tuple[list[Problem], set[str]]:
    """Puts into the journal what is new or changed; returns what cannot be read, and the documents that are gone.

    `known`: content digest by document id, of the state before; `wanted`: every document that there is now; `size`:
    tokens of a passage. No more than one document and one batch of passages are held in memory.
    """
    done, gone = journal.digests(), set(known) - set(wanted)
    for identifier in journal.begun():
        source = wanted.get(identifier)
        if source is None or (known.get(identifier) == source.digest != done.get(identifier)):
            journal.forget(identifier)
    todo = [s for s in wanted.values() if s.digest not in (done.get(s.id), known.get(s.id))]
    problems: list[Problem] = []
    batch = _Batch(journal, embedder, place)
    for n, source in enumerate(todo):
        if progress:
            progress(n, len(todo), f"Indexing {source.id}")
        try:
            # It may have changed since it was listed: what counts is the digest of the bytes that are read now.
            document = source.load()
        except DocumentError as error:
            problems.append(Problem(path=source.id, message=str(error)))
            journal.forget(source.id)
            gone |= {source.id} & set(known)
            continue
        journal.start(document)
        for count, passage in enumerate(splitter.split(document, embedder, size)):
            if progress and count and not count % _BATCH:
                progress(n, len(todo), f"Indexing {source.id}, passage {count:,}")
            batch.add(passage)
        batch.end(document.id)
    batch.write()
    if progress and todo:
        progress(len(todo), len(todo), "Indexed")
    return problems, gone


class _Batch:
    """Passages on their way into the journal, embedded so many together, and the documents that end with them."""

    def __init__(self, journal: Journal, embedder: Embedder, place: Place | None) -> None:
        self._journal, self._embedder, self._place = journal, embedder, place
        self._passages, self._ended = list[Passage](), list[str]()

    def add(self, passage: Passage) -> None:
        self._passages.append(passage)
        if len(self._passages) >= _BATCH:
            self.write()

    def end(self, document: str) -> None:
        self._ended.append(document)

    def write(self) -> None:
        if not self._passages and not self._ended:
            return
        self._journal.add(self._passages, self._vectors(), self._ended)
        self._passages, self._ended = [], []

    def _vectors(self) -> Vectors:
        if not self._passages:
            return np.zeros((0, 0), dtype=np.float32)
        ids = [passage.id for passage in self._passages]
        known = dict(zip(*self._place.known(ids), strict=True)) if self._place else {}
        new = [passage for passage in self._passages if passage.id not in known]
        if new:
            texts = [splitter.retrieval_text(passage) for passage in new]
            known |= {p.id: vector for p, vector in zip(new, self._embedder.embed(texts), strict=True)}
        return np.asarray([known[passage.id] for passage in self._passages], dtype=np.float32)
