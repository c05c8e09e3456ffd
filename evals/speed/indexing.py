"""Indexing the same passages: Footnote, the bare encoders, LlamaIndex."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

from rag.assistant import Assistant
from rag.documents import find, load
from rag.embedder import Embedder, SentenceTransformerEmbedder, open_embedder
from rag.passages import retrieval_text, split
from rag.settings import Settings

from . import llama_index, made
from .timing import compared, in_turns, ratio, seconds

_FOOTNOTE = "Footnote: from files to an index that answers"
_ENCODER = "its encoder alone: int8, ONNX Runtime"
_LLAMA_INDEX = "LlamaIndex: VectorStoreIndex, HuggingFaceEmbedding, Chroma"


def measure(passages: int, rounds: int) -> str:
    """So many passages, indexed so many times by each.

    Footnote goes all the way, from files to an index that answers: reading, splitting, vectors, words, catalog,
    publishing. The others get the texts of the passages that it split.
    """
    embedder, size = open_embedder(), Settings().passage_tokens
    original = SentenceTransformerEmbedder()
    with tempfile.TemporaryDirectory(prefix="footnote-speed-") as name:
        folder, number = Path(name), count()
        made.write(folder / "corpus", passages, made.sentences_of(embedder), size)
        texts = texts_of(folder / "corpus", embedder, size)
        works = {
            _FOOTNOTE: lambda: seconds(lambda: index(folder / "corpus", folder / f"{next(number)}", embedder)),
            _ENCODER: lambda: seconds(lambda: embedder.embed(texts)),
            "sentence-transformers alone, the same model": lambda: seconds(lambda: original.embed(texts)),
        }
        left_out = llama_index.missing()
        if not left_out:
            by_llama_index = llama_index.opened()
            works[_LLAMA_INDEX] = lambda: seconds(lambda: by_llama_index(texts, folder / f"{next(number)}"))
        figures = in_turns(works, rounds)
    mine = figures[_FOOTNOTE]
    said = [f"Indexing {len(texts):,} passages, {rounds} times each:\n", compared(figures, "seconds"), ""]
    said.append(f"Footnote takes {ratio(mine, figures[_ENCODER]):.2f} times as long as its encoder (aim: 1.15).")
    said.append(left_out or f"LlamaIndex takes {ratio(figures[_LLAMA_INDEX], mine):.2f} times as long (aim: 3).")
    return "\n".join(said)


def index(corpus: Path, folder: Path, embedder: Embedder) -> None:
    """Indexes a folder of documents into a new index."""
    with closing(Assistant.open(settings=Settings(corpus=corpus, index=folder), embedder=embedder)):
        pass


def texts_of(corpus: Path, embedder: Embedder, size: int) -> Sequence[str]:
    """What is embedded of a folder of documents: the text of each passage under its title and heading."""
    documents = (load(path, corpus) for _, path in find(corpus).files)
    return [retrieval_text(passage) for document in documents for passage in split(document, embedder, size)]
