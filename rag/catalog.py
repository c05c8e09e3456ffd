"""What a generation of the index holds: each document's text and each passage's place in it, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .records import Document, Heading, Passage, Span

FILE = "footnote.sqlite"

SCHEMA = """
CREATE TABLE IF NOT EXISTS {of}documents (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, pages TEXT NOT NULL, headings TEXT NOT NULL, metadata TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {of}passages (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    text TEXT NOT NULL, heading TEXT NOT NULL, sentences TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS {of}passages_of_document ON passages (document, start);
"""
PASSAGE = 'p.id, p.document, d.title, p.start, p."end", p.text, p.heading, p.sentences'
_JOINED = f"SELECT {PASSAGE} FROM passages p JOIN documents d ON d.id = p.document"


class Catalog:
    """Documents and passages, for reading; the file never changes. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.RLock()
        # Immutable: SQLite then makes no lock and no file beside it, and a read-only disk will do.
        self._db = sqlite3.connect(
            f"{(folder / FILE).absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def digests(self) -> dict[str, str]:
        """Content digest by document id."""
        return dict(self._rows("SELECT id, digest FROM documents"))

    def count_documents(self) -> int:
        return int(self._rows("SELECT count(*) FROM documents")[0][0])

    def count_passages(self) -> int:
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def passage_ids(self, documents: Iterable[str]) -> Iterator[str]:
        """The ids of all passages of these documents."""
        for document in documents:
            for row in self._rows("SELECT id FROM passages WHERE document = ?", document):
                yield row[0]

    def titles(self) -> dict[str, str]:
        """Title by document id, in the order of their ids."""
        return dict(self._rows("SELECT id, title FROM documents ORDER BY id"))

    def document(self, identifier: str) -> Document:
        """A document as it was indexed; its `path` is left empty. Raises KeyError."""
        rows = self._rows(
            "SELECT digest, title, text, pages, headings, metadata FROM documents WHERE id = ?", identifier
        )
        if not rows:
            raise KeyError(identifier)
        digest, title, text, pages, headings, metadata = rows[0]
        return Document(
            id=identifier,
            path="",
            title=title,
            text=text,
            digest=digest,
            pages=_unpack_spans(pages),
            headings=tuple(Heading(span=Span(s, e), level=n) for s, e, n in json.loads(headings)),
            metadata=json.loads(metadata),
        )

    def pages(self, identifier: str) -> tuple[Span, ...]:
        """The page spans of a document, without reading its text; () if it has none or is not there."""
        rows = self._rows("SELECT pages FROM documents WHERE id = ?", identifier)
        return _unpack_spans(rows[0][0]) if rows else ()

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that passages have."""
        return {i for i in ids if self._rows("SELECT 1 FROM passages WHERE id = ?", i)}

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        return {i: unpack_passage(row) for i in ids for row in self._rows(f"{_JOINED} WHERE p.id = ?", i)}

    def passages_of(self, document: str) -> list[Passage]:
        """Every passage of a document, in the order of the text."""
        return [unpack_passage(row) for row in self._rows(f"{_JOINED} WHERE p.document = ? ORDER BY p.start", document)]

    def every_passage(self, batch: int = 2_000) -> Iterator[list[Passage]]:
        """All passages in batches, in the order of their ids."""
        last = ""
        while rows := self._rows(f"{_JOINED} WHERE p.id > ? ORDER BY p.id LIMIT {batch:d}", last):
            yield [unpack_passage(row) for row in rows]
            last = rows[-1][0]

    def _rows(self, query: str, *values: str) -> list[Any]:
        with self._lock:
            return self._db.execute(query, values).fetchall()


def pack_document(document: Document) -> tuple[str, ...]:
    """A row of the table of documents."""
    headings = [[h.span.start, h.span.end, h.level] for h in document.headings]
    return (
        document.id,
        document.digest,
        document.title,
        document.text,
        _pack_spans(document.pages),
        json.dumps(headings),
        json.dumps(dict(document.metadata)),
    )


def pack_passage(passage: Passage) -> tuple[str | int, ...]:
    """A row of the table of passages."""
    span = passage.span
    sentences = _pack_spans(passage.sentences)
    return passage.id, passage.document, span.start, span.end, passage.text, passage.heading, sentences


def unpack_passage(row: Sequence[str]) -> Passage:
    """A passage from the columns that PASSAGE names."""
    identifier, document, title, start, end, text, heading, sentences = row
    return Passage(
        id=identifier,
        document=document,
        title=title,
        span=Span(int(start), int(end)),
        text=text,
        heading=heading,
        sentences=_unpack_spans(sentences),
    )


def _pack_spans(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans], separators=(",", ":"))


def _unpack_spans(packed: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(packed))
