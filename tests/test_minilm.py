"""The delivered model in int8: as near to the original as is claimed, made once, kept whole or not at all."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from rag import embedder, minilm
from rag.embedder import LEAST_COSINE, PROBES, SentenceTransformerEmbedder, open_embedder
from rag.encoder_graph import int8_encoder

TEXTS = [*PROBES, "", "?", "word " * 400, "“Tokyo’s” café — 東京, 3.5% 🍵\n\nnext\tline", "[SEP] said [CLS]"]


@pytest.fixture(scope="module")
def small() -> minilm.MiniLM:
    model = open_embedder()
    assert isinstance(model, minilm.MiniLM)
    return model


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "footnote"


def test_its_vectors_are_those_of_the_original(small: minilm.MiniLM) -> None:
    cosines = (small.embed(TEXTS) * SentenceTransformerEmbedder().embed(TEXTS)).sum(axis=1)
    assert cosines[: len(PROBES)].mean() > LEAST_COSINE
    assert cosines.min() > 0.97  # odd ones too


def test_a_text_has_the_same_vector_bit_for_bit(small: minilm.MiniLM) -> None:
    together = small.embed(TEXTS)
    assert (small.embed(TEXTS[::-1])[::-1] == together).all()
    assert all((small.embed([text])[0] == vector).all() for text, vector in zip(TEXTS, together, strict=True))


def test_several_threads_may_share_it(small: minilm.MiniLM) -> None:
    expected = small.embed(TEXTS)
    with ThreadPoolExecutor(8) as threads:
        assert all((vectors == expected).all() for vectors in threads.map(small.embed, [TEXTS] * 16))


def test_no_texts_give_no_vectors(small: minilm.MiniLM) -> None:
    assert small.embed([]).shape == (0, 384)


@pytest.mark.parametrize(("layers", "heads", "width"), [(1, 1, 8), (3, 2, 16), (2, 4, 64)])
def test_the_graph_computes_any_bert(layers: int, heads: int, width: int) -> None:
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(layers)
    config = BertConfig(
        vocab_size=50,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * width,
        initializer_range=0.5,  # large enough for every part to tell
        attn_implementation="eager",
    )
    bert = BertModel(config, add_pooling_layer=False).eval()
    weights = {name: tensor.numpy() for name, tensor in bert.state_dict().items()}
    session = onnxruntime.InferenceSession(int8_encoder(weights, heads=heads, epsilon=config.layer_norm_eps))
    ids = np.array([[2, 7, 7, 49, 30, 3]], dtype=np.int64)
    with torch.inference_mode():
        expected = bert(torch.from_numpy(ids)).last_hidden_state.numpy()
    (hidden,) = session.run(None, {"ids": ids})
    assert hidden.shape == (1, 6, width)
    assert (hidden * expected).sum() / np.linalg.norm(hidden) / np.linalg.norm(expected) > 0.98


# --- made once ----------------------------------------------------------------------------------------------


def test_it_is_made_once_and_that_is_said(cache: Path) -> None:
    said: list[object] = []
    first = open_embedder(progress=lambda *told: said.append(told[-1]))
    (file,) = cache.iterdir()
    made = file.stat().st_mtime_ns
    again = open_embedder(progress=lambda *told: said.append(told[-1]))
    assert said == ["Preparing the embedding model, once on this machine"]
    assert [file.stat().st_mtime_ns for file in cache.iterdir()] == [made]
    assert (first.fingerprint, first.embed(PROBES).tolist()) == (again.fingerprint, again.embed(PROBES).tolist())


DAMAGES = {
    "empty": lambda _: b"",
    "cut short": lambda content: content[: len(content) // 2],
    "one bit": lambda content: content[:1000] + bytes([content[1000] ^ 1]) + content[1001:],
    "another file": lambda _: b"not a model" * 1000,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_not_used(cache: Path, damage: str) -> None:
    minilm.keep("a:b", b"graph" * 1000)
    assert minilm.kept("a:b") == b"graph" * 1000
    (file,) = cache.iterdir()
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert minilm.kept("a:b") is None
    minilm.keep("a:b", b"anew")
    assert minilm.kept("a:b") == b"anew"


def test_many_may_keep_it_at_once(cache: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: minilm.keep("a:b", bytes([n]) * 100_000), range(32)))
    assert len(set(minilm.kept("a:b") or b"")) == 1
    assert len(list(cache.iterdir())) == 1


@pytest.mark.usefixtures("cache")
def test_what_was_not_kept_is_not_there() -> None:
    assert minilm.kept("a:b") is None
    minilm.keep("a:b", b"graph")
    assert minilm.kept("a:c") is None


def test_a_cache_that_cannot_be_written_is_named_and_does_no_harm(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    with pytest.warns(UserWarning, match=r"cannot be kept.*made anew at every start"):
        model = open_embedder()
    assert isinstance(model, minilm.MiniLM)


# --- when it cannot serve -----------------------------------------------------------------------------------


def test_vectors_unlike_the_originals_are_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder, "LEAST_COSINE", 1.1)
    with pytest.warns(UserWarning, match=r"runs as it is, not in int8: its vectors have a cosine of 0\.9"):
        model = open_embedder()
    assert isinstance(model, SentenceTransformerEmbedder)
    assert model.fingerprint != minilm.fingerprint()
    assert not cache.exists()


@pytest.mark.usefixtures("cache")
def test_a_model_that_cannot_be_made_gives_way_to_the_original(monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> bytes:
        raise ImportError("No module named 'onnx'")

    monkeypatch.setattr(minilm, "make", make)
    with pytest.warns(UserWarning, match="not in int8: it cannot be made: No module named 'onnx'"):
        assert isinstance(open_embedder(), SentenceTransformerEmbedder)


# --- the fingerprint ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(minilm.weights_folder(), tmp_path_factory.mktemp("weights") / "model"))


def test_the_fingerprint_is_that_of_the_weights(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = minilm.fingerprint()
    monkeypatch.setattr(minilm, "weights_folder", lambda: copied)
    assert minilm.fingerprint() == before
    weights = copied / "model.safetensors"
    content = np.fromfile(weights, dtype=np.uint8)
    content[len(content) // 2 :] ^= 1  # as another training would: everywhere
    content.tofile(weights)
    assert minilm.fingerprint() != before


def test_the_fingerprint_changes_with_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    before = minilm.fingerprint()
    monkeypatch.setattr(minilm, "RECIPE", "another")
    assert minilm.fingerprint() != before
