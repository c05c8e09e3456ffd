"""Exact answer spans, by the small trained reader of rag/models/reader.

A window is a question and one passage: [CLS] question [SEP] label [SEP] passage [SEP]. The model gives each token
of the passage a start and an end logit, and position 0 stands for "no answer" (Devlin et al. 2019, on SQuAD 2.0);
a second output says whether the passage answers at all. Needs numpy, onnxruntime and tokenizers, no torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ModelError, said_by
from .inference import on_every_core, open_session
from .records import Span

Floats = NDArray[np.float32]

DEFAULT_FOLDER = Path(__file__).parent / "models" / "reader"
MOST_SPANS = 5
NOTHING = -20.0  # logits: stands for the margin of a text in which nothing could be an answer
LONGEST = 30  # tokens of an answer
_CANDIDATES = 60  # spans looked at before those that overlap a better one are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the model reads in one passage. Offsets count characters of the text given for it.

    `spans` are the best answer spans, best first, none overlapping another, with their scores; `null` is the
    score of "no answer" on the same scale: sums of a start and an end logit. `answerable` is a logit: above 0,
    the passage rather answers. `starts` are the spans of the passage's tokens with the probability (0 to 1) that
    the answer starts there, given that there is one.
    """

    spans: tuple[tuple[Span, float], ...]
    null: float
    answerable: float
    starts: tuple[tuple[Span, float], ...] = field(repr=False)

    @property
    def margin(self) -> float:
        """The best span's score above "no answer"; minus infinity where there is no span."""
        return self.spans[0][1] - self.null if self.spans else -float("inf")

    def mass(self, span: Span) -> float:
        """The probability that the answer, if there is one, starts inside `span`: 0 to 1."""
        return min(1.0, sum(share for token, share in self.starts if span.start <= token.start < span.end))


class Extractor:
    """The model of one folder: reader.onnx, tokenizer.json, config.json. Safe between threads.

    Raises ModelError when the folder lacks one of them or it cannot be loaded.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or DEFAULT_FOLDER
        paths = [folder / name for name in ("reader.onnx", "tokenizer.json", "config.json")]
        for path in paths:
            if not path.is_file():
                raise ModelError(
                    f"{path}: the reader's file is missing. Install Footnote again, or make it with "
                    f"python -m training.export_reader."
                )
        try:
            from tokenizers import Tokenizer

            config = json.loads(paths[2].read_text(encoding="utf-8"))
            self._limit = int(config["tokens"])
            self._question_limit = int(config["question_tokens"])
            self._label_limit = int(config["label_tokens"])
            self._tokenizer: Any = Tokenizer.from_file(str(paths[1]))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            self._cls, self._sep = (self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
            self._session = open_session(paths[0])
        except Exception as error:
            raise ModelError(
                f"{folder}: the reader cannot be loaded: {said_by(error)}. Install Footnote again, or make it with "
                f"python -m training.export_reader."
            ) from error
        digest = hashlib.sha256()
        for path in paths:
            digest.update(path.read_bytes())
        self._fingerprint = f"reader:{digest.hexdigest()[:16]}"

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same passage might be read another way."""
        return self._fingerprint

    def extract(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[Extraction]:
        """Reads every text for the question: one Extraction each, in the order given.

        A label ("title. heading") is read before its text and is never part of an answer. What is beyond the
        model's window is not read. Raises ValueError when there are not as many labels as texts.
        """
        if len(labels) != len(texts):
            raise ValueError(f"{len(labels)} labels for {len(texts)} texts")
        if not texts:
            return []
        windows = self._windows(question, labels, texts)
        # Decoded where it is computed: while one core decodes, the others compute.
        return on_every_core(self._read, list(zip(texts, windows, strict=True)), size=lambda one: len(one[1].ids))

    def _windows(self, question: str, labels: Sequence[str], texts: Sequence[str]) -> list[_Window]:
        asked, *parts = self._tokenizer.encode_batch([question, *labels, *texts], add_special_tokens=False)
        head = [self._cls, *asked.ids[: self._question_limit], self._sep]
        windows = []
        for label, text in zip(parts[: len(labels)], parts[len(labels) :], strict=True):
            ids = head + ([*label.ids[: self._label_limit], self._sep] if label.ids else [])
            passage, room = len(ids), self._limit - len(ids) - 1
            ids = [*ids, *text.ids[:room], self._sep]
            windows.append(_Window(ids, len(head), passage, [Span(*offsets) for offsets in text.offsets[:room]]))
        return windows

    def _read(self, one: tuple[str, _Window]) -> Extraction:
        text, window = one
        k = len(window.ids)
        types = [int(n >= window.second) for n in range(k)]
        given = {"ids": window.ids, "mask": [1] * k, "types": types}
        rows = {name: np.array([row], dtype=np.int64) for name, row in given.items()}  # each (1, k)
        start, end, answerable = self._session.run(None, rows)
        return _decode(text, window, start[0], end[0], float(answerable[0]))


@dataclass(frozen=True, slots=True)
class _Window:
    ids: list[int]
    second: int  # where token type 1 begins
    passage: int  # the position of the passage's first token
    offsets: list[Span]  # the passage's tokens, in the text


def _decode(text: str, window: _Window, start: Floats, end: Floats, answerable: float) -> Extraction:
    # start and end: (k), a logit a token
    null = float(start[0] + end[0])
    k = len(window.offsets)
    starts, ends = (logits[window.passage : window.passage + k].astype(np.float64) for logits in (start, end))
    return Extraction(
        spans=best_spans(text, window.offsets, starts, ends),
        null=null,
        answerable=answerable,
        starts=start_shares(window.offsets, starts),
    )


def start_shares(offsets: Sequence[Span], starts: NDArray[np.float64]) -> tuple[tuple[Span, float], ...]:
    """The tokens (k) with the probability that the answer starts there, given that there is one.

    `starts` (k,) are the tokens' logits.
    """
    if not len(offsets):
        return ()
    shares = np.exp(starts - starts.max())
    return tuple(zip(offsets, (shares / shares.sum()).tolist(), strict=True))


def best_spans(
    text: str, offsets: Sequence[Span], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[tuple[Span, float], ...]:
    """The best answer spans of the tokens (k) at `offsets` in the text, as in Extraction.spans.

    `starts` and `ends` (k,) are the tokens' logits. As chrischute/squad util.discretize: the best start <= end, not
    too far apart.
    """
    k = len(offsets)
    if not k:
        return ()
    scores = starts[:, None] + ends[None, :]  # (k, k)
    allowed = np.triu(np.ones((k, k), dtype=bool)) & ~np.triu(np.ones((k, k), dtype=bool), LONGEST)
    scores = np.where(allowed, scores, -np.inf).ravel()
    count = min(_CANDIDATES, int(allowed.sum()))
    best = np.argpartition(-scores, count - 1)[:count]
    order = best[np.lexsort((best, -scores[best]))].tolist()
    trimmed = ((_trimmed(Span(offsets[at // k].start, offsets[at % k].end), text), float(scores[at])) for at in order)
    return without_overlaps((span, score) for span, score in trimmed if span is not None)


def without_overlaps(spans: Iterable[tuple[Span, float]]) -> tuple[tuple[Span, float], ...]:
    """Of spans with their scores, best first, those that overlap no better one: MOST_SPANS at most."""
    chosen: list[tuple[Span, float]] = []
    for span, score in spans:
        if not any(span.overlaps(other) for other, _ in chosen):
            chosen.append((span, score))
            if len(chosen) == MOST_SPANS:
                break
    return tuple(chosen)


def _trimmed(span: Span, text: str) -> Span | None:
    """Without white space around it; None when nothing is left that could answer."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None
