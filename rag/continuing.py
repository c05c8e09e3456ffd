"""What stands behind an answer: the sentences that follow it in its document, for "tell me more" and "go on"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .agreement import as_said, was_said
from .passages import each_sentence
from .records import Citation, Passage, Reading

_MOST = 3  # sentences given at once


def behind(citations: Sequence[Citation], passages_of: Callable[[str], Sequence[Passage]], said: str) -> list[Reading]:
    """The sentences behind the last place cited in the document of the first one, under the same heading, in order.

    Where nothing stands behind it, those before it. What was `said` before is left out. `passages_of` gives the
    passages of a document in order.
    """
    if not citations:
        return []
    document = citations[0].document
    last = max(one.end for one in citations if one.document == document)
    places = each_sentence(passages_of(document))
    own = next((passage for span, passage in places.items() if span.start < last <= span.end), None)
    before = as_said(said)
    section = [
        Reading.unread(passage, span)
        for span, passage in places.items()
        if own and passage.heading == own.heading and not was_said(passage.words(span), before)
    ]
    following = [one for one in section if one.span.start >= last]
    return (following or section)[:_MOST]
