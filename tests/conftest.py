"""What several test files share: a tiny deterministic embedder, and folders of documents made on the spot."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings

from rag.extractor import Extraction
from rag.records import Span
from rag.stems import stems

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

# No deadline: the machine may be busy. Derandomised: a run does not depend on the one before it.
hypothesis_settings.register_profile("footnote", deadline=None, derandomize=True, max_examples=60)
hypothesis_settings.load_profile("footnote")

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


class EmbedWords:
    """An embedder that adds up one vector a word, made from its stem: texts that share words are near."""

    dimension = 64
    limit = 254

    def __init__(self, name: str = "words") -> None:
        self.fingerprint = name
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.embedded += len(texts)
        rows = [self._rows(text).sum(axis=0) for text in texts]
        return np.stack([row / (np.linalg.norm(row) or 1.0) for row in rows]).astype(np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        return [[Span(*match.span()) for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]

    def _rows(self, text: str) -> np.ndarray:
        words = re.findall(r"\w+|[^\w\s]", text) or [" "]
        return np.stack([self._vector(" ".join(stems(word)) or word) for word in words])

    def _vector(self, word: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


class EmbedTexts(EmbedWords):
    """A vector for each text as a whole, whatever its length: the models are not what is tested here."""

    def _rows(self, text: str) -> np.ndarray:
        return self._vector(text.encode("utf-8", "replace").decode())[None]


class ReadsNothing:
    """An extractor that finds no answer anywhere, at once."""

    def extract(self, _question: str, _labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:
        return [Extraction(spans=(), null=0.0, answerable=0.0, starts=()) for _ in texts]


@pytest.fixture
def embedder() -> EmbedWords:
    return EmbedWords()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """folder({"a.txt": "…"}) writes files into a new documents folder and returns it."""

    def write(files: dict[str, str | bytes], name: str = "documents") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


class ChromaServer:
    """A real `chroma run`, on this machine."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        with socket.create_server(("127.0.0.1", port)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        program = "from chromadb.cli.cli import app; app()"
        place = ["--path", str(folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, "run", *place], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert self._process.stdout
        assert any(b"server listening" in line for line in self._process.stdout)
        while self._process.poll() is None and not self._listens():
            pass  # it says so a moment before it does
        # Its log is read on: a full pipe would hold the server up.
        threading.Thread(target=self._process.stdout.read, daemon=True).start()

    def _listens(self) -> bool:
        with socket.socket() as trial:
            return trial.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    yield server
    server.stop()
