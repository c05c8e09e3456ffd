"""Memory: the most that a process holds while it indexes, answers or serves, beside others doing the same."""

from __future__ import annotations

import json
import tempfile
from itertools import count
from pathlib import Path

from rag.embedder import open_embedder
from rag.settings import Settings

from ..visitor import Visitor
from . import haystack, llama_index, made
from .indexing import index, texts_of
from .processes import run, run_page
from .timing import in_turns, table

_QUESTION = "Who announced the plan?"
_ENCODE = (
    "import json, sys; from rag.embedder import SentenceTransformerEmbedder as Model;"
    "Model().embed(json.load(open(sys.argv[1], encoding='utf-8')))"
)


def measure(passages: int, model: Path | None) -> str:
    """The peaks of processes that index so many passages, answer or serve. `model`: for Haystack; None: without it."""
    embedder, size = open_embedder(), Settings().passage_tokens
    with tempfile.TemporaryDirectory(prefix="footnote-speed-") as name:
        folder, number = Path(name), count()
        corpus, texts, built = folder / "corpus", folder / "texts.json", folder / "index"
        made.write(corpus, passages, made.sentences_of(embedder), size)
        texts.write_text(json.dumps(texts_of(corpus, embedder, size)), encoding="utf-8")
        index(corpus, built, embedder)
        here = ["--corpus", str(corpus), "--index"]
        works = {
            "Footnote: python -m rag index": lambda: run(["-m", "rag", "index", *here, _new(folder, number)]).peak,
            "sentence-transformers: embedding the same": lambda: run(["-c", _ENCODE, str(texts)]).peak,
            "Footnote: python -m rag ask": lambda: run(["-m", "rag", "ask", _QUESTION, *here, str(built)]).peak,
            "Footnote: the page and one question": lambda: run_page([*here, str(built)], _asking).peak,
            "import gradio, alone": lambda: run(["-c", "import gradio"]).peak,
        }
        left_out = [left for left in (llama_index.missing(), haystack.missing(model)) if left]
        if not llama_index.missing():
            works["LlamaIndex: indexing the same"] = lambda: (
                run(["-m", "evals.speed.llama_index", str(texts), _new(folder, number)]).peak
            )
        if not haystack.missing(model):
            works["Haystack: answering over the same"] = lambda: (
                run(["-m", "evals.speed.haystack", str(model), str(corpus), _QUESTION]).peak
            )
        peaks = {name: values[0] for name, values in in_turns(works, 1).items()}
    rows = [[name, f"{peak:,.0f}"] for name, peak in peaks.items()]
    return "\n".join([f"Memory, {passages:,} passages:\n", table(["process", "most MiB"], rows), *left_out])


def _new(folder: Path, number: count[int]) -> str:
    return str(folder / f"{next(number)}")


def _asking(url: str) -> None:
    visitor = Visitor(url)
    visitor.ask(_QUESTION)
    visitor.close()
