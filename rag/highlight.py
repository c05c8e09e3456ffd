"""A window of a document as escaped HTML, with the quoted words marked at their exact character offsets.

Pure functions from text and spans to HTML: what is marked is decided by offsets alone, never by searching.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from .records import Span

_SURROGATE = re.compile("[\ud800-\udfff]")
_SNAP = 400  # a window is cut at the end of a line when one is this near, characters


def escape(text: str) -> str:
    """Text as HTML that shows exactly these characters, in content and in quoted attributes.

    A lone surrogate cannot be sent as UTF-8; it becomes U+FFFD, which keeps every offset.
    """
    return html.escape(_SURROGATE.sub("\ufffd", text))


def window_around(text: str, chosen: Span, size: int) -> Span:
    """At most `size` characters of the text around `chosen`, cut at line ends where one is near.

    The start of `chosen` is always inside, and all of it is when it is not longer than `size`.
    """
    if len(text) <= size:
        return Span(0, len(text))
    room = max(0, size - (chosen.end - chosen.start))
    start = max(0, min(chosen.start - room // 2, len(text) - size))
    end = start + size
    if start > 0:
        newline = text.find("\n", start, min(start + _SNAP, chosen.start))
        start = newline + 1 if newline >= 0 else start
    if end < len(text):
        newline = text.rfind("\n", max(end - _SNAP, chosen.end), end)
        end = newline if newline >= 0 else end
    return Span(start, end)


def strong(text: str, spans: Iterable[Span], within: Span | None = None) -> str:
    """The text (or the part of it `within`), escaped, with `<strong>` around each span.

    Spans that overlap become one; what lies outside of the part is left out.
    """
    within = within or Span(0, len(text))
    pieces, at = [], within.start
    for span in _united(_clip(span, within) for span in spans):
        pieces += [escape(text[at : span.start]), f"<strong>{escape(span.of(text))}</strong>"]
        at = span.end
    return "".join([*pieces, escape(text[at : within.end])])


def highlight(text: str, spans: Iterable[Span], chosen: Span | None, window: Span, marks: Sequence[Span] = ()) -> str:
    """The window of the text, escaped: a `<mark>` on every span, `<mark class="chosen">` on the chosen one.

    The chosen span is always one mark, with `marks` inside it in bold. The others are marked lightly where
    they are not part of it; those that overlap become one mark. Without the tags, and unescaped, the result is
    `window.of(text)`.
    """
    pieces: list[str] = []
    at = window.start
    for span, name in _marks(spans, chosen, window):
        pieces.append(escape(text[at : span.start]))
        pieces.append(f"<mark{name}>{strong(text, marks if name else (), span)}</mark>")
        at = span.end
    pieces.append(escape(text[at : window.end]))
    return "".join(pieces)


def _marks(spans: Iterable[Span], chosen: Span | None, window: Span) -> Iterator[tuple[Span, str]]:
    """The disjoint marks inside the window, in order, each with its class attribute."""
    whole = _clip(chosen, window) if chosen else None
    marks = [(whole, ' class="chosen"')] if whole else []
    for light in _united(_clip(span, window) for span in spans):
        before = Span(light.start, min(light.end, whole.start)) if whole else light
        after = Span(max(light.start, whole.end), light.end) if whole else None
        marks += [(part, "") for part in (before, after) if part and part.start < part.end]
    yield from sorted(marks)


def _clip(span: Span, window: Span) -> Span | None:
    start, end = max(span.start, window.start), min(span.end, window.end)
    return Span(start, end) if start < end else None


def _united(spans: Iterable[Span | None]) -> list[Span]:
    """Spans in order, those that overlap made one; spans that only touch stay two."""
    united: list[Span] = []
    for span in sorted(span for span in spans if span):
        if united and span.overlaps(united[-1]):
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united
