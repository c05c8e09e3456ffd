"""What the index holds: each document's text and each passage's place in it, in one SQLite file.

It is the journal too: a document is marked unfinished before either index is touched for it and finished
after both are written, so whatever interrupts the work, the next opening knows what to do again.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .records import Document, Heading, Passage, Span

FILE = "footnote.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, finished INTEGER NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, pages TEXT NOT NULL, headings TEXT NOT NULL, metadata TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    text TEXT NOT NULL, heading TEXT NOT NULL, sentences TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passages_of_document ON passages (document, start);
"""


class Catalog:
    """Documents, passages and a few facts by name. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(folder / FILE, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def fact(self, name: str) -> str | None:
        """A stored fact (the fingerprint, say), or None."""
        with self._lock:
            row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_fact(self, name: str, value: str) -> None:
        with self._change() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def clear(self) -> None:
        """Forgets every document, passage and fact."""
        with self._change() as db:
            for table in ("facts", "documents", "passages"):
                db.execute(f"DELETE FROM {table}")

    def digests(self) -> dict[str, str]:
        """Content digest by document id; the empty string for a document whose indexing was cut short."""
        with self._lock:
            rows = self._db.execute("SELECT id, CASE finished WHEN 1 THEN digest ELSE '' END FROM documents")
            return dict(rows.fetchall())

    def count_passages(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def passage_ids(self, documents: Iterable[str]) -> list[str]:
        """The ids of all passages of these documents."""
        with self._lock:
            return [
                row[0]
                for document in documents
                for row in self._db.execute("SELECT id FROM passages WHERE document = ?", (document,))
            ]

    def begin(self, documents: Iterable[str]) -> None:
        """Marks documents as unfinished; new ones get an empty row."""
        with self._change() as db:
            db.executemany(
                "INSERT INTO documents VALUES (?, '', 0, '', '', '[]', '[]', '{}')"
                " ON CONFLICT (id) DO UPDATE SET finished = 0",
                [(document,) for document in documents],
            )

    def forget_passages(self, documents: Iterable[str]) -> None:
        """Drops the passages of these documents, which stay unfinished."""
        with self._change() as db:
            db.executemany("DELETE FROM passages WHERE document = ?", [(d,) for d in documents])

    def forget(self, documents: Iterable[str]) -> None:
        """Drops documents and their passages."""
        rows = [(d,) for d in documents]
        with self._change() as db:
            db.executemany("DELETE FROM passages WHERE document = ?", rows)
            db.executemany("DELETE FROM documents WHERE id = ?", rows)

    def put(self, documents: Sequence[Document], passages: Sequence[Passage]) -> None:
        """Stores documents, still unfinished, with their passages."""
        with self._change() as db:
            db.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, 0, ?, ?, ?, ?, ?)",
                [(d.id, d.digest, d.title, d.text, *_packed(d)) for d in documents],
            )
            db.executemany(
                "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (p.id, p.document, p.span.start, p.span.end, p.text, p.heading, _pack_spans(p.sentences))
                    for p in passages
                ],
            )

    def finish(self, documents: Iterable[str]) -> None:
        """Marks documents as finished: both indexes hold all their passages."""
        with self._change() as db:
            db.executemany("UPDATE documents SET finished = 1 WHERE id = ?", [(d,) for d in documents])

    def titles(self) -> dict[str, str]:
        """Title by document id, of finished documents, in the order of their ids."""
        with self._lock:
            return dict(self._db.execute("SELECT id, title FROM documents WHERE finished ORDER BY id").fetchall())

    def document(self, identifier: str) -> Document:
        """A document as it was indexed; its `path` is left empty. Raises KeyError."""
        with self._lock:
            row = self._db.execute(
                "SELECT digest, title, text, pages, headings, metadata FROM documents WHERE id = ? AND finished",
                (identifier,),
            ).fetchone()
        if row is None:
            raise KeyError(identifier)
        digest, title, text, pages, headings, metadata = row
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
        with self._lock:
            row = self._db.execute("SELECT pages FROM documents WHERE id = ?", (identifier,)).fetchone()
        return _unpack_spans(row[0]) if row else ()

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; those of unfinished documents and unknown ids are left out."""
        found = {}
        with self._lock:
            for identifier in ids:
                row = self._db.execute(
                    'SELECT p.document, d.title, p.start, p."end", p.text, p.heading, p.sentences'
                    " FROM passages p JOIN documents d ON d.id = p.document WHERE p.id = ? AND d.finished",
                    (identifier,),
                ).fetchone()
                if row:
                    found[identifier] = _passage(identifier, row)
        return found

    def passages_of(self, document: str) -> list[Passage]:
        """Every passage of a document, in the order of the text."""
        with self._lock:
            rows = self._db.execute(
                'SELECT p.id, p.document, d.title, p.start, p."end", p.text, p.heading, p.sentences'
                " FROM passages p JOIN documents d ON d.id = p.document"
                " WHERE p.document = ? AND d.finished ORDER BY p.start",
                (document,),
            ).fetchall()
        return [_passage(identifier, rest) for identifier, *rest in rows]

    def every_passage(self, batch: int = 2_000) -> Iterator[list[Passage]]:
        """All passages of all documents, finished or not, in batches."""
        last = ""
        while True:
            with self._lock:
                rows = self._db.execute(
                    'SELECT p.id, p.document, d.title, p.start, p."end", p.text, p.heading, p.sentences'
                    " FROM passages p JOIN documents d ON d.id = p.document WHERE p.id > ? ORDER BY p.id LIMIT ?",
                    (last, batch),
                ).fetchall()
            if not rows:
                return
            yield [_passage(identifier, rest) for identifier, *rest in rows]
            last = rows[-1][0]


def _passage(identifier: str, row: Sequence[object]) -> Passage:
    document, title, start, end, text, heading, sentences = row
    return Passage(
        id=identifier,
        document=str(document),
        title=str(title),
        span=Span(int(str(start)), int(str(end))),
        text=str(text),
        heading=str(heading),
        sentences=_unpack_spans(str(sentences)),
    )


def _packed(document: Document) -> tuple[str, str, str]:
    headings = [[h.span.start, h.span.end, h.level] for h in document.headings]
    metadata: Mapping[str, str] = document.metadata
    return _pack_spans(document.pages), json.dumps(headings), json.dumps(dict(metadata))


def _pack_spans(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans], separators=(",", ":"))


def _unpack_spans(packed: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(packed))
