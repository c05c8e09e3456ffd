"""The vector index: passages in a Chroma collection, by cosine similarity.

The collection is laid out so that LlamaIndex's ChromaVectorStore reads it as nodes: each row carries the
`_node_content` that its reader expects, with the character offsets and the file. No LlamaIndex is imported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .embedder import Vectors
from .records import Passage

COLLECTION = "passages"
_BATCH = 5_000  # Chroma takes at most 5,461 rows at once


class PassageVectors:
    """Passage ids by the vectors of their text. One writer at a time; the caller holds the lock."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        self._client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection = self._open()

    @property
    def count(self) -> int:
        """How many passages are indexed."""
        return int(self._collection.count())

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Adds passages, or replaces those of the same id. vectors: (n, d), one row a passage."""
        for at in range(0, len(passages), _BATCH):
            part = passages[at : at + _BATCH]
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

    def clear(self) -> None:
        """Removes every passage."""
        self._client.delete_collection(COLLECTION)
        self._collection = self._open()

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k passages nearest to the vector (d,): (id, cosine similarity -1 to 1), nearest first."""
        count = self._collection.count()
        if not count:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=min(k, count), include=["distances"])
        distances = (found["distances"] or [[]])[0]
        hits = [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _open(self) -> Any:
        # ef_search well above the passages asked for: for small folders the search is then exact, so that
        # an index grown by edits finds what a fresh one finds.
        return self._client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}},
        )


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
