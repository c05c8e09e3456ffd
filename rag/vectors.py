"""The vector index: passages in a Chroma collection, by cosine similarity. Where that lies: vectors_place.py.

The collection is laid out so that LlamaIndex's ChromaVectorStore reads it as nodes: each row carries the
`_node_content` that its reader expects, with the character offsets and the file. No LlamaIndex is imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from .embedder import Vectors
from .records import Passage

COLLECTION = "passages"
BATCH = 500  # rows written together: Ctrl-C waits for them. Chroma takes at most 5,461
# ef_search well above the passages asked for: for small folders the search is then exact, so that an index grown by
# edits finds what a fresh one finds.
NEAREST = {"space": "cosine", "ef_construction": 200, "ef_search": 200}


class PassageVectors:
    """Passage ids by the vectors of their text, in a collection that is open until it is closed.

    `shared`: others may add passages to it and remove some at any time.
    """

    shared = False

    def __init__(self, collection: Any, close: Callable[[], None]) -> None:
        self._collection, self.close = collection, close
        self._count = int(collection.count())

    def complete(self, passages: int) -> bool:
        """Whether there are as many as a generation has. May be asked when it is closed, unless it is shared."""
        return self._count == passages

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Adds passages, or replaces those of the same id. vectors: (n, d), one row a passage."""
        for at in range(0, len(passages), BATCH):
            part = passages[at : at + BATCH]
            self._collection.upsert(
                ids=[p.id for p in part],
                embeddings=vectors[at : at + BATCH],
                documents=[p.text for p in part],
                metadatas=[_node_metadata(p) for p in part],
            )

    def remove(self, ids: Iterable[str]) -> None:
        """Removes passages; ids that are not there are passed over."""
        left = iter(ids)
        while part := list(islice(left, BATCH)):
            self._collection.delete(ids=part)

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k passages nearest to the vector (d,): (id, cosine similarity -1 to 1), nearest first."""
        found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        hits = [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def rows(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """Those of the ids, one or more, that are there, and their vectors (n, d)."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        return found["ids"], np.asarray(found["embeddings"], dtype=np.float32)


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
