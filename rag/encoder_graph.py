"""A BERT encoder's weights as an ONNX graph whose matrices are whole numbers of 8 bits.

Built straight from the weights: no torch, no export. The operators are those that ONNX Runtime has for exactly this
(domain com.microsoft), which is what its own optimiser would make of an exported graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RECIPE = "int8.1"  # another name for every change that gives other numbers

# A processor without VNNI multiplies bytes and adds pairs of products in 16 bits: 2 · 255 · 127 would overflow, and
# 2 · 255 · 63 does not. Measured on such a processor, 7 bits stray less from the original than 8, at the same speed.
_MOST = 63
_OWN = "com.microsoft"


def int8_encoder(weights: Mapping[str, Floats], *, heads: int, epsilon: float) -> bytes:
    """The ONNX file of an encoder with the tensor names of transformers' BertModel.

    Its input `ids` are token ids, (n, k) int64, of texts of one length each: nothing is masked. Its output `hidden` is
    the last layer, (n, k, width) float32. A matrix has one scale a column; what is multiplied with it gets one scale a
    call, so the vectors of a text depend on what is computed together with it: compute one text a call. Needs onnx.
    """
    graph = _Graph()
    width = len(weights["embeddings.LayerNorm.weight"])
    x = _embedded(graph, weights, epsilon)
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    for n in range(layers):
        layer = {
            name.removeprefix(f"encoder.layer.{n}."): tensor
            for name, tensor in weights.items()
            if name.startswith(f"encoder.layer.{n}.")
        }
        attended = _dense(graph, _attention(graph, x, layer, heads), layer, "attention.output.dense")
        x = _normed(graph, attended, x, layer, "attention.output.LayerNorm", epsilon)
        inner = graph.node("Gelu", [_dense(graph, x, layer, "intermediate.dense")], domain=_OWN)
        x = _normed(graph, _dense(graph, inner, layer, "output.dense"), x, layer, "output.LayerNorm", epsilon)
    return graph.file(x, width)


def _embedded(graph: _Graph, weights: Mapping[str, Floats], epsilon: float) -> str:
    # Rows, not columns: a word has a scale of its own, and no product of two bytes is made here.
    words = weights["embeddings.word_embeddings.weight"]
    scale = _scale(words, axis=1, most=127)
    whole = graph.node("Gather", [graph.constant(np.round(words / scale).astype(np.int8)), "ids"])
    known = graph.node(
        "Mul",
        [graph.node("Cast", [whole], to=graph.FLOAT), graph.node("Gather", [graph.constant(scale), "ids"])],
    )
    # Every token is of the first of BERT's two segments.
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.constant(np.zeros(1, dtype=np.int64))
    length = graph.node("Shape", ["ids"], start=1, end=2)
    placed = graph.node("Add", [known, graph.node("Slice", [graph.constant(places), zero, length, zero])])
    gain, bias = (graph.constant(weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias"))
    return graph.node("LayerNormalization", [placed, gain, bias], axis=-1, epsilon=epsilon)


def _attention(graph: _Graph, x: str, layer: Mapping[str, Floats], heads: int) -> str:
    parts = ("query", "key", "value")
    matrix = np.concatenate([layer[f"attention.self.{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([layer[f"attention.self.{part}.bias"] for part in parts])
    scale = _scale(matrix, axis=0)
    whole, its_scale, its_zero = graph.nodes("DynamicQuantizeLinear", [x], 3)
    inputs = [
        whole,
        graph.constant(np.round(matrix / scale).astype(np.int8)),
        graph.constant(bias),
        its_scale,
        graph.constant(scale[0]),
        "",  # no mask
        its_zero,
        graph.constant(np.zeros(scale.size, dtype=np.int8)),
    ]
    return graph.node("QAttention", inputs, domain=_OWN, num_heads=heads)


def _dense(graph: _Graph, x: str, layer: Mapping[str, Floats], name: str) -> str:
    matrix = layer[f"{name}.weight"].T
    scale = _scale(matrix, axis=0)
    inputs = [x, graph.constant(np.round(matrix / scale).astype(np.int8)), graph.constant(scale[0]), ""]
    return graph.node("DynamicQuantizeMatMul", [*inputs, graph.constant(layer[f"{name}.bias"])], domain=_OWN)


def _normed(graph: _Graph, x: str, skipped: str, layer: Mapping[str, Floats], name: str, epsilon: float) -> str:
    gain, bias = (graph.constant(layer[f"{name}.{part}"]) for part in ("weight", "bias"))
    return graph.node("SkipLayerNormalization", [x, skipped, gain, bias], domain=_OWN, epsilon=epsilon)


def _scale(matrix: Floats, *, axis: int, most: int = _MOST) -> Floats:
    """What one step of the whole numbers is worth: the largest of each column (axis 0) or row (axis 1) is `most`."""
    largest = np.abs(matrix).max(axis=axis, keepdims=True)
    return np.where(largest == 0, 1, largest / most).astype(np.float32)


class _Graph:
    """Nodes and constants, named by their order."""

    def __init__(self) -> None:
        import onnx

        self._onnx: Any = onnx
        self.FLOAT = onnx.TensorProto.FLOAT
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def constant(self, value: NDArray[Any]) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        return self.nodes(kind, inputs, 1, **attributes)[0]

    def nodes(self, kind: str, inputs: list[str], outputs: int, **attributes: Any) -> list[str]:
        names = [f"n{len(self._nodes)}.{n}" for n in range(outputs)]
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, names, **attributes))
        return names

    def file(self, hidden: str, width: int) -> bytes:
        helper, types = self._onnx.helper, self._onnx.TensorProto
        self._nodes.append(helper.make_node("Identity", [hidden], ["hidden"]))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", types.INT64, ["n", "k"])],
            [helper.make_tensor_value_info("hidden", types.FLOAT, ["n", "k", width])],
            self._constants,
        )
        versions = [helper.make_opsetid("", 20), helper.make_opsetid(_OWN, 1)]
        return bytes(helper.make_model(graph, opset_imports=versions, ir_version=10).SerializeToString())
