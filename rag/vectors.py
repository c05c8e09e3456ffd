"""The vector index: passages in a Chroma collection, by cosine similarity.

The collection is laid out so that LlamaIndex's ChromaVectorStore reads it as nodes: each row carries the
`_node_content` that its reader expects, with the character offsets and the file. No LlamaIndex is imported.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from . import hnsw
from .disk import wait_until_closed
from .embedder import Vectors
from .errors import StoreError
from .records import Passage

COLLECTION = "passages"
_DATABASE = "chroma.sqlite3"
_BATCH = 500  # rows written together: Ctrl-C waits for them. Chroma takes at most 5,461
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


class PassageVectors:
    """Passage ids by the vectors of their text. To be opened by one process for writing, or by many for reading."""

    def __init__(self, folder: Path, *, coming: int | None = None) -> None:
        """`coming`: about how many passages will be written; None for reading only."""
        if coming is not None:
            # While it is written, its connections must not wait for each other's disk.
            _run_on_database(folder, "PRAGMA journal_mode = WAL")
        self._folder, self._client = folder, _client(folder)
        self._often = _WRITE_AT_ONCE if (coming or 0) <= _WRITE_SELDOM else _WRITE_SELDOM
        try:
            self._collection = self._open() if coming is None else self._open_or_create()
            self._count = int(self._collection.count())
        except BaseException:
            self._client.close()
            raise

    def close(self) -> None:
        self._client.close()

    @property
    def count(self) -> int:
        """How many passages there were when it was opened."""
        return self._count

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Adds passages, or replaces those of the same id. vectors: (n, d), one row a passage."""
        for at in range(0, len(passages), _BATCH):
            part = passages[at : at + _BATCH]
            for _ in range(max(1, _WRITE_AT_ONCE // len(part))):  # one row by itself would never be written
                self._collection.upsert(
                    ids=[p.id for p in part],
                    embeddings=vectors[at : at + _BATCH],
                    documents=[p.text for p in part],
                    metadatas=[_node_metadata(p) for p in part],
                )

    def remove(self, ids: Iterable[str]) -> None:
        """Removes passages; ids that are not there are passed over."""
        every = list(ids)
        for at in range(0, len(every), _BATCH):
            self._collection.delete(ids=every[at : at + _BATCH])

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k passages nearest to the vector (d,): (id, cosine similarity -1 to 1), nearest first."""
        if not self._count:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=min(k, self._count), include=["distances"])
        distances = (found["distances"] or [[]])[0]
        hits = [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def rows(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """Those of the ids that are there, and their vectors (n, d)."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        return found["ids"], found["embeddings"]

    def settle(self) -> int:
        """Makes Chroma write what it has held back, so that opening the folder later changes nothing in it.

        Closes it, and returns how many passages it has then. Raises StoreError where its files are then not whole.
        """
        if self._often != _WRITE_AT_ONCE:
            self._write_every(_WRITE_AT_ONCE)
        self.close()
        settled = PassageVectors(self._folder)  # how often it writes is decided when it is opened
        settled.close()
        _run_on_database(self._folder, f"{_KEEP_LOCK_TABLE_EMPTY}; PRAGMA journal_mode = DELETE")
        for header in self._folder.glob("*/header.bin"):
            if found := hnsw.flaw(header.parent):
                raise StoreError(f"{header.parent} was not written whole: {found}. Is the disk full?")
        return settled.count

    def _open(self) -> Any:
        return self._client.get_collection(COLLECTION, embedding_function=None)

    def _open_or_create(self) -> Any:
        # ef_search well above the passages asked for: for small folders the search is then exact, so that
        # an index grown by edits finds what a fresh one finds.
        nearest = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "sync_threshold": self._often}
        self._collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": nearest}
        )
        if self._often != _WRITE_AT_ONCE:
            self._write_every(self._often)
        return self._collection

    def _write_every(self, rows: int) -> None:
        self._collection.modify(configuration={"hnsw": {"sync_threshold": rows}})


def _run_on_database(folder: Path, statements: str) -> None:
    """Runs SQL on Chroma's database, which no other process has open."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / _DATABASE).exists():
        # Chroma closes it in threads of its own and has another SQLite than Python: within one process, the two
        # do not see each other's locks.
        wait_until_closed(folder / _DATABASE)
    with closing(sqlite3.connect(folder / _DATABASE, timeout=60, isolation_level=None)) as db:
        db.executescript(statements)


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def _node_metadata(passage: Passage) -> dict[str, str | int]:
    plain: dict[str, str | int] = {
        "file": passage.document,
        "title": passage.title,
        "heading": passage.heading,
        "start": passage.span.start,
        "end": passage.span.end,
    }
    source = {"node_id": passage.document, "node_type": "4", "metadata": {}, "class_name": "RelatedNodeInfo"}
    node = {
        "id_": passage.id,
        "text": "",
        "metadata": plain,
        "excluded_embed_metadata_keys": ["start", "end"],
        "excluded_llm_metadata_keys": ["start", "end"],
        "start_char_idx": passage.span.start,
        "end_char_idx": passage.span.end,
        "relationships": {"1": source},
        "class_name": "TextNode",
    }
    return {
        **plain,
        "_node_content": json.dumps(node, ensure_ascii=False),
        "_node_type": "TextNode",
        "document_id": passage.document,
        "doc_id": passage.document,
        "ref_doc_id": passage.document,
    }
