"""Starting: from nothing to the first answer and to the page, beside the imports that others begin with."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from .processes import run, run_page
from .timing import compared, in_turns

_ANSWER, _PAGE = "python -m rag ask: to the answer", "python -m rag serve: to the page"
_GRADIO, _IMPORT, _NOTHING = "import gradio, alone", "import rag", "an interpreter that does nothing"


def measure(rounds: int) -> str:
    """Every start so many times, each in a process of its own, index and model in place."""
    with tempfile.TemporaryDirectory(prefix="footnote-speed-") as name:
        index = ["--index", str(Path(name) / "index")]
        ask = ["-m", "rag", "ask", "Who announced the plan?", *index]
        run(ask)  # which makes the index, and the model where it was not made yet
        works = {
            _ANSWER: lambda: run(ask).seconds,
            _PAGE: lambda: run_page(index).seconds,
            _GRADIO: lambda: run(["-c", "import gradio"]).seconds,
            "import sentence_transformers, alone": lambda: run(["-c", "import sentence_transformers"]).seconds,
            "import llama_index.core, alone": lambda: run(["-c", "import llama_index.core"]).seconds,
            _IMPORT: lambda: run(["-c", "import rag"]).seconds,
            _NOTHING: lambda: run(["-c", "pass"]).seconds,
        }
        figures = in_turns(works, rounds)
    median = {name: statistics.median(values) for name, values in figures.items()}
    return "\n".join(
        [
            f"Starting, {rounds} times each, in a process of its own:\n",
            compared(figures, "seconds"),
            "",
            f"To the answer: {median[_ANSWER]:.2f} s (aim: 2.5). To the page: {median[_PAGE] - median[_GRADIO]:+.2f} s "
            f"beside importing gradio. `import rag`: {1000 * (median[_IMPORT] - median[_NOTHING]):.0f} ms (aim: 50).",
        ]
    )
