"""What an indexing run has done so far: documents, passages and vectors on their way into the next generation.

One SQLite file, the only thing that is written while documents are read and embedded. Whatever interrupts that
work, a kill or a full disk included, leaves the journal whole, and the next run goes on with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from .catalog import PASSAGE, SCHEMA, pack_document, pack_passage, unpack_passage
from .embedder import Vectors
from .records import Document, Passage

_SCHEMA = """
CREATE TABLE IF NOT EXISTS purpose (text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS finished (document TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (passage TEXT PRIMARY KEY, vector BLOB NOT NULL);
"""


class Journal:
    """The documents that are new or changed since the generation that an indexing run began from.

    `purpose` says what it belongs to: that generation, and the fingerprint. A journal found with another
    purpose, or damaged, is of no use and is begun anew; `taken_up` says that one was found and is gone on with,
    `lost` that one was found and had to be dropped. One process at a time, which holds the write lock.
    """

    def __init__(self, path: Path, purpose: str) -> None:
        self._path = path
        found = path.exists()
        self.taken_up = found and self._opens(purpose)
        self.lost = found and not self.taken_up
        if not self.taken_up:
            self.remove()
            self._open()
            with self._change():
                for statement in (SCHEMA.format(of="") + _SCHEMA).split(";"):
                    self._db.execute(statement)
                self._db.execute("INSERT INTO purpose VALUES (?)", (purpose,))

    def close(self) -> None:
        self._db.close()

    def remove(self) -> None:
        """Closes the journal and deletes it."""
        if hasattr(self, "_db"):
            self._db.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def digests(self) -> dict[str, str]:
        """Content digest by document id, of the documents that are finished."""
        return dict(self._db.execute("SELECT id, digest FROM documents JOIN finished ON document = id").fetchall())

    def begun(self) -> set[str]:
        """The ids of all documents, finished or not."""
        return {row[0] for row in self._db.execute("SELECT id FROM documents")}

    def start(self, document: Document) -> None:
        """Begins with a document, from nothing."""
        with self._change():
            self._forget(document.id)
            self._db.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", pack_document(document))

    def add(self, passages: Sequence[Passage], vectors: Vectors, finished: Iterable[str]) -> None:
        """Adds passages of documents begun. vectors: (n, d), one row a passage; `finished`: documents now complete."""
        rows = [(p.id, vector.tobytes()) for p, vector in zip(passages, vectors, strict=True)]
        with self._change():
            self._db.executemany(
                "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", [pack_passage(p) for p in passages]
            )
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            self._db.executemany("INSERT OR REPLACE INTO finished VALUES (?)", [(d,) for d in finished])

    def forget(self, document: str) -> None:
        """Drops a document with its passages."""
        with self._change():
            self._forget(document)

    def count(self) -> int:
        """How many passages there are."""
        return int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def passages(self, batch: int) -> Iterator[tuple[list[Passage], Vectors]]:
        """All passages in batches, with their vectors (n, d), in the order of their ids."""
        last = ""
        while rows := self._db.execute(
            f"SELECT {PASSAGE}, v.vector FROM passages p JOIN documents d ON d.id = p.document"
            f" JOIN vectors v ON v.passage = p.id WHERE p.id > ? ORDER BY p.id LIMIT {batch:d}",
            (last,),
        ).fetchall():
            vectors = np.stack([np.frombuffer(row[-1], dtype=np.float32) for row in rows])
            yield [unpack_passage(row[:-1]) for row in rows], vectors
            last = rows[-1][0]

    def told(self, batch: int, tell: Callable[[str], None]) -> Iterator[tuple[list[Passage], Vectors]]:
        """The same, while it is told how far that is, where there is more than one batch."""
        done, total = 0, self.count()
        for passages, vectors in self.passages(batch):
            if total > batch:
                tell(f"Writing passage {done:,} of {total:,}")
            yield passages, vectors
            done += len(passages)

    def merge_into(self, catalog: Path, gone: Collection[str]) -> None:
        """Brings a catalog's file up to date: without the documents `gone`, with those that are here."""
        self._db.execute("ATTACH ? AS catalog", (str(catalog),))
        try:
            self._db.execute("PRAGMA catalog.synchronous = OFF")  # made durable with the generation's other files
            with self._change():
                for statement in SCHEMA.format(of="catalog.").split(";"):
                    self._db.execute(statement)
                for document in (*gone, *self.begun()):
                    self._db.execute("DELETE FROM catalog.passages WHERE document = ?", (document,))
                    self._db.execute("DELETE FROM catalog.documents WHERE id = ?", (document,))
                for table in ("documents", "passages"):
                    self._db.execute(f"INSERT INTO catalog.{table} SELECT * FROM main.{table} ORDER BY id")
        finally:
            self._db.execute("DETACH catalog")

    def _opens(self, purpose: str) -> bool:
        try:
            self._open()
            if self._db.execute("SELECT text FROM purpose").fetchone() != (purpose,):
                return False
            return bool(self._db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except sqlite3.DatabaseError:  # not a database, cut short, garbage in it
            return False

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        # A power cut may take the last batches with it, and leaves the file whole.
        self._db.execute("PRAGMA synchronous = NORMAL")

    def _forget(self, document: str) -> None:
        self._db.execute(
            "DELETE FROM vectors WHERE passage IN (SELECT id FROM passages WHERE document = ?)", (document,)
        )
        for table, column in (("passages", "document"), ("finished", "document"), ("documents", "id")):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (document,))

    @contextmanager
    def _change(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk has rolled it back already
                self._db.execute("ROLLBACK")
            raise
