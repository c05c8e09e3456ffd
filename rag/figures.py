"""Of several figures in a sentence, the one that belongs to what is asked.

"How much do students pay?" has its answer in the second half of "Adults pay 12 euros, students 7 euros". A reader that
sees a price behind "pay" takes the first. Such sentences are parted here so that each part has one figure. "How big"
is answered by "74 square metres" of "three rooms and 74 square metres".
"""

from __future__ import annotations

import re

from .exact import NUMBER
from .question import Query
from .records import Span
from .stems import stems
from .text import stretches

_PARTS = re.compile(r"[,;]\s+(?:(?:and|but|while|whereas)\s+)?|\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)
_FIGURE = re.compile(NUMBER, re.IGNORECASE)
_BEFORE_ITS_THING = re.compile(r"[^\W\d_]*\s*(?:for|per|to|each)\b", re.IGNORECASE)  # "12 euros for adults"
_BOUND = re.compile(r"\b(?:under|over|above|below|aged?|between|from|to)\s+$", re.IGNORECASE)  # "under 14" is no price

_LENGTH = r"(?:[kcm]?m|(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?)"
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies))"
_AREA = rf"(?:square {_LENGTH}|[kc]?m²|hectares?|acres?|[kmgt]b|cubic {_LENGTH}|lit(?:re|er)s?|ml|gallons?)"
_WEIGHT = r"(?:[km]?g|(?:kilo)?grams?|tonn?e?s?|pounds?|lbs?)"
_UNITS = {  # of what a question measures, by its first words
    "big": f"(?:{_AREA}|{_LENGTH})",
    "large": f"(?:{_AREA}|{_LENGTH})",
    "far": _LENGTH,
    "tall": _LENGTH,
    "high": _LENGTH,
    "deep": _LENGTH,
    "wide": _LENGTH,
    "old": _TIME,
    "long": f"(?:{_TIME}|{_LENGTH})",
    "heavy": _WEIGHT,
}
_MEASURED = re.compile(rf"\bhow ({'|'.join(_UNITS)})\b", re.IGNORECASE)


def apportioned(query: Query, sentence: str, found: Span) -> Span | None:
    """The figure that the sentence gives for what is asked, where it is another than `found`; None if that is open.

    Both are spans of the sentence. It is `found` unless another part of the sentence, with one figure of its own, has
    more of the question's words.
    """
    if query.kind != "how many" or not _FIGURE.search(found.of(sentence)):
        return found
    if measured := _MEASURED.search(query.text):
        return _with_a_unit(_UNITS[measured[1].lower()], sentence, found)
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


def _with_a_unit(unit: str, sentence: str, found: Span) -> Span:
    """The only figure of the sentence with such a unit, where `found` has none; else `found`."""
    measures = [Span(*m.span()) for m in re.finditer(rf"{NUMBER}[\s-]?{unit}(?!\w)", sentence, re.IGNORECASE)]
    if len(measures) != 1 or found.overlaps(measures[0]):
        return found
    return measures[0]


def _parts(sentence: str) -> list[Span]:
    """The sentence in parts of one figure or more: what has none goes with the part behind, or the one before."""
    pieces = stretches(sentence, _PARTS, Span(0, len(sentence)))
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
