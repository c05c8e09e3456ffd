"""Haystack over a folder's passages: its BM25 retriever, and its extractive reader with a model of ours.

Needs what requirements-peers.txt names, and a model that `python -m training.as_transformers DIR` writes. Also a
program, for its memory: python -m evals.speed.haystack MODEL CORPUS QUESTION.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from rag.documents import find, load
from rag.embedder import Embedder, open_embedder
from rag.passages import split
from rag.settings import Settings

from ..squad.files import Article, Paragraph
from ..squad.given import Place
from ..squad.haystack import Haystack
from .llama_index import INSTALL


def missing(model: Path | None) -> str | None:
    """What to do where there is no Haystack, or no model for it."""
    if not (find_spec("haystack") and find_spec("haystack_integrations")):
        return f"Haystack is left out. Install it: {INSTALL}"
    if model is None or not model.is_dir():
        return "Haystack is left out. Name a model: --haystack DIR, after python -m training.as_transformers DIR"
    return None


def opened(model: Path, settings: Settings, embedder: Embedder) -> Haystack:
    """Haystack over the passages as Footnote splits them, each one of its documents."""
    articles, places = [], dict[tuple[int, int], Place]()
    for a, (identifier, path) in enumerate(find(settings.corpus).files):
        document = load(path, settings.corpus)
        passages = list(split(document, embedder, settings.passage_tokens))
        paragraphs = tuple(Paragraph(text=passage.text, questions=()) for passage in passages)
        articles.append(Article(title=document.title, paragraphs=paragraphs))
        places |= {(a, p): (identifier, passage.span) for p, passage in enumerate(passages)}
    return Haystack(model, articles, places)


if __name__ == "__main__":
    opened(Path(sys.argv[1]), Settings(corpus=Path(sys.argv[2])), open_embedder()).answer(sys.argv[3])
