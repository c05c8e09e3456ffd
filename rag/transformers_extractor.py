"""Any extractive question answering model of the transformers kind, in the place of the delivered reader.

The model must be on this machine: a folder, or a name in the Hugging Face cache. It gives the same Extractions as the
delivered reader, so that nobody else asks which of the two it was.

How far the scales carry: a model that learned by cross entropy over starts and ends, "no answer" among them, gives
logits of which the margin of a span over "no answer" is a log-odds, whatever the model. That is the scale that the
evidence is weighed on (evidence.py), but the weights were fitted for the delivered reader: a larger model is surer of
itself, so that FOOTNOTE_RISK is no longer the share of wrong answers that it promises, and one that never learned "no
answer" (SQuAD 1.1) always has something to say. `python -m evals squad` measures what it is worth.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .errors import ModelError, said_by
from .extractor import NOTHING, Extraction, Extractor, Floats, best_spans, start_shares, without_overlaps
from .records import Span

_LONGEST_WINDOW = 384  # tokens; passages are far shorter, and a window costs more than its share
_BATCH = 16  # windows of like length computed together
_QUESTION = 64  # tokens of the question that are read, or a quarter of a shorter window; of the label as well


@dataclass(frozen=True, slots=True)
class _Window:
    text: int  # which text it is of
    ids: list[int]
    types: list[int]
    null: int  # the position that stands for "no answer"
    positions: list[int]  # of the text's tokens
    offsets: list[Span]  # of the text's tokens, in the text


class TransformersExtractor:
    """A model with a start and an end logit a token, such as BertForQuestionAnswering. Safe between threads.

    Raises ModelError when the model is not on this machine, cannot be loaded, or is of another kind.
    """

    def __init__(self, model: str) -> None:
        folder = Path(model).expanduser()
        name = str(folder) if folder.is_dir() else model
        # Set before the import: these libraries read it once, and would look for newer files on a hub.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            import torch
            from transformers import AutoModelForQuestionAnswering, AutoTokenizer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            self._tokenizer: Any = AutoTokenizer.from_pretrained(name, local_files_only=True)
            network, loading = AutoModelForQuestionAnswering.from_pretrained(
                name, local_files_only=True, output_loading_info=True, dtype=torch.float32
            )
        except Exception as error:
            raise _unusable(model, f"cannot be loaded: {said_by(error)}") from error
        if missing := sorted(loading["missing_keys"]):
            raise _unusable(model, f"was not trained to find answers: it lacks {', '.join(missing[:3])}")
        if not self._tokenizer.is_fast:
            raise _unusable(model, "has no tokenizer that says where its tokens stand (tokenizer.json)")
        self._network: Any = network.eval()
        self._limit = _limit(network.config, self._tokenizer)
        self._lock = threading.Lock()  # the tokenizer keeps truncation as shared state

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:
        """Reads every text for the question: one Extraction each, in the order given.

        A label ("title. heading") is read before its text and is never part of an answer. A text longer than the
        model's window is read in several, the first of them with the label. Raises ValueError when there are not as
        many labels as texts.
        """
        if len(labels) != len(texts):
            raise ValueError(f"{len(labels)} labels for {len(texts)} texts")
        if not texts:
            return []
        with self._lock:
            windows = self._windows(question, labels, texts)
            order = sorted(range(len(windows)), key=lambda n: len(windows[n].ids))
            logits: list[tuple[Floats, Floats]] = [(np.zeros(0, np.float32),) * 2] * len(windows)
            for at in range(0, len(order), _BATCH):
                chosen = order[at : at + _BATCH]
                for n, *pair in zip(chosen, *self._run([windows[n] for n in chosen]), strict=True):
                    logits[n] = (pair[0], pair[1])
        return [
            _decode(text, [(w, *pair) for w, pair in zip(windows, logits, strict=True) if w.text == number])
            for number, text in enumerate(texts)
        ]

    def _windows(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[_Window]:
        most = min(_QUESTION, self._limit // 4)
        before = [f"{shown}\n" if (shown := self._cut(label, most)) else "" for label in labels]
        batch = self._tokenizer(
            [self._cut(question, most)] * len(texts),
            [f"{start}{text}" for start, text in zip(before, texts, strict=True)],
            truncation="only_second",
            max_length=self._limit,
            stride=self._limit // 4,
            return_overflowing_tokens=True,
            verbose=False,
        )
        windows = []
        for encoding, number in zip(batch.encodings, batch["overflow_to_sample_mapping"], strict=True):
            shift = len(before[number])
            parts = zip(encoding.sequence_ids, encoding.offsets, strict=True)
            places = [
                (position, Span(max(0, start - shift), end - shift))
                for position, (part, (start, end)) in enumerate(parts)
                if part == 1 and end > max(start, shift)
            ]
            cls = self._tokenizer.cls_token_id
            windows.append(
                _Window(
                    text=number,
                    ids=encoding.ids,
                    types=encoding.type_ids,
                    null=encoding.ids.index(cls) if cls in encoding.ids else 0,
                    positions=[position for position, _ in places],
                    offsets=[span for _, span in places],
                )
            )
        return windows

    def _cut(self, text: str, tokens: int) -> str:
        """The beginning of a text, about so many tokens."""
        offsets = self._tokenizer(
            text, add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        return text if len(offsets) <= tokens else text[: offsets[tokens - 1][1]]

    def _run(self, windows: Sequence[_Window]) -> tuple[Floats, Floats]:
        # -> start (n, k), end (n, k): logits
        import torch

        longest = max(len(window.ids) for window in windows)
        ids = np.full((len(windows), longest), self._tokenizer.pad_token_id or 0, dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
            types[row, : len(window.ids)] = window.types
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        wanted = {name: torch.from_numpy(given[name]) for name in self._tokenizer.model_input_names if name in given}
        with torch.inference_mode():
            output = self._network(**wanted)
        return output.start_logits.numpy(), output.end_logits.numpy()


def _decode(text: str, windows: Sequence[tuple[_Window, Floats, Floats]]) -> Extraction:
    """One Extraction of all windows of a text, in order.

    As in BERT's run_squad, scores of several windows stand side by side as they are, and "no answer" has the lowest
    of their scores: each window but one rightly says that the answer is not in it.
    """
    spans: list[tuple[Span, float]] = []
    offsets, starts, seen = list[Span](), list[float](), -1
    for window, start, end in windows:
        first, last = (logits[window.positions].astype(np.float64) for logits in (start, end))
        spans += best_spans(text, window.offsets, first, last)
        new = [n for n, span in enumerate(window.offsets) if span.start > seen]  # windows overlap
        offsets += [window.offsets[n] for n in new]
        starts += first[new].tolist()
        seen = max([seen, *(span.start for span in window.offsets)])
    null = min(float(start[window.null] + end[window.null]) for window, start, end in windows)
    best = without_overlaps(sorted(spans, key=lambda found: (-found[1], found[0])))
    margin = best[0][1] - null if best else NOTHING
    return Extraction(
        spans=best,
        null=null,
        # evidence.py counts margins in tens of logits and this one in fives: half the margin weighs the same.
        answerable=margin / 2,
        starts=start_shares(offsets, np.asarray(starts, dtype=np.float64)),
    )


def extractor_of(reader: str) -> Extractor | TransformersExtractor:
    """The extractor that the setting `reader` names, "" for the delivered one. Raises ModelError."""
    return TransformersExtractor(reader) if reader else Extractor()


def _limit(config: Any, tokenizer: Any) -> int:
    """The most tokens of a window, special ones included."""
    positions = getattr(config, "max_position_embeddings", None) or 0
    # Models of RoBERTa's family have two positions more than they can read.
    known = [size for size in (tokenizer.model_max_length, positions - 2) if size > 0]
    return int(min([_LONGEST_WINDOW, *known]))


def _unusable(model: str, problem: str) -> ModelError:
    return ModelError(
        f"The reader {model!r} {problem}. Name a folder with an extractive question answering model of the "
        f"transformers kind in FOOTNOTE_READER, or unset it for the delivered reader."
    )
