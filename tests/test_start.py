"""Starting: what is not needed for an answer is not imported for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

ASK = """
import sys
from rag.cli import main
status = main(["ask", "Who announced the plan?", "--index", sys.argv[1]])
print(*sorted({"torch", "sentence_transformers", "transformers", "llama_index", "gradio", "onnx"} & set(sys.modules)))
sys.exit(status)
"""


def ask(index: Path) -> list[str]:
    """Asks the delivered articles in a process of its own: the lines that it printed."""
    done = subprocess.run([sys.executable, "-c", ASK, str(index)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_asking_imports_no_training_library_once_index_and_model_are_in_place(tmp_path: Path) -> None:
    ask(tmp_path / "index")  # which makes them
    *answer, imported = ask(tmp_path / "index")
    assert answer
    assert imported == ""
