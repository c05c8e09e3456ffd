"""Judging one answer: what was expected, what came, and what of it is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.errors import FootnoteError
from rag.records import NOT_FROM_DOCUMENTS, Answer, Citation, Span

from .cases import Case, TextOf
from .match import holds_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One case, the answer to it and the verdict.

    `answer` is None when the assistant failed, and `error` says how. `right`: an accepted answer is in the
    text, or all items are. `cites_evidence`: how many of the citations overlap an evidence span. `exact`: how
    many of the `quotes` (citations and nearest passages) are the document's words at their offsets.
    """

    case: Case
    answer: Answer | None
    error: str | None = None
    milliseconds: float
    right: bool = False
    cites_evidence: int = 0
    exact: int = 0
    quotes: int = 0
    footnoted: bool = False

    @property
    def refused(self) -> bool:
        """Whether the assistant abstained."""
        return self.answer is not None and self.answer.abstained

    @property
    def answered(self) -> bool:
        """Whether the assistant said something. When it neither answered nor refused, it failed."""
        return self.answer is not None and not self.answer.abstained

    @property
    def citations(self) -> int:
        """The number of the answer's citations."""
        return 0 if self.answer is None else len(self.answer.citations)

    @property
    def passed(self) -> bool:
        """Whether all is as expected: the verdict that the table by kind and the list of failures go by."""
        if self.exact < self.quotes:
            return False
        if self.case.expects == "refusal":
            return self.refused
        if self.case.expects == "smalltalk":
            return self.is_small_talk
        return self.answered and self.right and self.cites_evidence > 0

    @property
    def is_small_talk(self) -> bool:
        """Whether the answer is said to rest on no document, and cites none."""
        if self.answer is None:
            return False
        return self.answered and self.answer.reason == NOT_FROM_DOCUMENTS and not self.answer.claims


def judge(case: Case, answer: Answer, milliseconds: float, text_of: TextOf) -> Result:
    """The verdict on an answer that took so many milliseconds. `text_of` gives a document's text by id."""
    quotes = (*answer.citations, *answer.near)
    return Result(
        case=case,
        answer=answer,
        milliseconds=milliseconds,
        right=is_right(case, answer),
        cites_evidence=sum(overlaps_evidence(citation, case) for citation in answer.citations),
        exact=sum(is_exact(citation, text_of) for citation in quotes),
        quotes=len(quotes),
        footnoted=bool(answer.claims) and all(claim.citations for claim in answer.claims),
    )


def is_right(case: Case, answer: Answer) -> bool:
    """Whether the answer's text holds one of the accepted alternatives, or all items. A refusal never is."""
    if answer.abstained or case.expects != "answer":
        return False
    if case.items:
        return holds_all(answer.text, case.items)
    return any(holds_all(answer.text, alternative) for alternative in case.answer)


def overlaps_evidence(citation: Citation, case: Case) -> bool:
    """Whether a citation shares at least one character with the evidence of the case."""
    cited = Span(citation.start, citation.end)
    return cited.start < cited.end and any(
        cited.overlaps(one.span) for one in case.evidence if one.document == citation.document
    )


def is_exact(citation: Citation, text_of: TextOf) -> bool:
    """Whether the quote is what stands at its offsets, in the document loaded anew, and is not empty."""
    try:
        text = text_of(citation.document)
    except (OSError, KeyError, FootnoteError):
        return False
    inside = 0 <= citation.start < citation.end <= len(text)
    return inside and text[citation.start : citation.end] == citation.quote


def accepted(case: Case) -> Iterable[str]:
    """The accepted answers as a person reads them: strings that belong together joined by " … "."""
    if case.items:
        return (" + ".join(case.items),)
    return (" … ".join(alternative) for alternative in case.answer)
