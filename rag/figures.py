"""Of several figures in a sentence, the one that belongs to what is asked.

"How much do students pay?" has its answer in the second half of "Adults pay 12 euros, students 7 euros". A reader that
sees a price behind "pay" takes the first. Such sentences are parted here so that each part has one figure.
"""

from __future__ import annotations

import re

from .exact import NUMBER
from .question import Query
from .records import Span
from .stems import stems

_PARTS = re.compile(r"[,;]\s+(?:(?:and|but|while|whereas)\s+)?|\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)
_FIGURE = re.compile(NUMBER, re.IGNORECASE)
_BEFORE_ITS_THING = re.compile(r"[^\W\d_]*\s*(?:for|per|to|each)\b", re.IGNORECASE)  # "12 euros for adults"
_BOUND = re.compile(r"\b(?:under|over|above|below|aged?|between|from|to)\s+$", re.IGNORECASE)  # "under 14" is no price


def apportioned(query: Query, sentence: str, found: Span) -> Span | None:
    """The figure that the sentence gives for what is asked, where it is another than `found`; None if that is open.

    Both are spans of the sentence. It is `found` unless another part of the sentence, with one figure of its own, has
    more of the question's words.
    """
    if query.kind != "how many" or not _FIGURE.search(found.of(sentence)):
        return found
    parts = _parts(sentence)
    mine = next((part for part in parts if part.overlaps(found)), None)
    if mine is None or len(parts) < 2:
        return found
    # The verb of the first part is that of all: "Adults pay 12 euros, students 7".
    before = stems(sentence[parts[0].start : parts[0].start + _figures(parts[0].of(sentence))[0].start])
    asked = set(query.stems) - set(before[-1:])
    shared = {part: len(asked & set(stems(part.of(sentence)))) for part in parts}
    best = max(shared.values())
    if shared[mine] == best:
        return found
    (part, *others) = [part for part in parts if shared[part] == best]
    figures = _figures(part.of(sentence))
    if others or len(figures) != 1:
        return None
    return Span(part.start + figures[0].start, part.start + figures[0].end)


def _parts(sentence: str) -> list[Span]:
    """The sentence in parts of one figure or more: what has none goes with the part behind, or the one before."""
    bounds = [0, *(at for match in _PARTS.finditer(sentence) for at in match.span()), len(sentence)]
    pieces = [Span(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    figures = [_figures(piece.of(sentence)) for piece in pieces]
    first = next((n for n, found in enumerate(figures) if found), None)
    if first is None:
        return []
    backward = bool(_BEFORE_ITS_THING.match(pieces[first].of(sentence)[figures[first][0].end :].lstrip()))
    parts: list[Span] = []
    waiting: int | None = None
    for piece, found in zip(pieces, figures, strict=True):
        if found:
            parts.append(Span(piece.start if waiting is None else waiting, piece.end))
            waiting = None
        elif backward and parts:
            parts[-1] = Span(parts[-1].start, piece.end)
        elif waiting is None:
            waiting = piece.start
    if waiting is not None and parts:
        parts[-1] = Span(parts[-1].start, pieces[-1].end)
    return parts


def _figures(text: str) -> list[Span]:
    found = (Span(*match.span()) for match in _FIGURE.finditer(text))
    return [span for span in found if not _BOUND.search(text[: span.start])]
