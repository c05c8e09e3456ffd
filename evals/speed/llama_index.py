"""LlamaIndex's own way of indexing: VectorStoreIndex over nodes, HuggingFaceEmbedding, Chroma.

Needs what requirements-peers.txt names. Also a program, for its memory: python -m evals.speed.llama_index TEXTS INDEX.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from rag.minilm import weights_folder

INSTALL = ".venv/bin/pip install -c constraints.txt -r requirements-peers.txt"


def missing() -> str | None:
    """What to do where LlamaIndex's parts are not installed."""
    parts = ("llama_index.core", "llama_index.embeddings.huggingface", "llama_index.vector_stores.chroma")
    return None if all(map(_is_installed, parts)) else f"LlamaIndex's own way is left out. Install it: {INSTALL}"


def opened() -> Callable[[Sequence[str], Path], None]:
    """A function that indexes texts, one node each, into a new folder; the model is loaded already."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # set before the import: it would look for newer files on a hub
    import chromadb
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = HuggingFaceEmbedding(model_name=str(weights_folder()), device="cpu")

    def index(texts: Sequence[str], folder: Path) -> None:
        client = chromadb.PersistentClient(str(folder), chromadb.config.Settings(anonymized_telemetry=False))
        store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("passages"))
        context = StorageContext.from_defaults(vector_store=store)
        nodes = [TextNode(text=text) for text in texts]
        VectorStoreIndex(nodes, storage_context=context, embed_model=model, show_progress=False)

    return index


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of the package that it lies in
        return False


if __name__ == "__main__":
    opened()(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
