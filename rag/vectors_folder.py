"""Vectors in a folder of each generation: Chroma inside this process. One process writes it, then many read it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from . import hnsw
from .disk import copy_folder, wait_until_closed
from .embedder import Vectors
from .errors import StoreError
from .journal import Journal
from .records import Passage
from .vectors import BATCH, COLLECTION, NEAREST, PassageVectors

DATABASE = "chroma.sqlite3"
# Chroma writes its HNSW files whenever so many rows have changed, and replays the rest at every opening. The least
# that it takes keeps nothing back; for many rows, writing so often would cost more than replaying.
_WRITE_AT_ONCE = 2
_WRITE_SELDOM = 5_000
# Chroma takes its write lock at every opening, by adding a row to a table that is there for nothing else. With this
# a published folder stays as it is, byte for byte, however many processes open it.
_KEEP_LOCK_TABLE_EMPTY = """
DELETE FROM acquire_write;
CREATE TRIGGER IF NOT EXISTS only_lock BEFORE INSERT ON acquire_write BEGIN SELECT RAISE(IGNORE); END;
"""


class InFolder:
    """Where the vectors of a generation lie: in its folder."""

    name = ""

    def open(self, folder: Path) -> PassageVectors:
        """Opens the vectors in a folder for reading."""
        client = _client(folder)
        close = partial(_close, client)
        try:
            return PassageVectors(client.get_collection(COLLECTION, embedding_function=None), close)
        except BaseException:
            close()
            raise

    def known(self, _: Sequence[str]) -> tuple[list[str], Vectors]:
        """Passages, of these ids, that need not be embedded: none; what is there already is not asked for."""
        return [], np.zeros((0, 0), dtype=np.float32)

    def write(
        self, folder: Path, base: Path | None, removed: Collection[str], journal: Journal, tell: Callable[[str], None]
    ) -> PassageVectors:
        """Writes the vectors of `base` without those removed, and the journal's; returns them, closed."""
        if base:
            copy_folder(base, folder)
        vectors = FolderWriting(folder, coming=journal.count())
        try:
            vectors.remove(removed)
            for passages, rows in journal.told(BATCH, tell):
                vectors.add(passages, rows)
            return vectors.settle()
        except BaseException:
            vectors.close()
            raise

    def drop(self, _ids: Collection[str]) -> None:
        """Nothing: what was removed was not copied."""


class FolderWriting(PassageVectors):
    """The vectors of a generation that is not published yet. `coming`: about how many passages will be written."""

    def __init__(self, folder: Path, coming: int) -> None:
        # While it is written, Chroma's connections must not wait for each other's disk.
        _run_on_database(folder, "PRAGMA journal_mode = WAL")
        self._folder, client = folder, _client(folder)
        close = partial(_close, client)
        self._often = _WRITE_AT_ONCE if coming <= _WRITE_SELDOM else _WRITE_SELDOM
        try:
            nearest = {**NEAREST, "sync_threshold": self._often}
            collection = client.get_or_create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": nearest}
            )
            super().__init__(collection, close)
            if self._often != _WRITE_AT_ONCE:
                self._write_every(self._often)
        except BaseException:
            close()
            raise

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        for _ in range(2 if len(passages) < _WRITE_AT_ONCE else 1):  # one row by itself would never be written
            super().add(passages, vectors)

    def settle(self) -> PassageVectors:
        """Makes Chroma write what it has held back, so that opening the folder later changes nothing in it.

        Returns the vectors as they are then, closed. Raises StoreError where their files are not whole.
        """
        if self._often != _WRITE_AT_ONCE:
            self._write_every(_WRITE_AT_ONCE)
        self.close()
        settled = InFolder().open(self._folder)  # how often it writes is decided when it is opened
        settled.close()
        _run_on_database(self._folder, f"{_KEEP_LOCK_TABLE_EMPTY} PRAGMA journal_mode = DELETE")
        for header, found in flaws(self._folder):
            raise StoreError(f"{header.parent} was not written whole: {found}. Is the disk full?")
        return settled

    def _write_every(self, rows: int) -> None:
        self._collection.modify(configuration={"hnsw": {"sync_threshold": rows}})


def flaws(folder: Path) -> Iterator[tuple[Path, str]]:
    """What can be seen to be wrong with the HNSW files of a folder without opening them: (file, what)."""
    for header in folder.glob("*/header.bin"):
        if found := hnsw.flaw(header.parent):
            yield header, found


def _run_on_database(folder: Path, statements: str) -> None:
    """Runs SQL on Chroma's database, which no other process has open."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / DATABASE).exists():
        # Chroma closes it in threads of its own and has another SQLite than Python: within one process, the two
        # do not see each other's locks.
        wait_until_closed(folder / DATABASE)
    with closing(sqlite3.connect(folder / DATABASE, timeout=60, isolation_level=None)) as db:
        db.executescript(statements)


# All clients of one folder share what Chroma keeps of it in a registry, which it neither enters nor leaves in one step:
# whoever opens a folder while another thread closes it gets a client that is stopped.
_registry = threading.Lock()


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    with _registry:
        return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def _close(client: Any) -> None:
    with _registry:
        client.close()
