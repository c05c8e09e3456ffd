"""What holds of every extraction, whichever model made it, and the texts on which that has to be tried."""

from __future__ import annotations

import math

import pytest

from rag.extractor import MOST_SPANS, Extraction
from rag.records import Span

ODD_TEXTS = [
    "",
    " \n\t ",
    "...!?",
    "a",
    "İstanbul’da ﬁre — naïve café, Zürich",
    "e\u0301galite\u0301 \u200b zero\u200bwidth \ufeff mark",
    "尹錫悅과 岸田文雄は東京で会談した。",
    "emoji 👩‍👩‍👧 family 🇰🇷🇯🇵 flags",
    "\x00\x01 control \x7f \u2028 separators",
    "word " * 3000,
    "x" * 5000,
    "[CLS] literal [SEP] marks [MASK] in the text",
]
ODD_QUESTIONS = ["", "?" * 500, "why " * 2000, "[SEP] [SEP]", "한국은?"]


def check(extraction: Extraction, text: str) -> None:
    """What holds of every extraction, whatever the text."""
    assert len(extraction.spans) <= MOST_SPANS
    assert all(math.isfinite(n) for n in (extraction.null, extraction.answerable))
    scores = [score for _, score in extraction.spans]
    assert scores == sorted(scores, reverse=True)
    for n, (span, _) in enumerate(extraction.spans):
        said = span.of(text)
        assert 0 <= span.start < span.end <= len(text)
        assert said == said.strip()
        assert any(character.isalnum() for character in said)
        assert not any(span.overlaps(other) for other, _ in extraction.spans[:n])
        inside = [token for token, _ in extraction.starts if token.overlaps(span)]
        assert inside[0].start <= span.start
        assert inside[-1].end >= span.end
    whole = extraction.mass(Span(0, len(text) + 1))
    assert whole == pytest.approx(1.0 if extraction.starts else 0.0, abs=1e-5)
