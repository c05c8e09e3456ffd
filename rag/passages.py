"""Document to passages: whole sentences of one section, about as many tokens as the embedder reads well."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from .embedder import Embedder
from .furniture import furniture
from .records import Document, Heading, Passage, Span
from .text import clean, headings, sentences, trimmed

# Part of the index's fingerprint: raise it when the same text would be split, or embedded, another way.
VERSION = 6
_LABEL = 60  # characters of the title, and as many of the heading, that go with a passage
_GAP = 1_000  # characters of furniture that a passage may hold between two of its sentences
_TOGETHER = 1_000  # sentences whose tokens are counted at once: those of a whole book would fill the memory
_HYPHENATED = re.compile(r"([^\W\d_])(?:-|\u00ad)[ \t]*\r?\n[ \t]*([^\W\d_])")


def split(document: Document, embedder: Embedder, size: int) -> Iterator[Passage]:
    """The passages of a document, in order.

    Each holds whole sentences up to about `size` tokens, never more than the embedder reads, never two
    sections, and begins with the last sentence of the one before it in its section. A longer sentence is
    cut between tokens. A passage has at least one sentence that may serve as evidence.
    """
    marks = document.headings or tuple(headings(document.text))
    spans = sentences(document.text, [mark.span for mark in marks])
    useless = furniture(document.text, spans, marks)
    if all(useless):  # a file of headings only, say: better its labels as evidence than nothing, their marks aside
        useless = [not any(map(str.isalnum, span.of(document.text))) for span in spans]
    evidence = {span for span, is_furniture in zip(spans, useless, strict=True) if not is_furniture}
    for heading, section in _sections(spans, marks, document.text):
        room = max(16, embedder.limit - len(embedder.tokens([label(document.title, heading)])[0]))
        pieces = _measured(section, evidence, document.text, embedder, min(size, room), room)
        for group in _groups(pieces, min(size, room)):
            yield _passage(document, heading, group)


def retrieval_text(passage: Passage) -> str:
    """What is embedded and indexed for a passage: title, heading and its evidence, without furniture.

    A word that a line break hyphenates is joined again, for PDF text. None of this enters a quotation.
    """
    evidence = " ".join(map(passage.words, passage.sentences))
    evidence = clean(_HYPHENATED.sub(r"\1\2", evidence))
    return f"{label(passage.title, passage.heading)}\n{evidence}".lstrip("\n")


def label(title: str, heading: str) -> str:
    """Title and heading as they go with a passage: "Title. Heading", or "" when there is neither."""
    return ". ".join(dict.fromkeys(clean(part)[:_LABEL] for part in (title, heading) if part))


_Piece = tuple[Span, int, bool]  # the sentence, its tokens, whether it is evidence


def _sections(spans: Sequence[Span], marks: Sequence[Heading], text: str) -> Iterator[tuple[str, list[Span]]]:
    waiting = sorted(marks, key=lambda mark: mark.span.start, reverse=True)
    heading, section = "", list[Span]()
    for span in spans:
        begun = None
        while waiting and waiting[-1].span.start < span.end:
            begun = waiting.pop()
        if begun and section:
            yield heading, section
            section = []
        if begun:
            heading = clean(begun.span.of(text))
        section.append(span)
    if section:
        yield heading, section


def _measured(
    section: Sequence[Span], evidence: set[Span], text: str, embedder: Embedder, size: int, room: int
) -> Iterator[_Piece]:
    for first in range(0, len(section), _TOGETHER):
        some = section[first : first + _TOGETHER]
        for span, tokens in zip(some, embedder.tokens([span.of(text) for span in some]), strict=True):
            if span not in evidence:
                yield span, 0, False
            elif len(tokens) <= room:
                yield span, len(tokens), True
            else:
                yield from _cut(span, tokens, text, size)


def _cut(span: Span, tokens: Sequence[Span], text: str, size: int) -> Iterator[_Piece]:
    """A sentence of more tokens than fit, in pieces of `size` tokens."""
    for at in range(0, len(tokens), size):
        part = tokens[at : at + size]
        start = span.start + (part[0].start if at else 0)
        last = at + size >= len(tokens)
        end = span.end if last else span.start + tokens[at + size].start
        yield trimmed(Span(start, end), text), len(part), True


def _groups(pieces: Iterable[_Piece], size: int) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if not piece[2]:
            continue  # furniture between two sentences lies in the passage's text; before and after them it need not
        far = bool(group) and piece[0].start - group[-1][0].end > _GAP
        full = far or sum(tokens for _, tokens, _ in group) + piece[1] > size
        if full and group:
            yield group
            last = group[-1]
            # The overlap keeps a pronoun beside its name; half a passage of it would only repeat.
            group = [last] if not far and last[1] <= size // 2 and last[1] + piece[1] <= size else []
        group.append(piece)
    if group:
        yield group


def _passage(document: Document, heading: str, group: Sequence[_Piece]) -> Passage:
    span = Span(group[0][0].start, group[-1][0].end)
    text = span.of(document.text)
    key = f"{document.id}\0{span.start}\0{span.end}\0{heading}\0{document.title}\0{text}"
    return Passage(
        id=hashlib.sha256(key.encode()).hexdigest()[:32],
        document=document.id,
        title=document.title,
        span=span,
        text=text,
        heading=heading,
        sentences=tuple(piece for piece, _, _ in group),
    )


def each_sentence(passages: Iterable[Passage]) -> dict[Span, Passage]:
    """The sentences of the passages of one document in the order of its text, each once, with a passage that has it."""
    places: dict[Span, Passage] = {}
    for passage in passages:
        for span in passage.sentences:
            places.setdefault(span, passage)
    return dict(sorted(places.items()))
